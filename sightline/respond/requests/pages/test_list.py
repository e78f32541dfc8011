from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Level, Place
from sightline.conftest import Cast, Country
from sightline.respond.requests import actions
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


def test_the_day_is_the_day_in_london(country: Country, cast: Cast, client: Client) -> None:
    """Half past midnight in summer is the day before in UTC."""
    actions.ask_for_review(
        place=Place(Level.ORGANISATION, country.trust), standards=[], reason="Look.",
        because_reference="", by=cast.north_manager,
        at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
    )  # fmt: skip
    client.force_login(cast.north_manager)
    html = client.get(reverse("respond:requests:list")).content.decode()
    assert "1 July 2026" in html
    assert "30 June 2026" not in html
