from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.returns.answering import rules
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.words import Outcome
from sightline.conftest import NOW

OUTCOMES = st.sampled_from(["", *Outcome.values])
TEXT = st.sampled_from(["", "One.", "Two."])
ANSWERS = st.builds(Given, OUTCOMES, TEXT, TEXT, still_true=st.booleans())


@pytest.mark.parametrize(
    ("given_", "lacks"),
    [
        (Given(), "Choose an answer"),
        (Given("met"), ""),
        (Given("partly", "  "), "Say what is missing"),
        (Given("not_met"), "Say what is missing"),
        (Given("not_applicable"), "Say why this is not applicable here"),
        (Given("not_applicable", "No learner stays overnight."), ""),
    ],
)
def test_what_an_answer_lacks(given_: Given, lacks: str) -> None:
    assert rules.lacks(given_) == lacks


@given(ANSWERS, st.one_of(st.none(), ANSWERS))
def test_last_years_answer_never_writes_over_what_somebody_wrote(
    now: Given, last: Given | None
) -> None:
    found = rules.with_last_year(now, last)
    for name in ("outcome", "reason", "improvement"):
        mine = getattr(now, name)
        assert not mine or getattr(found, name) == mine
    if not now.still_true:
        assert found == now


def test_still_true_takes_last_years_answer_unless_another_is_chosen() -> None:
    last = Given("met", "A rota since March.", "None needed.")
    found = rules.with_last_year(Given(still_true=True), last)
    assert (found.outcome, found.reason, found.still_true) == ("met", "A rota since March.", True)
    changed = rules.with_last_year(Given("partly", "Not at night.", still_true=True), last)
    assert (changed.outcome, changed.reason, changed.still_true) == (
        "partly", "Not at night.", False,
    )  # fmt: skip


def test_only_professions_that_learn_here_and_differ_are_kept() -> None:
    told = {"NUR": "met", "MED": "not_met", "DEN": "met", "PHA": "nonsense"}
    assert rules.kept_professions(told, "met", {"NUR", "MED", "PHA"}) == {"MED": "not_met"}


@given(st.integers(-10_000, 100_000))
def test_time_is_never_negative_nor_longer_than_half_an_hour(seconds: int) -> None:
    spent = rules.seconds_spent(NOW, NOW + timedelta(seconds=seconds))
    assert spent == max(0, min(seconds, rules.LONGEST_SECONDS))
    assert rules.seconds_spent(None, NOW) == 0


@given(ANSWERS, st.sampled_from(["", " ", "\n\t", "Because."]))
def test_only_met_stands_without_a_reason(given_: Given, reason: str) -> None:
    lacks = rules.lacks(replace(given_, reason=reason))
    assert (not lacks) == (
        given_.outcome == Outcome.MET or (given_.outcome != "" and bool(reason.strip()))
    )
