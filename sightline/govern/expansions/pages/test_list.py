from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.govern.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "govern:expansions:list"


def test_listed_for_those_in_scope(
    ask: Ask, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    made = [ask(study=one) for one in ("undergraduate", "core", "higher")]
    page = reverse(PAGE)
    client.force_login(cast.icb_lead)
    html = client.get(page, {"stands": "waiting", "q": "aldermoor"}).content.decode()
    assert all(one.reference in html for one in made)
    assert made[0].reference not in client.get(page, {"stands": "part"}).content.decode()
    with django_assert_max_num_queries(9):
        client.get(page)
    client.force_login(cast.south_manager)
    assert made[0].reference not in client.get(page).content.decode()
    client.force_login(cast.learner)
    assert client.get(page).status_code == 404
