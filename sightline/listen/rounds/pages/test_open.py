from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.listen.rounds.factories import make_round

pytestmark = pytest.mark.django_db


def test_it_opens_now_or_by_itself(client: Client, cast: Cast, framework: object) -> None:
    later = timezone.now() + timedelta(days=2)
    client.force_login(cast.national)
    for when, state in (("now", "open"), ("then", "draft")):
        collection = make_round(
            cast.national, at=timezone.now(), opens_at=later, closes_at=later + timedelta(days=9)
        )
        client.post(f"/listen/rounds/{collection.pk}/open/", {"when": when})
        collection.refresh_from_db()
        assert collection.state == state
        assert (collection.scheduled_at is not None) == (when == "then")


def test_what_keeps_it_from_opening_is_said(client: Client, cast: Cast) -> None:
    collection = make_round(cast.national, at=timezone.now(), notice=None)
    client.force_login(cast.national)
    page = client.post(f"/listen/rounds/{collection.pk}/open/", {"when": "now"})
    assert "cannot open without a privacy notice" in page.content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast, country: Country) -> None:
    collection = make_round(cast.north_manager, place=country.north)
    national = make_round(cast.national)
    client.force_login(cast.south_manager)
    assert client.post(f"/listen/rounds/{collection.pk}/open/").status_code == 404
    # A regional manager sees a national round and does not open it.
    assert client.get(f"/listen/rounds/{national.pk}/open/").status_code == 404
