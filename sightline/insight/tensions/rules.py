"""Where sources disagree. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

#: Of fewer groups than this there is no tenth.
LEAST_GROUPS = 10
#: The nightly look does not begin before.
EARLIEST = time(2, 0)


def lowest_tenth(scores: Sequence[float]) -> float | None:
    """The highest score that is still in the lowest tenth; None of too few.

    >>> lowest_tenth([float(one) for one in range(1, 21)])
    2.0
    """
    if len(scores) < LEAST_GROUPS:
        return None
    return sorted(scores)[len(scores) // 10 - 1]


def highest_tenth(scores: Sequence[float]) -> float | None:
    """The lowest score that is still in the highest tenth; None of too few."""
    turned = lowest_tenth([-one for one in scores])
    return None if turned is None else -turned


def opened_since(visit_ended: date, raised: date) -> bool:
    """Did the concern come after what the visit saw?"""
    return raised > visit_ended


def is_ours_quiet(categories: Sequence[int | None]) -> bool:
    """Does our register say 0? ``categories``: of the concerns there that are not closed."""
    return not any(categories)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Once a night: ``last`` and ``now`` in local time."""
    return now.time() >= EARLIEST and (last is None or last.date() < now.date())


def why_not_end(*, how: str, reason: str, has_judgement: bool) -> str:
    """``has_judgement``: one of its standard and place was recorded since it was found."""
    if how not in ("accepted", "explained", "judged", "review"):
        return "Choose how the tension ends."
    if not reason.strip():
        return "Give the reason."
    if how == "judged" and not has_judgement:
        return (
            "No judgement of this standard was recorded here since the tension was found. Judge it "
            "in the Standards Room first."
        )
    return ""


def share_useful(useful: int, ended: int) -> float | None:
    """Of tensions that ended, how many per cent were found useful; None of none."""
    return round(100 * useful / ended, 1) if ended else None
