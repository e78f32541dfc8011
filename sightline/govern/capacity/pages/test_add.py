from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Place
from sightline.conftest import Cast, Country
from sightline.govern.capacity.models import CapacityFigure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "govern:capacity:add"


def filled(country: Country, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "actual", "profession": country.nursing.pk, "study": "undergraduate", "count": 22,
        "from_date_day": 1, "from_date_month": 9, "from_date_year": 2026,
        "said_date_day": 2, "said_date_month": 11, "said_date_year": 2026,
        "source": "Counted on the wards", **changes,
    }  # fmt: skip


def test_strangers_and_who_only_reads_get_404(
    place: Place, country: Country, cast: Cast, client: Client
) -> None:
    page = reverse(PAGE, args=place.arguments)
    for person in ("south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
        assert client.post(page, filled(country)).status_code == 404
    assert not CapacityFigure.objects.exists()


def test_a_provider_gives_its_actual_number_and_the_icb_the_approved_one(
    ward: Place, country: Country, cast: Cast, client: Client
) -> None:
    page = reverse(PAGE, args=ward.arguments)
    client.force_login(cast.director)
    assert "How many learners the place may take." not in client.get(page).content.decode()
    said = client.post(page, filled(country, count="", source="")).content.decode()
    assert "There is a problem" in said
    assert "choice" in client.post(page, filled(country, kind="approved")).content.decode() or (
        not CapacityFigure.objects.exists()
    )
    assert "is recorded" in client.post(page, filled(country), follow=True).content.decode()
    client.force_login(cast.icb_lead)
    client.post(page, filled(country, kind="approved", count=20))
    assert set(CapacityFigure.objects.values_list("kind", "count", "level")) == {
        ("actual", 22, "environment"), ("approved", 20, "environment"),
    }  # fmt: skip


def test_a_refusal_is_said_on_the_page(
    place: Place, country: Country, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    late = filled(country, to_date_day=1, to_date_month=1, to_date_year=2026)
    html = client.post(reverse(PAGE, args=place.arguments), late).content.decode()
    assert "last day is before the first day" in html
