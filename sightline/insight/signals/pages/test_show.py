from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.insight.conftest import text_of
from sightline.insight.signals import actions
from sightline.insight.signals.conftest import WHY, look, low_round
from sightline.respond.register.factories import raise_concern
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db


def test_what_was_seen_and_what_is_done_there(
    low_thrice: list[Dataset],
    country: Country,
    cast: Cast,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    signal, _ = look()
    page = reverse("insight:signals:show", args=[signal.reference])
    for person in ("director", "icb_lead", "south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
    client.force_login(cast.north_manager)
    said = text_of(client.get(page).content.decode())
    assert "1 theme and 3 questions low three rounds in a row" in said
    assert "What was seen on 24 November 2026" in said
    assert re.search(r"Clinical supervision Summer 2024 2.1 Summer 2025 2.1 Summer 2026 2.1", said)
    assert "Nothing is recorded about this place yet." in said
    concern = raise_concern(country.trust, cast.north_manager, NOW)
    html = client.get(page).content.decode()
    assert reverse("respond:register:show", args=[concern.reference]) in html
    assert "/insight/provider/ZN001/item/supervision/?survey=learner-survey&amp;round=2026" in html
    with django_assert_max_num_queries(18):
        client.get(page)


def test_its_numbers_can_be_taken_away(
    low_thrice: list[Dataset], cast: Cast, client: Client
) -> None:
    signal, _ = look()
    page = reverse("insight:signals:show", args=[signal.reference])
    client.force_login(cast.north_manager)
    lines = client.get(page, {"format": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert lines[-4] == "Clinical supervision,2.1,2.1,2.1,60"
    assert client.get(page, {"format": "xlsx"}).status_code == 200


def test_what_went_and_what_ended_is_seen(
    low_thrice: list[Dataset], cast: Cast, client: Client
) -> None:
    signal, other = look()
    low_round(2026, ("ZS001",), ("ZN001", "ZN002", *(f"ZX{at:03}" for at in range(9))))
    look()
    client.force_login(cast.national)
    said = text_of(
        client.get(reverse("insight:signals:show", args=[signal.reference])).content.decode()
    )
    assert "No longer there" in said
    assert "Since it was found" in said
    actions.end(signal=other, how="explained", reason=WHY, by=cast.national, at=NOW)
    ended = client.get(reverse("insight:signals:show", args=[other.reference])).content.decode()
    assert "Explained" in ended
    assert WHY in ended
    assert "Join to an open concern" not in ended
