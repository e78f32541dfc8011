"""From when somebody signs again whose account somebody else has reset. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

#: Any five days hold three on which people work: time to read a message and to say that something
#: is wrong.
WAIT = timedelta(days=5)


def signs_from(resets: Iterable[datetime], now: datetime) -> datetime | None:
    """The moment from which the person may sign again; None where they may sign now."""
    last = max(resets, default=None)
    return last + WAIT if last is not None and now < last + WAIT else None


def why_not_yet(signs_from: datetime) -> str:
    """What a person reads who may not sign yet. ``signs_from`` is in local time."""
    return (
        "Somebody else gave you a new password, or took your second factor away. So that nobody "
        f"can sign in your place, you can sign from {signs_from:%-d %B %Y at %H:%M}. Another "
        "executive can sign now. If you did not ask for the change, tell your regional quality "
        "team at once."
    )
