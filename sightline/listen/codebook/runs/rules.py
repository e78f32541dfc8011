"""When work that was asked for is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from sightline.listen.codebook.runs.words import State

#: Work that was not heard of for so long has ended with its process.
STUCK_AFTER = timedelta(minutes=10)
#: Work that waits for so long was lost, or nothing takes up work at all. Other work may be long.
LOST_AFTER = timedelta(minutes=30)


def is_stuck(state: str, heard: datetime, now: datetime) -> bool:
    """Will it never be done? ``heard`` is when it was asked for or last heard of.

    >>> asked = datetime(2026, 11, 2, 9)
    >>> is_stuck(State.RUNNING, asked, asked + timedelta(minutes=11))
    True
    >>> is_stuck(State.WAITING, asked, asked + timedelta(minutes=11))
    False
    """
    if state == State.WAITING:
        return now - heard > LOST_AFTER
    return state == State.RUNNING and now - heard > STUCK_AFTER


def percent(done: int, total: int) -> int:
    """0 to 99: it is done when its state says so.

    >>> percent(0, 0), percent(1, 3), percent(3, 3)
    (0, 33, 99)
    """
    return min(99, 100 * done // total) if total else 0
