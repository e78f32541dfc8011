from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Place
from sightline.conftest import Cast, Country
from sightline.govern.expansions.models import ExpansionRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "framework")]
PAGE = "govern:expansions:ask"


def filled(country: Country, place: str, **changes: Any) -> dict[str, Any]:
    return {
        "place": place, "profession": country.nursing.pk, "study": "undergraduate", "extra": 6,
        "from_date_day": 4, "from_date_month": 1, "from_date_year": 2027,
        "supervision": "Two more practice educators.", "why": "A second ward.", **changes,
    }  # fmt: skip


def test_only_providers_ask_and_only_for_their_own(
    country: Country, cast: Cast, client: Client
) -> None:
    page = reverse(PAGE)
    for person in (cast.north_manager, cast.icb_lead, cast.learner):
        client.force_login(person)
        assert client.get(page).status_code == 404
    client.force_login(cast.director)
    html = client.get(page, {"place": "organisation:ZN001A"}).content.decode()
    for words in ("Aldermoor General", "Surgical ward 4, Aldermoor Hospitals"):
        assert words in html
    assert "Bexmoor" not in html
    assert 'value="organisation:ZN001A" selected' in html
    client.post(page, filled(country, "organisation:ZN002"))
    assert not ExpansionRequest.objects.exists()


def test_sent_once(ward: Place, country: Country, cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    there = ":".join(ward.arguments)
    html = client.post(reverse(PAGE), filled(country, there), follow=True).content.decode()
    assert "X-2026-0001 is sent." in html
    assert "Waiting for a decision" in html
    again = client.post(reverse(PAGE), filled(country, there)).content.decode()
    assert "X-2026-0001 waits for a decision. Nothing was sent twice." in again
    assert "Two more practice educators." in again
    assert ExpansionRequest.objects.get().environment == country.ward
