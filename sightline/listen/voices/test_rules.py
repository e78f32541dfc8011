from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.base import working_days
from sightline.listen.voices import rules
from sightline.listen.voices.words import URGENT_WORDS, State, Urgency

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
LIMITS = st.lists(st.integers(0, 60), min_size=3, max_size=3).map(
    lambda days: rules.Limits(*sorted(days))
)


@given(DAYS, LIMITS)
def test_clocks_follow_each_other_and_count_working_days(
    begins: date, limits: rules.Limits
) -> None:
    due = rules.due(begins, limits)
    assert begins <= due.acknowledge <= due.triage <= due.answer
    assert working_days.working_days_between(begins, due.answer) == limits.answer


@given(DAYS, st.integers(-40, 40))
def test_a_clock_is_late_exactly_when_fewer_than_no_days_are_left(by: date, away: int) -> None:
    today = by + timedelta(days=away)
    clock = rules.Clock("Answer", by, None)
    assert clock.is_late(today) is (clock.days_left(today) < 0) is (today > by)


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_a_clock_that_was_stopped_does_not_run_on(by: date, before: int, after: int) -> None:
    done = rules.Clock("Answer", by, by - timedelta(days=before))
    assert not done.is_late(by + timedelta(days=after))


def test_clocks_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="comes before"):
        rules.due(date(2026, 1, 1), rules.Limits(5, 2, 20))


@given(st.text(max_size=200), st.sampled_from(["yes", "no", "unsure", ""]))
def test_an_answer_of_yes_is_always_urgent_and_words_never_lower_it(text: str, answer: str) -> None:
    lifted = rules.lifted(kind="concern", texts=[text], patients="yes", somebody=answer)
    assert lifted.urgency == Urgency.URGENT
    assert "safety" in lifted.because


@pytest.mark.parametrize(
    ("text", "urgency", "because"),
    [
        ("The coffee machine is broken.", Urgency.USUAL, ()),
        ("We are left UNSUPERVISED at night", Urgency.URGENT, ("safety",)),
        ("He threatened me", Urgency.URGENT, ("harm",)),
        ("She keeps bullying students", Urgency.SOON, ("harassment",)),
        ("A racist joke, and then he hit me", Urgency.URGENT, ("harm", "harassment")),
        ("The charming team", Urgency.USUAL, ()),
    ],
)
def test_words_that_lift_a_case(text: str, urgency: Urgency, because: tuple[str, ...]) -> None:
    assert rules.lifted(kind="concern", texts=[text], patients="no", somebody="no") == (
        rules.Lifted(urgency, because)
    )


def test_a_story_is_not_lifted_by_the_harm_that_was_avoided() -> None:
    lifted = rules.lifted(kind="care", texts=["No harm was done"], patients="", somebody="")
    assert lifted == rules.Lifted(Urgency.USUAL, ())


def test_every_class_of_words_is_tried_from_the_beginning_of_a_word() -> None:
    for name, (level, _, beginnings) in URGENT_WORDS.items():
        for word in beginnings:
            found = rules.lifted(kind="concern", texts=[f"It was {word}"], patients="", somebody="")
            assert name in found.because
            assert found.urgency >= level


@pytest.mark.parametrize(
    "text",
    [
        "Dr Okafor shouts",
        "I told Sister Byrne",
        "write to a.person@example.org",
        "call 07700 900123",
        "943 476 5919",
        "a midwife called Susan",
    ],
)
def test_what_seems_to_name_somebody(text: str) -> None:
    assert rules.seems_to_name_somebody(["fine", text])


@pytest.mark.parametrize(
    "text", ["The consultant was kind", "On 24 November 2026 at 10.30", "ward 7, bay 3", ""]
)
def test_what_names_nobody(text: str) -> None:
    assert not rules.seems_to_name_somebody([text])


@given(DAYS, st.integers(-400, 800), st.sampled_from(["concern", "care", "teaching"]))
def test_a_delay_lies_within_a_year_and_only_for_concerns(
    today: date, days: int, kind: str
) -> None:
    begins = today + timedelta(days=days)
    refused = rules.why_not_begin(begins, today=today, kind=kind)
    allowed = days == 0 or (kind == "concern" and 0 <= days <= 366)
    assert (refused == "") is allowed
    assert allowed or refused.endswith(".")


def test_what_may_follow_what() -> None:
    states = list(State)
    assert [s for s in states if not rules.why_not_triage(s)] == [State.NEW, State.READ]
    assert [s for s in states if not rules.why_not_answer(s)] == [State.TAKEN]
    assert [s for s in states if not rules.why_not_confirm(s)] == [State.ANSWERED]
