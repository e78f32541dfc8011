"""What may follow what, for how long an approval lasts, and who may decide.

Pure: no database, no clock. The lengths (a year first, up to five after a review) are those by
which general practices are approved in the East of England; check against the official text.
EARLY_DAYS and MEETS_WITHIN are our own.
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
#: Days before the review date from which a decision may put it off.
EARLY_DAYS = 90
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


def latest_review_date(decided: date, *, due: date | None) -> date:
    """The last day that a review date may have.

    Args:
        due: the review date of the decision before; None for a first approval. Only a decision
            near it, or after it, is its review: one made earlier leaves it at most as it was.
    """
    if due is not None and _is_early(decided, due):
        return due
    years = FIRST_YEARS if due is None else LATER_YEARS
    try:
        return decided.replace(year=decided.year + years)
    except ValueError:  # the 29th of February
        return decided.replace(year=decided.year + years, day=28)


def _is_early(decided: date, due: date) -> bool:
    return (due - decided).days > EARLY_DAYS


def why_not_reviewed_on(review: date | None, decided: date, *, due: date | None) -> str:
    """Empty when the review date may be that day. ``due``: as for latest_review_date."""
    if review is None:
        return "Enter the date of the next review."
    if review <= decided:
        return "The date of the next review must be after the day of the decision."
    latest = latest_review_date(decided, due=due)
    if review > latest:
        if due is not None and _is_early(decided, due):
            return (
                f"The review is due on {due:%-d %B %Y}. A decision more than {EARLY_DAYS} days "
                f"before it cannot put it off. Enter a review date up to {latest:%-d %B %Y}."
            )
        longest = "one year" if due is None else "five years"
        which = "A first approval" if due is None else "An approval after a review"
        return f"{which} lasts {longest} at most. Enter a review date up to {latest:%-d %B %Y}."
    return ""


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
