from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sightline.assess.evidence.models import Evidence
from sightline.assess.places import Place
from sightline.conftest import Cast, Country
from sightline.standards.models import FrameworkVersion, Standard

pytestmark = pytest.mark.django_db
PAGE = "assess:evidence:add"


def days(**named: date) -> dict[str, int]:
    return {
        f"{name}_{part}": getattr(day, part)
        for name, day in named.items()
        for part in ("day", "month", "year")
    }


def filled(standard: Standard, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "visit",
        "title": "What the visit found",
        "statement": "Learners were met.",
        "standards": [standard.pk],
        "direction": "meets",
        "strength": "2",
        "strength_reason": "Two groups agreed.",
        "audience": "internal",
        **days(
            period_from=date(2026, 9, 1),
            period_to=date(2026, 9, 2),
            received_date=date(2026, 9, 10),
        ),
        **changes,
    }


@pytest.mark.parametrize("person", ["south_manager", "other_director", "icb_lead", "learner"])
def test_strangers_are_told_nothing(
    person: str, place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(reverse(PAGE, args=place.arguments)).status_code == 404
    sent = client.post(reverse(PAGE, args=place.arguments), filled(standard))
    assert sent.status_code == 404
    assert not Evidence.objects.exists()


def test_a_visit_is_added_with_its_file(
    ward: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    page = reverse(PAGE, args=ward.arguments)
    asked = client.get(page, {"standards": "3.1"}).content.decode()
    assert f'value="{standard.pk}" checked' in asked
    file = SimpleUploadedFile("report.pdf", b"%PDF-1.7")
    sent = client.post(page, filled(standard, file=file), follow=True)
    assert "is added" in sent.content.decode()
    made = Evidence.objects.get()
    assert (made.place, made.audience, made.file.name) == (ward, "internal", "report.pdf")


def test_what_is_wrong_is_said_and_nothing_is_lost(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    page = reverse(PAGE, args=place.arguments)
    for changes, words in (
        ({"strength_reason": ""}, "Say why the evidence is as strong"),
        ({"kind": "gmc", "fact": "nmc:approved"}, "Choose a status of the kind"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ\x90")}, "kind of file is not taken"),
        ({"standards": []}, "Choose at least one standard"),
    ):
        html = client.post(page, filled(standard, **changes)).content.decode()
        assert words in html
        assert "Learners were met." in html
    assert not Evidence.objects.exists()


def test_a_regulators_status_is_a_fact(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    client.post(
        reverse(PAGE, args=place.arguments),
        filled(
            standard, kind="gmc", standards=[], direction="neither", strength_reason="",
            fact="gmc:enhanced_monitoring", source_reference="List, 12",
            **days(fact_date=date(2026, 9, 2)),
        ),
    )  # fmt: skip
    assert Evidence.objects.get().fact == "enhanced_monitoring"


def test_a_provider_is_asked_less_and_shares(
    place: Place, standard: Standard, cast: Cast, country: Country, client: Client
) -> None:
    client.force_login(cast.director)
    page = reverse(PAGE, args=place.arguments)
    html = client.get(page).content.decode()
    assert "What did the regulator decide?" not in html
    assert 'value="visit"' not in html
    client.post(page, filled(standard, kind="provider_document"))
    assert Evidence.objects.get().audience == "shared"
    assert client.get(reverse(PAGE, args=["planet", country.trust.code])).status_code == 404


def test_a_standard_that_is_not_in_the_version_in_force_is_refused_and_nothing_is_lost(
    place: Place, standard: Standard, following: FrameworkVersion, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    page = reverse(PAGE, args=place.arguments)
    for key in (standard.pk, "999999", "nothing"):
        html = client.post(page, filled(standard, standards=[str(key)])).content.decode()
        assert "There is a problem" in html
        assert "not in the version of the framework that is in force" in html, key
        assert "Learners were met." in html
    assert not Evidence.objects.exists()
