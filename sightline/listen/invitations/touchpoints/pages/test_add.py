from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations.touchpoints.models import Series
from sightline.listen.rounds.factories import make_notice, make_version

pytestmark = pytest.mark.django_db


def test_touchpoints_are_set_up_on_one_page(cast: Cast, country: Country, client: Client) -> None:
    version, notice = make_version(cast.north_manager), make_notice()
    address = reverse("listen:invitations:touchpoints:add")
    given = {
        "name": "Placements",
        "place": country.north.pk,
        "notice": notice.pk,
        "closes_day": "1",
        "closes_month": "9",
        "closes_year": "2027",
    }
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.north_manager)
        html = client.get(address).content.decode()
        assert "Return after a break" in html
        assert "South" not in html.split("<main")[1]
        nothing = client.post(address, given).content.decode()
        assert "one moment at least" in nothing
        chosen = {"return_version": version.pk, "return_days": "10"}
        page = client.post(address, {**given, **chosen}, follow=True)
    assert "Upload a roster next" in page.content.decode()
    touchpoint = Series.objects.get().touchpoints.get()
    assert (touchpoint.moment, touchpoint.days_after) == ("return", 10)


def test_a_director_does_not_set_them_up(cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    assert client.get(reverse("listen:invitations:touchpoints:add")).status_code == 404
