import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Place
from sightline.conftest import Cast
from sightline.govern.passports.test_actions import freeze

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "govern:passports:find"


def test_found_by_name_and_a_region_has_none(place: Place, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    page = reverse(PAGE)
    there = client.get(page, {"place": "Aldermoor Hosp"})["Location"]
    assert there == "/govern/passports/organisation/ZN001/"
    assert "no provider or site" in client.get(page, {"place": "QN1"}).content.decode()
    assert "that you look after" in client.get(page, {"place": "Calverton"}).content.decode()
    freeze(place, cast.director)
    assert "QP-2026-0001" in client.get(page).content.decode()
    client.force_login(cast.director)
    assert "Aldermoor Hospitals</a>" in client.get(page).content.decode()
    client.force_login(cast.other_director)
    assert "QP-2026-0001" not in client.get(page).content.decode()
