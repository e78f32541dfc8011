from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Place
from sightline.conftest import Cast
from sightline.govern.conftest import Say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "govern:capacity:place"


def test_strangers_and_what_is_no_place_get_404(
    place: Place, ward: Place, cast: Cast, client: Client
) -> None:
    for person in ("south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        for one in (place, ward):
            assert client.get(reverse(PAGE, args=one.arguments)).status_code == 404
    client.force_login(cast.national)
    for wrong in (["organisation", "NONE"], ["system", "QN1"], ["programme", "ZN001", "CST"]):
        assert client.get(reverse(PAGE, args=wrong)).status_code == 404


def test_today_and_all_that_was_recorded(
    say: Say, place: Place, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.director)
    page = reverse(PAGE, args=place.arguments)
    assert "That is not the same as none." in client.get(page).content.decode()
    for count in (20, 21, 25):
        say(count)
    html = client.get(page).content.decode()
    assert "? Not known" in html
    for words in (">20<", ">21<", "Placement agreement", "Add a number", "Ask to take more"):
        assert words in html, words
    with django_assert_max_num_queries(9):
        client.get(page)
    client.force_login(cast.icb_lead)
    assert "Ask to take more" not in client.get(page).content.decode()
