from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.listen.invitations.factories import make_cell
from sightline.listen.rounds.factories import make_version, open_round

pytestmark = pytest.mark.django_db


def test_rounds_stand_there_for_those_who_may_watch_them(
    country: Country, cast: Cast, client: Client
) -> None:
    round_ = open_round(cast.north_manager, name="Northern pulse", place=country.north)
    make_cell(round_, country.trust, expected=40, completed=23)
    address = reverse("listen:monitor:list")
    client.force_login(cast.north_manager)
    html = client.get(address).content.decode()
    assert "Northern pulse" in html
    assert "50%" in html
    client.force_login(cast.director)
    html = client.get(address).content.decode()
    assert "Northern pulse" in html
    assert reverse("listen:invitations:show", args=[round_.pk]) not in html
    client.force_login(cast.south_manager)
    assert "Northern pulse" not in client.get(address).content.decode()
    client.force_login(cast.learner)
    assert client.get(address).status_code == 404


def test_many_rounds_ask_as_many_queries_as_one(cast: Cast, client: Client) -> None:
    client.force_login(cast.national)
    version = make_version(cast.national)
    open_round(cast.national, version, name="Round")
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("listen:monitor:list"))
    for number in range(4):
        open_round(cast.national, version, name=f"Round {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("listen:monitor:list"))
    assert len(many) == len(one)
