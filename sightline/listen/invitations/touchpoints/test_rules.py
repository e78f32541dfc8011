from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.invitations.touchpoints import rules
from sightline.listen.invitations.touchpoints.rules import Placement

FULL = Placement(
    date(2026, 9, 1), date(2026, 11, 30), leaves=date(2026, 12, 1), returns=date(2027, 2, 1)
)


@pytest.mark.parametrize(
    ("moment", "days", "day"),
    [
        ("start", 14, date(2026, 9, 15)),
        ("middle", 0, date(2026, 10, 16)),
        ("end", -7, date(2026, 11, 23)),
        ("leaving", 0, date(2026, 12, 1)),
        ("return", 14, date(2027, 2, 15)),
    ],
)
def test_everybody_has_a_day_of_their_own(moment: str, days: int, day: date) -> None:
    assert rules.due_on(moment, days, FULL) == day
    assert rules.due_on(moment, days, Placement()) is None


@given(st.dates(), st.dates())
def test_the_middle_lies_between(one: date, other: date) -> None:
    placement = Placement(min(one, other), max(one, other))
    middle = rules.due_on("middle", 0, placement)
    assert middle is not None
    assert placement.starts is not None
    assert placement.ends is not None
    assert placement.starts <= middle <= placement.ends
    assert rules.against(placement) == ""


def test_a_placement_does_not_end_before_it_starts() -> None:
    assert "ends before it starts" in rules.against(Placement(date(2026, 2, 1), date(2026, 1, 1)))
