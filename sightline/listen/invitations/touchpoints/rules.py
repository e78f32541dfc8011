"""On which day somebody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

#: Whoever could not be asked for so many days after their day is not asked any more.
LATE_DAYS = 14
#: Days after each moment that are offered first: two weeks in, at half time, before the end.
USUAL_DAYS = {"start": 14, "middle": 0, "end": -7, "leaving": 0, "return": 14}


@dataclass(frozen=True)
class Placement:
    """Days that a roster gives of one person; None where it gives none."""

    starts: date | None = None
    ends: date | None = None
    leaves: date | None = None
    returns: date | None = None


def against(placement: Placement) -> str:
    """What is wrong with the days, as a sentence; blank if nothing is."""
    if placement.starts and placement.ends and placement.ends < placement.starts:
        return "The placement ends before it starts."
    return ""


def due_on(moment: str, days_after: int, placement: Placement) -> date | None:
    """The day on which somebody is asked; None where the roster does not give the days for it.

    The middle of a placement is half way between its first and its last day.
    """
    day = {
        "start": placement.starts,
        "end": placement.ends,
        "leaving": placement.leaves,
        "return": placement.returns,
    }.get(moment)
    if moment == "middle" and placement.starts and placement.ends:
        day = placement.starts + (placement.ends - placement.starts) / 2
    return day + timedelta(days=days_after) if day else None
