from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.govern.expansions import rules
from sightline.govern.expansions.words import Outcome

DAY = date(2026, 11, 24)
ASKED: dict[str, Any] = {
    "extra": 6, "from_date": DAY, "supervision": "Two more.", "why": "A new ward.", "today": DAY,
}  # fmt: skip
DECIDED: dict[str, Any] = {
    "outcome": "part", "asked": 6, "asked_from": DAY, "extra": 4, "from_date": DAY,
    "reasons": "Supervision for four.", "approved": 20, "next_begins": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"extra": 0}, "at least one more"),
        ({"from_date": DAY - timedelta(days=60)}, "long past"),
        ({"from_date": DAY + timedelta(days=3000)}, "five years"),
        ({"supervision": " "}, "who would supervise"),
        ({"why": ""}, "Say why"),
    ],
)
def test_what_a_request_has_to_say(change: dict[str, Any], words: str) -> None:
    refused = rules.why_not_ask(**{**ASKED, **change})
    assert words in refused
    assert bool(words) is bool(refused)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"outcome": "perhaps"}, "Choose what"),
        ({"reasons": " "}, "Give reasons"),
        ({"extra": None}, "how many more"),
        ({"extra": 6}, "fewer than the 6"),
        ({"outcome": "approved"}, "All 6 are approved"),
        ({"outcome": "approved", "extra": 6}, ""),
        ({"outcome": "not_now"}, "Leave the number"),
        ({"outcome": "not_now", "extra": None, "approved": None}, ""),
        ({"from_date": DAY - timedelta(days=1)}, "They asked from 24 November 2026"),
        ({"approved": None}, "is not known"),
        ({"next_begins": DAY + timedelta(days=9)}, "3 December 2026"),
    ],
)
def test_what_a_decision_has_to_say(change: dict[str, Any], words: str) -> None:
    refused = rules.why_not_decide(**{**DECIDED, **change})
    assert words in refused
    assert bool(words) is bool(refused)


@given(
    st.sampled_from(Outcome.values),
    st.integers(1, 50),
    st.none() | st.integers(-2, 60),
    st.none() | st.integers(0, 60),
)
def test_never_more_than_was_asked_and_never_nothing_approved(
    outcome: str, asked: int, extra: int | None, approved: int | None
) -> None:
    refused = rules.why_not_decide(
        **{**DECIDED, "outcome": outcome, "asked": asked, "extra": extra, "approved": approved}
    )
    if not refused and outcome != Outcome.NOT_NOW:
        assert extra is not None
        assert 1 <= extra <= asked
        assert (extra == asked) is (outcome == Outcome.APPROVED)
        assert approved is not None
