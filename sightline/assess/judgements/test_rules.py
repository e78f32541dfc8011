from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.evidence.rules import Mark, fresh_voices
from sightline.assess.evidence.test_rules import DAY, MARKS
from sightline.assess.judgements import rules
from sightline.assess.judgements.words import Confidence, Outcome

FRESH = DAY + timedelta(days=1)
LEARNER = Mark("forum", "learner", "meets", 2, FRESH)
PROVIDER = Mark("self_assessment", "provider", "meets", 2, FRESH)
GOOD: dict[str, Any] = {
    "outcome": "assured",
    "confidence": "moderate",
    "reasons": "Because.",
    "made_by": "A panel",
    "cited": [LEARNER, PROVIDER],
    "decided": DAY,
    "previous": None,
    "next_review": DAY + timedelta(days=90),
    "today": DAY,
}


@given(st.lists(MARKS), st.sampled_from(Outcome.values), st.sampled_from(Confidence.values))
def test_a_provider_alone_is_never_assured(
    cited: list[Mark], outcome: str, confidence: str
) -> None:
    refused = rules.why_not_rest(outcome=outcome, confidence=confidence, cited=cited, day=DAY)
    voices = fresh_voices(cited, DAY)
    if not refused and outcome == "assured":
        assert len(voices) >= 2
        assert voices - {"provider"}
    if not refused and outcome == "provider_says":
        assert voices == {"provider"}
    if not refused and outcome != "cannot_say":
        assert voices
        assert confidence != "high" or len(voices) >= 2


@given(st.lists(MARKS, min_size=1), st.sampled_from(Confidence.values))
def test_repeating_oneself_carries_nothing_more(cited: list[Mark], confidence: str) -> None:
    once = rules.why_not_rest(outcome="assured", confidence=confidence, cited=cited, day=DAY)
    thrice = rules.why_not_rest(outcome="assured", confidence=confidence, cited=cited * 3, day=DAY)
    assert once == thrice


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"made_by": " "}, "Name the people"),
        ({"reasons": " "}, "reasons"),
        ({"decided": DAY + timedelta(days=1)}, "future"),
        ({"previous": DAY + timedelta(days=1)}, "later judgement"),
        ({"previous": DAY}, ""),
        ({"next_review": DAY}, "after the day"),
        ({"cited": []}, "Cite the evidence"),
        ({"cited": [], "outcome": "cannot_say"}, ""),
        ({"cited": [Mark("visit", "visits", "meets", 2, DAY)]}, "stale"),
        ({"cited": [PROVIDER] * 9}, "at least two voices"),
        ({"cited": [PROVIDER], "outcome": "provider_says"}, ""),
        ({"outcome": "provider_says"}, "only the provider is heard"),
        ({"cited": [LEARNER], "outcome": "not_met", "confidence": "high"}, "High confidence"),
        ({"cited": [LEARNER], "outcome": "not_met"}, ""),
    ],
)
def test_a_judgement_rests_on_something(change: dict[str, Any], words: str) -> None:
    refused = rules.why_not_judge(**{**GOOD, **change})
    assert words in refused
    assert bool(words) is bool(refused)


def test_no_outcome_is_a_score() -> None:
    assert not any(value.isdigit() for value in Outcome.values)


NEAR = st.dates(DAY - timedelta(days=9), DAY + timedelta(days=9))


@given(
    st.sampled_from(["", " ", "A panel"]), st.sampled_from(["", " ", "Because."]), NEAR,
    st.none() | NEAR, NEAR,
)  # fmt: skip
def test_a_judgement_is_dated_named_and_later_than_the_one_it_replaces(
    made_by: str, reasons: str, decided: date, previous: date | None, next_review: date
) -> None:
    change = {
        "made_by": made_by, "reasons": reasons, "decided": decided, "previous": previous,
        "next_review": next_review, "outcome": "cannot_say",
    }  # fmt: skip
    is_whole = bool(made_by.strip() and reasons.strip())
    is_later = previous is None or previous <= decided
    may = not rules.why_not_judge(**{**GOOD, **change})
    assert may == (is_whole and is_later and decided <= DAY and decided < next_review)
