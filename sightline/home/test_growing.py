from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sightline.assess.places import Level, Place
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.capacity import actions as capacity
from sightline.govern.expansions import actions
from sightline.home import growing
from sightline.people.models import User

pytestmark = pytest.mark.django_db


def test_who_decides_is_told_and_then_who_asked(cast: Cast, country: Country) -> None:
    about: dict[str, Any] = {
        "place": Place(Level.ORGANISATION, country.trust),
        "profession": country.nursing,
        "study": "undergraduate",
    }
    capacity.say(
        **about, kind="approved", count=20, from_date=TODAY, to_date=None, said_date=TODAY,
        source="Agreement", by=cast.north_manager, at=NOW,
    )  # fmt: skip
    made = actions.ask(
        **about, extra=6, from_date=TODAY, supervision="Two more.", why="A new ward.",
        by=cast.director, at=NOW,
    )  # fmt: skip

    def told(person: User) -> list[str]:
        found = growing.expansions_to_decide(person, TODAY)
        found = found or growing.expansions_decided(person, TODAY)
        return [one.text for one in found.items] if found else []

    waits = [f"{made.reference}: 6 more: Student nurse, undergraduate"]
    for person, sees in (
        (cast.north_manager, True), (cast.icb_lead, True), (cast.south_manager, False),
        (cast.director, False), (cast.learner, False),
    ):  # fmt: skip
        assert told(person) == (waits if sees else [])
    actions.decide(
        request=made, outcome="not_now", extra=None, from_date=None, reasons="In spring.",
        by=cast.icb_lead, at=NOW,
    )  # fmt: skip
    assert told(cast.icb_lead) == []
    assert told(cast.director) == waits
    assert told(cast.other_director) == []
    later = growing.expansions_decided(cast.director, TODAY + timedelta(days=40))
    assert later is None
