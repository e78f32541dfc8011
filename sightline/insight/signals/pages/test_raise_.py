from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.insight.signals.conftest import look
from sightline.insight.signals.models import Signal, SignalEnding
from sightline.insight.signals.words import Kind
from sightline.respond.register.models import Concern
from sightline.results.models import Dataset
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db


def given(standard: Standard, owner: Any) -> dict[str, Any]:
    return {
        "title": "Supervision is low", "summary": "Three years in a row.", "source": "survey",
        "standards": [standard.pk], "likelihood": "4", "impact": "3", "owner": owner.pk,
        "next_review_date_day": "24", "next_review_date_month": "12",
        "next_review_date_year": "2027",
        "share": "yes",
    }  # fmt: skip


def test_a_concern_begins_with_what_was_seen(
    low_thrice: list[Dataset], cast: Cast, client: Client, standard: Standard
) -> None:
    signal = look()[0]
    page = reverse("insight:signals:raise", args=[signal.reference])
    for person in ("director", "icb_lead", "south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
    client.force_login(cast.north_manager)
    html = client.get(page).content.decode()
    assert "The signal that caused it" in html
    assert f'value="{signal.headline}"' in html
    # The standard that the theme's questions bear on is ticked already.
    assert html.count(" checked") >= 2
    assert "There is a problem" in client.post(page, {"title": ""}).content.decode()
    answer = client.post(page, given(standard, cast.north_manager), follow=True)
    assert "is on the register." in answer.content.decode(), answer.content.decode()
    concern = Concern.objects.get()
    assert (concern.level, concern.title) == ("organisation", "Supervision is low")
    assert SignalEnding.objects.get().concern == concern
    assert signal.reference in answer.content.decode()
    again = client.post(page, given(standard, cast.north_manager)).content.decode()
    assert "ended this signal already" in again


def test_what_is_about_the_nation_is_raised_in_a_region(
    cast: Cast, country: Country, client: Client, standard: Standard
) -> None:
    signal = Signal.objects.create(
        reference="SG-2026-0001", kind=Kind.PROCESS, group_level="nation", group_code="ENG",
        cause="x", basis="y", basis_when="2026-05", headline="Worse than usual", says="It is.",
        frozen={"caption": "X", "columns": ["Month"], "decimals": [None], "rows": [["May 2026"]]},
        strength=1, found_at=NOW,
    )  # fmt: skip
    client.force_login(cast.national)
    page = reverse("insight:signals:raise", args=[signal.reference])
    where = client.get(page).content.decode()
    assert "?organisation=YN1" in where
    assert "?organisation=ZN001" not in where
    assert "A whole system" in client.get(page, {"organisation": "YN1"}).content.decode()
    client.post(f"{page}?organisation=YN1", given(standard, cast.national) | {"source": "other"})
    concern = Concern.objects.get()
    assert (concern.level, concern.organisation) == ("system", country.north)
    shown = client.get(reverse("insight:signals:show", args=[signal.reference]))
    assert reverse("insight:processes", args=["nation", "ENG"]) in shown.content.decode()
