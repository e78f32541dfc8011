"""When is a low result answered? No database, no clock."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

#: Days from the results to an answer.
DAYS = 60


class Kind(StrEnum):
    """What can come of a low result."""

    COMMITMENT = "commitment"
    REPLY = "reply"
    NO_ACTION = "no_action"


def is_silent(kinds: Collection[Kind]) -> bool:
    """Nobody has said anything about it, not even why nothing is done."""
    return not kinds


def is_settled(kinds: Collection[Kind]) -> bool:
    """May a round be closed on the register as far as this result goes?

    A reply alone tells learners; it binds nobody.
    """
    return Kind.COMMITMENT in kinds or Kind.NO_ACTION in kinds


def counts_for_round(*, agreed: date, kept: date | None, collected_from: date) -> bool:
    """Does a commitment answer what learners said in a round that began on ``collected_from``?

    One agreed since then does, and one that was still to be kept then. One that had been kept
    before did not do enough, or the result would not be low again.
    """
    return agreed >= collected_from or kept is None or kept >= collected_from


def in_time(first: datetime | None, *, results_in: datetime) -> bool:
    """Was it answered within 60 days of the results? What was agreed before counts as in time."""
    return first is not None and first <= results_in + timedelta(days=DAYS)


def is_due(*, results_in: datetime, now: datetime) -> bool:
    """Are the 60 days over?"""
    return now > results_in + timedelta(days=DAYS)


def median_days(days: Collection[int]) -> float | None:
    """The middle of the days; None of none."""
    return float(median(days)) if days else None
