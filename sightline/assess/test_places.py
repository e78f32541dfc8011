from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from sightline.assess import factories, places, rules
from sightline.assess.evidence.models import Evidence
from sightline.assess.places import Level, Place
from sightline.conftest import NOW, Cast, Country
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db


def test_an_address_leads_to_its_place_and_back(country: Country) -> None:
    for place in (
        Place(Level.ORGANISATION, country.trust),
        Place(Level.ORGANISATION, country.site),
        Place(Level.SYSTEM, country.north_icb),
        Place(Level.ENVIRONMENT, country.trust, environment=country.ward),
        Place(Level.PROGRAMME, country.trust, programme=country.surgery),
    ):
        assert places.find(*place.arguments) == place
    assert Place(Level.PROGRAMME, country.north, programme=country.surgery).name == (
        "Core surgical training, North"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("planet", "ZN001"),
        ("organisation", "NONE"),
        ("organisation", "QN1"),
        ("organisation", "ZN001", "CST"),
        ("system", "ZN001"),
        ("environment", "ZN001"),
        ("environment", "ZN001", "999999"),
        ("environment", "ZN001", "9" * 30),
        ("programme", "ZN001", "NONE"),
    ],
)
def test_what_is_no_place_is_not_found(arguments: tuple[str, ...], country: Country) -> None:
    assert places.find(*arguments) is None


def test_a_ward_of_another_trust_is_no_place(country: Country) -> None:
    assert places.find("environment", "ZN002", str(country.ward.pk)) is None
    assert "another organisation" in rules.why_not_there(
        level="environment", kind="trust", has_environment=True, has_programme=False, belongs=False
    )


def test_the_database_refuses_parts_that_do_not_fit(
    place: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    """A rating is never inherited: a record names exactly one place."""
    made = factories.evidence(place, [standard], cast.north_manager, NOW)
    made.pk, made.reference, made.environment = None, "E-2026-9999", country.ward
    with pytest.raises(IntegrityError, match="evidence_is_about_one_place"), transaction.atomic():
        made.save(force_insert=True)
    assert Evidence.objects.count() == 1
