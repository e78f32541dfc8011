from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.evidence import actions
from sightline.assess.places import Level, Place
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
PAGE = "assess:evidence:list"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_each_sees_the_evidence_of_their_place(
    place: Place, standard: Standard, cast: Cast, country: Country, client: Client
) -> None:
    own = factories.evidence(place, [standard], cast.north_manager, NOW)
    inside = factories.evidence(place, [standard], cast.north_manager, NOW, audience="internal")
    south = Place(Level.ORGANISATION, country.southern_trust)
    other = factories.evidence(south, [standard], cast.south_manager, NOW)
    for person, seen in (
        ("national", {own, inside, other}),
        ("north_manager", {own, inside}),
        ("director", {own}),
        ("icb_lead", {own}),
        ("other_director", {other}),
    ):
        client.force_login(getattr(cast, person))
        html = client.get(reverse(PAGE)).content.decode()
        assert {one for one in (own, inside, other) if one.reference in html} == seen, person
    client.force_login(cast.learner)
    assert client.get(reverse(PAGE)).status_code == 404


def test_filters_and_files(place: Place, standard: Standard, cast: Cast, client: Client) -> None:
    made = factories.evidence(place, [standard], cast.north_manager, NOW)
    client.force_login(cast.north_manager)
    # Standard 3.1 is asked for by GMC S3.1 and not by GMC S4.1: given once, it serves the first.
    for query, found in (
        ({"standard": "3.1", "kind": "visit"}, True),
        ({"standard": "1.1"}, False),
        ({"regulator": "gmc-s3-1"}, True),
        ({"regulator": "gmc-s4-1"}, False),
        ({"direction": "short"}, False),
        ({"level": "organisation", "region": "YN1", "q": "Aldermoor"}, True),
        ({"held": "fresh"}, True),
        ({"held": "stale"}, False),
        ({"held": "withdrawn"}, False),
    ):
        html = client.get(reverse(PAGE), query).content.decode()
        assert (made.reference in html) is found, query
    actions.withdraw(evidence=made, reason="Wrong.", by=cast.north_manager, at=NOW)
    assert made.reference in client.get(reverse(PAGE), {"held": "withdrawn"}).content.decode()
    assert b"Withdrawn" in client.get(reverse(PAGE), {"format": "csv"}).getvalue()


def test_what_is_old_says_so(place: Place, standard: Standard, cast: Cast, client: Client) -> None:
    factories.evidence(
        place, [standard], cast.north_manager, NOW, period_from=TODAY - timedelta(900),
        period_to=TODAY - timedelta(800),
    )  # fmt: skip
    client.force_login(cast.north_manager)
    assert "Stale" in client.get(reverse(PAGE), {"held": "stale"}).content.decode()


def test_the_number_of_queries_does_not_grow(
    place: Place,
    standard: Standard,
    cast: Cast,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    client.force_login(cast.north_manager)
    for _ in range(6):
        factories.evidence(place, [standard], cast.north_manager, NOW)
    with django_assert_max_num_queries(14):
        client.get(reverse(PAGE))
