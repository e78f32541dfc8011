"""What a request to expand, and the decision on it, have to say. Pure: no database, no clock."""

from __future__ import annotations

from datetime import date, timedelta

from sightline.govern.capacity.rules import MOST
from sightline.govern.expansions.words import Outcome

#: A start further back than this is a slip of the pen, not a request.
_MOST_BACK = timedelta(days=31)
_MOST_AHEAD = timedelta(days=5 * 366)


def why_not_ask(*, extra: int, from_date: date, supervision: str, why: str, today: date) -> str:
    """The sentence that refuses a request, or ""."""
    if not 1 <= extra <= MOST:
        return f"Ask for at least one more learner, and at most {MOST:,}."
    if from_date < today - _MOST_BACK:
        return "The first day is long past. Say from when you could take more learners."
    if from_date > today + _MOST_AHEAD:
        return "The first day is more than five years ahead. Ask again nearer to it."
    if not supervision.strip():
        return "Say who would supervise the learners."
    return "" if why.strip() else "Say why you could take more learners."


def why_not_decide(
    *,
    outcome: str,
    asked: int,
    asked_from: date,
    extra: int | None,
    from_date: date,
    reasons: str,
    approved: int | None,
    next_begins: date | None,
) -> str:
    """The sentence that refuses a decision, or "".

    ``asked`` and ``asked_from`` are what the provider asked for; ``approved`` is the number that
    counts on ``from_date``, the first day of the new one; ``next_begins`` the first day of the next
    approved number after that, if there is one.
    """
    if outcome not in Outcome:
        return "Choose what you decide."
    if not reasons.strip():
        return "Give reasons. The provider reads them."
    if outcome == Outcome.NOT_NOW:
        return "" if not extra else "Leave the number of places empty, or approve them."
    if extra is None or extra < 1:
        return "Say how many more learners are approved."
    if outcome == Outcome.PART and extra >= asked:
        return f"Approved in part is fewer than the {asked:,} that are asked for."
    if outcome == Outcome.APPROVED and extra != asked:
        return f"All {asked:,} are approved, or choose “Approved in part”."
    if from_date < asked_from:
        return f"They asked from {asked_from:%-d %B %Y}. Choose that day or a later one."
    if approved is None:
        return (
            "How many are approved there now is not known. Record that first (0 where none are), "
            "then decide."
        )
    if next_begins is not None:
        return (
            f"Another approved number begins on {next_begins:%-d %B %Y}, and would take this one "
            "back. Choose a first day from then on."
        )
    return ""
