"""What may follow what, for how long an approval lasts, and who may decide.

Pure: no database, no clock. The lengths (a year first, up to five after a review) are those by
which general practices are approved in the East of England; check against the official text.
EARLY_DAYS, FIRST_STANDS_DAYS and MEETS_WITHIN are our own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sightline.base.refusal import Refusal
from sightline.govern.approvals.words import Outcome, Standing, State

FIRST_YEARS = 1
LATER_YEARS = 5
#: Days after a condition was due in which it is late; after them a decision is asked for.
GRACE_DAYS = 28
#: Panel members without a declared interest whom a decision needs.
FREE_MEMBERS = 2
#: Days before the review date from which a decision may put it off, if it says why so early.
EARLY_DAYS = 90
#: Days after the first decision from which an approval may last longer than a year without a word.
FIRST_STANDS_DAYS = 180
#: Days from today, back and ahead, within which a panel can be named to meet.
MEETS_WITHIN = 365
#: Days before the review date on which people are reminded.
REMIND_DAYS = (90, 30)
MOST_LEARNERS = 500


class CannotApprove(Refusal):
    """This cannot be done to the approval now, or not like this."""


#: From each state, those that may follow.
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.DRAFT, State.PANEL, State.WITHDRAWN}),
    State.PANEL: frozenset({State.APPROVED, State.CONDITIONS, State.NOT_APPROVED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.APPROVED, State.CONDITIONS, State.SUSPENDED, State.ENDED}),
    State.CONDITIONS: frozenset({State.APPROVED, State.CONDITIONS, State.SUSPENDED, State.ENDED}),
    State.SUSPENDED: frozenset({State.APPROVED, State.CONDITIONS, State.ENDED}),
    State.NOT_APPROVED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.ENDED: frozenset(),
}
#: Approved, whatever the day says.
APPROVED = frozenset({State.APPROVED, State.CONDITIONS})
FINAL = frozenset(state for state, after in MOVES.items() if not after)
#: Sent in and not at an end: there can be one of these for a place, setting and profession.
TAKEN = frozenset(MOVES) - FINAL - {State.DRAFT}
#: States in which people sit on a panel about it.
WITH_PANEL = frozenset({State.SUBMITTED, State.PANEL, State.SUSPENDED}) | APPROVED


def refuse_unless_may_follow(state: str, wanted: str) -> None:
    if State(wanted) not in MOVES[State(state)]:
        raise CannotApprove(
            f"It is “{State(state).label.lower()}”, so it cannot become "
            f"“{State(wanted).label.lower()}”. Nothing was changed."
        )


def meets_between(today: date) -> tuple[date, date]:
    """The first and the last day that can be written down as that of a panel."""
    within = timedelta(days=MEETS_WITHIN)
    return today - within, today + within


def why_not_meeting_on(meets: date, today: date) -> str:
    """Empty when a panel can be named for that day. It decides before another is named, so a
    mistyped year would stand in the way for good."""
    first, last = meets_between(today)
    if first <= meets <= last:
        return ""
    return f"Enter a day from {first:%-d %B %Y} to {last:%-d %B %Y} for the panel."


@dataclass(frozen=True)
class Before:
    """What a decision on an approval follows.

    ``first``: the day of the first decision that approved; ``last``: that of the last one, and
    ``due`` the review date that it set.
    """

    first: date
    last: date
    due: date


def latest_review_date(decided: date, *, before: Before | None, why_early: str = "") -> date:
    """The last day that a review date may have.

    A first approval lasts a year at most. A decision on or after the review date is its review,
    and may approve for five, if the place has been approved for FIRST_STANDS_DAYS; else for one.
    A decision before the review date leaves it at most as it was. ``why_early``, written down with
    who wrote it, stands for both: for the days that are wanting, and within EARLY_DAYS of the
    review date for not waiting; but never on the day of the decision before.

    Args:
        before: None for a first approval.
    """
    if before is None:
        return _years_after(decided, FIRST_YEARS)
    has_reason = bool(why_early.strip()) and decided > before.last
    is_near = (before.due - decided).days <= EARLY_DAYS
    if decided < before.due and not (has_reason and is_near):
        return before.due
    is_long = (decided - before.first).days >= FIRST_STANDS_DAYS
    return _years_after(decided, LATER_YEARS if is_long or has_reason else FIRST_YEARS)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def why_not_decided_on(decided: date, *, before: Before | None) -> str:
    """Empty when the decision may be of that day: none is slipped in before another."""
    if before is None or decided >= before.last:
        return ""
    return (
        f"The decision before is of {before.last:%-d %B %Y}. One that follows it cannot be earlier."
    )


def why_not_reviewed_on(
    review: date | None, decided: date, *, before: Before | None, why_early: str = ""
) -> str:
    """Empty when the review date may be that day. Arguments as for latest_review_date."""
    if review is None:
        return "Enter the date of the next review."
    if review <= decided:
        return "The date of the next review must be after the day of the decision."
    latest = latest_review_date(decided, before=before, why_early=why_early)
    if review <= latest:
        return ""
    up_to = f"Enter a review date up to {latest:%-d %B %Y}"
    if before is None:
        return f"A first approval lasts one year at most. {up_to}."
    is_written = bool(why_early.strip())
    if decided < before.due:
        due = f"The review is due on {before.due:%-d %B %Y}."
        if (before.due - decided).days > EARLY_DAYS:
            return (
                f"{due} A decision more than {EARLY_DAYS} days before it cannot put it off. "
                f"{up_to}."
            )
        if decided == before.last:
            return f"{due} A decision on the day of the one before cannot put it off. {up_to}."
        if not is_written:
            return (
                f"{due} A decision before it cannot put it off without a reason. {up_to}, or say "
                "why you do not wait."
            )
    if latest == _years_after(decided, LATER_YEARS):
        return f"An approval after a review lasts five years at most. {up_to}."
    return (
        f"The place was first approved on {before.first:%-d %B %Y}, less than "
        f"{FIRST_STANDS_DAYS} days before, so one year is the most. {up_to}, or say why it may be "
        "longer."
    )


def standing(
    state: str,
    *,
    review_date: date | None,
    open_due: Collection[date] = (),
    is_any_not_met: bool = False,
    day: date,
) -> Standing:
    """How an approval stands on a day.

    Args:
        review_date: the last day on which it counts.
        open_due: due dates of the conditions that are not met yet.
        is_any_not_met: somebody found a condition not met.
    """
    if State(state) not in APPROVED:
        return Standing(state)
    if review_date is None or day > review_date:
        return Standing.EXPIRED
    if is_any_not_met or any(day > due + timedelta(days=GRACE_DAYS) for due in open_due):
        return Standing.NOT_MET
    if any(day > due for due in open_due):
        return Standing.LATE
    return Standing(state)


#: An education provider may begin to rely on an approval that stands so.
RELIABLE = frozenset({Standing.APPROVED, Standing.CONDITIONS, Standing.LATE})


@dataclass(frozen=True)
class Member:
    """Somebody on a panel, as far as deciding is concerned."""

    name: str
    has_interest: bool
    belongs_to_place: bool


def why_not_decided_by(deciders: Sequence[Member]) -> str:
    """Empty when these people may decide."""
    if theirs := sorted(one.name for one in deciders if one.belongs_to_place):
        return (
            f"{theirs[0]} belongs to the place, so does not decide about it. Take the name off "
            "those who decide."
        )
    if sum(not one.has_interest for one in deciders) < FREE_MEMBERS:
        return (
            "A decision needs at least two panel members without a declared interest. Add to the "
            "panel, or meet again."
        )
    return ""


def why_not_outcome(
    state: str, outcome: str, *, conditions: int, reasons: str, has_readiness: bool, without: str
) -> str:
    """Empty when the decision is complete.

    Args:
        conditions: how many it sets.
        has_readiness: the place has a signed readiness or self-assessment.
        without: why it is decided without one.
    """
    if State(outcome) not in MOVES[State(state)]:
        return "Choose one of the decisions listed."
    if not reasons.strip():
        return "Give the reasons for the decision."
    if outcome == Outcome.CONDITIONS and not conditions:
        return "Enter at least one condition, or approve without conditions."
    if outcome != Outcome.CONDITIONS and conditions:
        return "Conditions go with “Approved with conditions”. Choose it, or take them away."
    if State(outcome) in APPROVED and not has_readiness and not without.strip():
        return (
            "The place has signed no readiness assessment. Say why it is approved without one, or "
            "wait for it."
        )
    return ""


def reminder_due(day: date, review_date: date) -> int | None:
    """Which reminder is due: days ahead of the review date, the nearest one; None for none."""
    ahead = (review_date - day).days
    if ahead < 0:
        return None
    return min((days for days in REMIND_DAYS if ahead <= days), default=None)
