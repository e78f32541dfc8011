"""Numbers of one place are changed one after the other, by whichever way they are changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sightline.conftest import NOW, Cast, Country
from sightline.govern.approvals import actions as approvals
from sightline.govern.approvals.factories import approved, decide, sent_in, with_panel
from sightline.govern.capacity import turns
from sightline.govern.capacity.file import actions as lists
from sightline.govern.capacity.file.test_actions import csv_of, upload
from sightline.govern.capacity.file.test_reading import row
from sightline.govern.conftest import Ask, Say
from sightline.govern.expansions.test_actions import decide as decide_request
from sightline.organisations.models import Organisation

pytestmark = pytest.mark.django_db
FIGURES = '"govern_capacity_figure"'

#: Something that changes the numbers of a place, ready to be done, and which place.
Way = tuple[Organisation, Callable[[], Any]]


def taking(*organisations: int) -> list[str]:
    """What the database is asked when somebody takes a turn."""
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        turns.take(organisations)
    return [one["sql"] for one in asked if '"organisations_organisation"' in one["sql"]]


@pytest.fixture
def ways(
    say: Say, ask: Ask, cast: Cast, country: Country, settings: Any, tmp_path: Path
) -> dict[str, Callable[[], Way]]:
    settings.MEDIA_ROOT = tmp_path
    team = cast.north_manager

    def list_() -> Way:
        file = upload(csv_of(row()), team)
        return country.trust, lambda: lists.apply(file=file, by=team, at=NOW)

    def request() -> Way:
        say(20)
        made = ask()
        return country.trust, lambda: decide_request(made, team)

    def panel() -> Way:
        made = with_panel(sent_in(country, team, None), team)
        return country.practice, lambda: decide(made, team)

    def end() -> Way:
        found = approved(country, team, team, None)
        return country.practice, lambda: approvals.end(
            approval=found, reason="Closed.", by=team, at=NOW
        )

    return {
        "page": lambda: (country.trust, lambda: say(24)),
        "list": list_,
        "request": request,
        "panel": panel,
        "end": end,
    }


@pytest.mark.parametrize("way", ["page", "list", "request", "panel", "end"])
def test_a_turn_is_taken_before_a_number_is_read_or_written(
    way: str, ways: dict[str, Callable[[], Way]]
) -> None:
    place, act = ways[way]()
    (turn,) = taking(place.pk)
    with CaptureQueriesContext(connection) as asked:
        act()
    said = [one["sql"] for one in asked]
    figures = [at for at, sql in enumerate(said) if FIGURES in sql]
    assert figures
    assert turn in said[: figures[0]]


def test_several_turns_are_taken_in_one_order_and_held(country: Country) -> None:
    keys = [country.trust.pk, country.other_trust.pk, country.practice.pk]
    assert taking(*keys) == taking(*reversed(keys), keys[0])
    (turn,) = taking(*keys)
    if connection.features.has_select_for_update:
        assert "FOR NO KEY UPDATE" in turn
    assert taking() == []
