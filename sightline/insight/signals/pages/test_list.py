from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.insight.signals import actions
from sightline.insight.signals.conftest import WHY, look
from sightline.respond.register.factories import raise_concern
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db
PAGE = "insight:signals:list"


def test_each_sees_their_own_and_filters_and_files(
    low_thrice: list[Dataset],
    country: Country,
    cast: Cast,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    north, south = look()
    for person, seen in (
        ("national", {north, south}), ("north_manager", {north}), ("south_manager", {south}),
    ):  # fmt: skip
        client.force_login(getattr(cast, person))
        html = client.get(reverse(PAGE)).content.decode()
        assert {one for one in (north, south) if one.reference in html} == seen
    for person in ("director", "icb_lead", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        assert client.get(reverse(PAGE)).status_code == 404
    client.force_login(cast.national)
    for query, found in (
        ({"kind": "repeat", "state": "waiting", "region": "YN1"}, True),
        ({"state": "open"}, True),
        ({"kind": "fall"}, False),
        ({"state": "gone"}, False),
        ({"state": "aside"}, False),
        ({"q": "Aldermoor"}, True),
        ({"q": "three rounds"}, True),
        ({"q": "Calverton"}, False),
    ):
        html = client.get(reverse(PAGE), query).content.decode()
        assert (north.reference in html) is found, query
    assert b"Waiting" in client.get(reverse(PAGE), {"format": "csv"}).getvalue()
    assert client.get(reverse(PAGE), {"format": "xlsx"}).status_code == 200
    with django_assert_max_num_queries(13):
        client.get(reverse(PAGE))


def test_what_nobody_looks_after_stands_first_and_what_ended_last(
    low_thrice: list[Dataset], country: Country, cast: Cast, client: Client
) -> None:
    north, south = look()
    raise_concern(country.trust, cast.north_manager, NOW)
    client.force_login(cast.national)

    def order() -> list[str]:
        html = client.get(reverse(PAGE)).content.decode()
        return list(dict.fromkeys(re.findall(r"SG-\d{4}-\d{4}", html.split("<tbody")[-1])))

    assert order() == [south.reference, north.reference]
    actions.end(signal=south, how="aside", reason=WHY, by=cast.national, at=NOW)
    assert order() == [north.reference, south.reference]


def test_how_much_was_looked_at_is_said(
    low_thrice: list[Dataset], cast: Cast, client: Client
) -> None:
    client.force_login(cast.national)
    assert "The service has not looked yet." in client.get(reverse(PAGE)).content.decode()
    look()
    html = client.get(reverse(PAGE)).content.decode()
    assert "in a look at 102 results, if nothing were wrong" in html
    assert "How much was looked at" in html
    assert "Too few to say" in html
