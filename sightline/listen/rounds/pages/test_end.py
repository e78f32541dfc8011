from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.listen.rounds.factories import make_round

pytestmark = pytest.mark.django_db


def test_the_last_day_is_moved_to_the_end_of_a_day(client: Client, cast: Cast) -> None:
    collection = make_round(cast.national, at=timezone.now())
    client.force_login(cast.national)
    day = timezone.localdate() + timedelta(days=30)
    posted = {"closes_on_0": day.day, "closes_on_1": day.month, "closes_on_2": day.year}
    named = {"closes_on_day": day.day, "closes_on_month": day.month, "closes_on_year": day.year}
    client.post(f"/listen/rounds/{collection.pk}/end/", {**posted, **named})
    collection.refresh_from_db()
    closes = timezone.localtime(collection.closes_at)
    assert (closes.date(), closes.hour, closes.minute) == (day, 23, 59)


def test_a_day_in_the_past_is_refused(client: Client, cast: Cast) -> None:
    collection = make_round(cast.national, at=timezone.now())
    client.force_login(cast.national)
    past = {"closes_on_day": 1, "closes_on_month": 2, "closes_on_year": 2020}
    page = client.post(f"/listen/rounds/{collection.pk}/end/", past).content.decode()
    assert "Choose a day in the future" in page


def test_a_stranger_gets_404(client: Client, cast: Cast, country: Country) -> None:
    collection = make_round(cast.north_manager, place=country.north)
    client.force_login(cast.south_manager)
    assert client.post(f"/listen/rounds/{collection.pk}/end/").status_code == 404
