from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.respond.requests.test_actions import ask

pytestmark = pytest.mark.django_db


def test_listed_for_quality_teams_and_named_on_the_register(
    country: Country, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    made = [ask(country, cast.north_manager) for _ in range(3)]
    page = reverse("respond:requests:list")
    client.force_login(cast.north_manager)
    html = client.get(page, {"answered": "no", "q": "Aldermoor"}).content.decode()
    assert all(one.reference in html for one in made)
    assert made[0].reference not in client.get(page, {"answered": "yes"}).content.decode()
    with django_assert_max_num_queries(9):
        client.get(page)
    register = client.get(reverse("respond:register:list")).content.decode()
    assert "Reviews that are asked for</a> (3 waiting)" in register
    client.force_login(cast.south_manager)
    assert made[0].reference not in client.get(page).content.decode()
    client.force_login(cast.director)
    assert client.get(page).status_code == 404
    register = client.get(reverse("respond:register:list")).content.decode()
    assert "Reviews that are asked for" not in register
