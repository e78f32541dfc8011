from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.models import Return
from sightline.conftest import Cast, Country
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db


def days(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


def test_a_national_lead_makes_a_campaign_and_asks(
    country: Country, cast: Cast, framework: FrameworkVersion, client: Client
) -> None:
    client.force_login(cast.national)
    assert "no campaign yet" in client.get(reverse("assess:returns:campaigns")).content.decode()
    address = reverse("assess:returns:add_campaign")
    told = {
        "name": "Autumn", "code": "2030",
        **days("opens_date", 1, 10, 2030), **days("closes_date", 1, 9, 2030),
        **days("last_date", 1, 12, 2030),
    }  # fmt: skip
    assert "close after it opens" in client.post(address, told).content.decode()
    answer = client.post(address, told | days("closes_date", 1, 12, 2030))
    ask = reverse("assess:returns:ask", args=["2030"])
    assert answer["Location"] == ask
    assert "Choose a kind of provider" in client.post(ask, {"codes": ""}).content.decode()
    listed = client.post(ask, {"codes": "ZP00001"}).content.decode()
    assert "Choose what the listed providers are asked" in listed
    client.post(ask, {"kinds": ["trust"], "codes": "ZP00001 X1", "journey": "school"})
    assert Return.objects.count() == 4
    page = client.get(reverse("assess:returns:campaign", args=["2030"])).content.decode()
    assert "No open provider has the code X1" in page
    assert "School or nursery" in page
