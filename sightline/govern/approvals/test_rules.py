from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.govern.approvals import rules
from sightline.govern.approvals.rules import Before, CannotApprove, Member
from sightline.govern.approvals.words import Standing, State

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
#: Few belong to the place, so that what else matters about a panel is met as often.
members = st.lists(
    st.builds(
        Member, st.sampled_from("abcdef"), st.booleans(), st.integers(0, 5).map(lambda n: n == 5)
    ),
    max_size=6,
)


whys = st.sampled_from(["", "  ", "The place closes its ward in May."])


@st.composite
def befores(draw: st.DrawFn) -> Before:
    """An approval of any length, perhaps reviewed already; and whatever was its review date."""
    first = draw(days)
    last = first + timedelta(days=draw(st.just(0) | st.integers(0, 2000)))
    return Before(first=first, last=last, due=last + timedelta(days=draw(st.integers(1, 1830))))


def years_later(day: date, years: int) -> date:
    is_leap = (day.month, day.day) == (2, 29)
    return date(day.year + years, day.month, 28 if is_leap else day.day)


@given(days, st.integers(-400, 3000), whys)
def test_a_first_approval_lasts_a_year(decided: date, ahead: int, why: str) -> None:
    review = decided + timedelta(days=ahead)
    may = not rules.why_not_reviewed_on(review, decided, before=None, why_early=why)
    assert may == (decided < review <= years_later(decided, 1))


@given(befores(), st.integers(0, 2500), st.integers(1, 2500), whys)
def test_what_may_follow_an_approval(before: Before, after: int, ahead: int, why: str) -> None:
    """At or after its review date, or near it and with a reason, but never on the same day."""
    decided = before.last + timedelta(days=after)
    review = decided + timedelta(days=ahead)
    refused = rules.why_not_reviewed_on(review, decided, before=before, why_early=why)
    has_reason = bool(why.strip()) and after > 0
    near = decided >= before.due - timedelta(days=90)
    is_review = decided >= before.due or (near and has_reason)
    long = has_reason or decided >= before.first + timedelta(days=180)
    latest = years_later(decided, 5 if long else 1) if is_review else before.due
    assert (not refused) == (decided < review <= latest)
    if refused and latest > decided:
        assert f"{latest:%-d %B %Y}" in refused


@given(befores(), st.integers(1, 89))
def test_a_short_first_approval_is_not_followed_by_a_long_one_the_same_day(
    before: Before, length: int
) -> None:
    short = Before(before.first, before.first, before.first + timedelta(days=length))
    for why in ("", "We are sure."):
        assert rules.latest_review_date(short.first, before=short, why_early=why) == short.due
    after = rules.latest_review_date(short.due, before=short)
    assert after == years_later(short.due, 1)
    assert rules.latest_review_date(short.due, before=short, why_early="We are sure.") > after


@given(befores(), st.integers(-400, 400))
def test_a_decision_is_never_slipped_in_before_another(before: Before, after: int) -> None:
    decided = before.last + timedelta(days=after)
    assert (not rules.why_not_decided_on(decided, before=before)) == (after >= 0)


@given(days, st.integers(-800, 800))
def test_a_panel_meets_within_a_year_back_or_ahead(today: date, ahead: int) -> None:
    meets = today + timedelta(days=ahead)
    assert (not rules.why_not_meeting_on(meets, today)) == (abs(ahead) <= 365)


def test_a_year_from_the_29th_of_february() -> None:
    leap = date(2024, 2, 29)
    assert rules.latest_review_date(leap, before=None) == date(2025, 2, 28)
    assert rules.why_not_reviewed_on(date(2025, 3, 1), leap, before=None) == (
        "A first approval lasts one year at most. Enter a review date up to 28 February 2025."
    )
    assert rules.why_not_reviewed_on(None, leap, before=None)


@given(members)
def test_a_decision_needs_two_without_an_interest_and_none_of_the_place(
    deciders: list[Member],
) -> None:
    may = not rules.why_not_decided_by(deciders)
    free = [one for one in deciders if not one.has_interest]
    assert may == (len(free) >= 2 and not any(one.belongs_to_place for one in deciders))


@given(members, members)
def test_nobody_makes_up_for_one_who_belongs_to_the_place(
    some: list[Member], more: list[Member]
) -> None:
    own = Member("own", False, True)
    assert rules.why_not_decided_by([*some, own, *more])


@given(st.sampled_from(State), st.sampled_from(State))
def test_only_the_table_says_what_may_follow(before: State, after: State) -> None:
    if after in rules.MOVES[before]:
        rules.refuse_unless_may_follow(before, after)
    else:
        with pytest.raises(CannotApprove):
            rules.refuse_unless_may_follow(before, after)


def test_what_has_ended_stays_so_and_the_rest_can_come_to_an_end() -> None:
    assert {State.NOT_APPROVED, State.WITHDRAWN, State.ENDED} == rules.FINAL
    assert set(rules.MOVES) == set(State)
    for state in State:
        seen, waiting = {state}, [state]
        while waiting:
            for after in rules.MOVES[waiting.pop()] - seen:
                seen.add(after)
                waiting.append(after)
        assert seen & rules.FINAL
        # Nothing is approved but by a panel.
    assert [s for s in State if State.APPROVED in rules.MOVES[s]] == [
        State.PANEL, State.APPROVED, State.CONDITIONS, State.SUSPENDED,
    ]  # fmt: skip


@given(st.sampled_from(State), st.none() | days, st.lists(days, max_size=4), st.booleans(), days)
def test_nothing_ends_by_itself(
    state: State, review: date | None, due: list[date], not_met: bool, day: date
) -> None:
    stands = rules.standing(
        state, review_date=review, open_due=due, is_any_not_met=not_met, day=day
    )
    if state in rules.APPROVED:
        assert stands not in (Standing.ENDED, Standing.WITHDRAWN, Standing.NOT_APPROVED)
    else:
        assert stands == Standing(state)
    if stands in rules.RELIABLE:
        assert review is not None
        assert day <= review
        assert not not_met


@given(days, st.integers(-10, 60))
def test_a_condition_is_late_and_after_its_grace_asks_for_a_decision(due: date, after: int) -> None:
    day = due + timedelta(days=after)
    stands = rules.standing(
        State.CONDITIONS, review_date=day + timedelta(days=1), open_due=[due], day=day
    )
    if after <= 0:
        assert stands == Standing.CONDITIONS
    elif after <= 28:  # four weeks of grace
        assert stands == Standing.LATE
    else:
        assert stands == Standing.NOT_MET


@given(st.integers(-20, 200))
def test_reminders_come_90_and_30_days_ahead(ahead: int) -> None:
    review = date(2027, 6, 1)
    due = rules.reminder_due(review - timedelta(days=ahead), review)
    assert due == (None if ahead < 0 or ahead > 90 else 30 if ahead <= 30 else 90)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"reasons": " "}, "Give the reasons"),
        ({"outcome": "ended"}, "Choose one of the decisions"),
        ({"outcome": "conditions"}, "at least one condition"),
        ({"conditions": 1}, "Conditions go with"),
        ({"has_readiness": False}, "signed no readiness"),
        ({"has_readiness": False, "without": "Visited."}, ""),
        ({"has_readiness": False, "outcome": "not_approved"}, ""),
    ],
)
def test_what_a_decision_has_to_say(changed: dict[str, object], said: str) -> None:
    given_: dict[str, object] = {
        "outcome": "approved", "conditions": 0, "reasons": "Sound.", "has_readiness": True,
        "without": "",
    }  # fmt: skip
    outcome = str({**given_, **changed}.pop("outcome"))
    rest = {key: value for key, value in {**given_, **changed}.items() if key != "outcome"}
    found = rules.why_not_outcome("panel", outcome, **rest)  # type: ignore[arg-type]
    assert found.startswith(said) if not said else said in found
    if not said:
        assert found == ""
