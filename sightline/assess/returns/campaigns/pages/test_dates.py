from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.pages.test_campaigns import days
from sightline.assess.returns.conftest import Asked
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_dates_move_with_the_trail_and_never_before_what_is_signed(
    signed: Signature, campaign: Campaign, asked: Asked, cast: Cast, client: Client
) -> None:
    address = reverse("assess:returns:dates", args=["2026"])
    for person in (cast.north_manager, cast.director):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.force_login(cast.national)
    assert 'value="18"' in client.get(address).content.decode()
    early = days("closes_date", 20, 11, 2026) | days("last_date", 15, 1, 2027)
    assert "That day has passed" in client.post(address, early).content.decode()
    told = days("closes_date", 8, 1, 2027) | days("last_date", 31, 1, 2027)
    page = client.post(address, told, follow=True).content.decode()
    assert "Due by 8 January 2027 instead of 18 December 2026" in page
    assert "7 January 2027: “Your self-assessment is due tomorrow”" in page
    assert "days it has already" in client.post(address, told).content.decode()
