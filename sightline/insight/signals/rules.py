"""When a signal is new, how it ends, and how many were useful. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256

from sightline.base import reasons
from sightline.stats import intervals

#: The nightly look does not begin before.
EARLIEST = time(2, 30)


@dataclass(frozen=True)
class Basis:
    """What a signal rests on: a round or month, such as "2026" or "2026-05", and its measures."""

    when: str
    what: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same basis, and short."""
        return f"{self.when}:{sha256('|'.join(sorted(self.what)).encode()).hexdigest()[:16]}"


def has_changed(now: Basis, ended: Iterable[Basis]) -> bool:
    """Is it something new after somebody ended it before?

    It is in a later round or month, or with a measure that no signal of the same one had. What
    rests on less than before, or on an older round, is what somebody has dealt with.
    """
    before = list(ended)
    if not before:
        return True
    last = max(one.when for one in before)
    if now.when != last:
        return now.when > last
    known = {code for one in before if one.when == last for code in one.what}
    return not set(now.what) <= known


def is_due(last: datetime | None, now: datetime) -> bool:
    """Once a night: ``last`` and ``now`` in local time."""
    return now.time() >= EARLIEST and (last is None or last.date() < now.date())


def why_not_end(*, how: str, reason: str, has_ended: bool) -> str:
    """Why a person cannot explain a signal or set it aside like this; "" when they can."""
    if has_ended:
        return "Somebody has ended this signal already."
    if how not in ("explained", "aside"):
        return "Choose how the signal ends."
    if not reasons.is_judgeable(reason):
        said = "what explains it" if how == "explained" else "why nothing will be done"
        return f"Say {said}, in a sentence that others can judge."
    return ""


@dataclass(frozen=True)
class Precision:
    """Of signals that ended, how many were raised or joined. Percentages, None where too few."""

    useful: int
    ended: int
    share: float | None
    low: float | None
    high: float | None


def precision(useful: int, ended: int, fewest: int) -> Precision:
    """The share found useful with its Wilson interval; of fewer than ``fewest`` nothing is said.

    >>> precision(6, 10, 10)
    Precision(useful=6, ended=10, share=60.0, low=31.3, high=83.2)
    """
    if ended < fewest or not ended:
        return Precision(useful, ended, None, None, None)
    limits = intervals.wilson(useful, ended)
    low, high = (round(100 * float(one), 1) for one in (limits.lower, limits.upper))
    return Precision(useful, ended, round(100 * useful / ended, 1), low, high)


def quarter(at: datetime) -> str:
    """The quarter of a year of a moment in local time.

    >>> quarter(datetime(2026, 11, 24))
    'October to December 2026'
    """
    first, last = _QUARTERS[(at.month - 1) // 3]
    return f"{first} to {last} {at.year}"


_QUARTERS: Sequence[tuple[str, str]] = (
    ("January", "March"),
    ("April", "June"),
    ("July", "September"),
    ("October", "December"),
)
