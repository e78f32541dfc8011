from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Level, Place
from sightline.conftest import NOW, Cast, Country
from sightline.insight.conftest import text_of
from sightline.insight.tensions import actions
from sightline.insight.tensions.models import Tension

pytestmark = pytest.mark.django_db
PAGE = "insight:tensions:list"


def test_each_sees_their_own_and_filters_and_files(
    place: Place,
    country: Country,
    cast: Cast,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    factories.fact(place, cast.north_manager, NOW)
    for trust in (country.other_trust, country.southern_trust):
        factories.fact(Place(Level.ORGANISATION, trust), cast.national, NOW)
    actions.look_nightly(by=None, at=NOW)
    own, other, southern = Tension.objects.order_by("pk")
    for person, seen in (
        ("national", {own, other, southern}),
        ("north_manager", {own, other}),
        ("south_manager", {southern}),
    ):
        client.force_login(getattr(cast, person))
        html = client.get(reverse(PAGE)).content.decode()
        assert {one for one in (own, other, southern) if one.reference in html} == seen
    for person in ("director", "icb_lead", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(reverse(PAGE)).status_code == 404
    client.force_login(cast.national)
    for query, found in (
        ({"kind": "regulator_only", "state": "waiting", "region": "YN1"}, True),
        ({"state": "ended"}, False),
        ({"state": "gone"}, False),
        ({"q": "Aldermoor"}, True),
        ({"q": "3.1"}, False),
    ):
        html = client.get(reverse(PAGE), query).content.decode()
        assert (own.reference in html) is found, query
    assert b"Waiting" in client.get(reverse(PAGE), {"format": "csv"}).getvalue()
    with django_assert_max_num_queries(12):
        client.get(reverse(PAGE))


def test_the_share_found_useful_is_shown(place: Place, cast: Cast, client: Client) -> None:
    factories.fact(place, cast.north_manager, NOW)
    actions.look_nightly(by=None, at=NOW)
    client.force_login(cast.north_manager)
    assert "none has ended yet" in client.get(reverse(PAGE)).content.decode()
    actions.end(
        tension=Tension.objects.get(), how="explained", reason="Another site.", was_useful=True,
        by=cast.north_manager, at=NOW,
    )  # fmt: skip
    assert "Found useful 100% of those that ended" in text_of(
        client.get(reverse(PAGE)).content.decode()
    )
