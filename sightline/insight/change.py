"""Is a result better or worse than a round ago, or can nobody tell? Pure, with its rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import hypot, inf

from sightline.results.gate import Cell, MeasureInfo
from sightline.stats import intervals
from sightline.stats.outliers import Colour


class Direction(StrEnum):
    """What can be said; each as it stands in a table."""

    BETTER = "Better"
    WORSE = "Worse"
    UNCLEAR = "No clear change"
    NOT_SHOWN = "Not shown then"
    REWORDED = "Question changed"
    FIRST = "First time asked"


@dataclass(frozen=True)
class Change:
    """What became of a result since the round called ``since``; ``was`` is the cell of then."""

    direction: Direction
    since: str = ""
    was: Cell | None = None
    is_repeat: bool = False

    @property
    def short(self) -> str:
        """For a table."""
        if self.is_repeat:
            return f"{self.direction}, below then too"
        return str(self.direction)


def change(
    now: Cell, before: Cell | None, info: MeasureInfo, since: str, *, comparable: bool = True
) -> Change:
    """What became of a result since the round before.

    ``before`` is None where there was no such round, or it did not ask this. ``comparable`` is
    false where the question, its answers or a theme's questions were others then.
    """
    if before is None:
        return Change(Direction.FIRST, since)
    if not comparable:
        return Change(Direction.REWORDED, since)
    was = before if before.shown else None
    repeat = was is not None and was.flag is Colour.RED and now.flag is Colour.RED
    return Change(direction(now, before, info), since, was, repeat)


def direction(now: Cell, before: Cell, info: MeasureInfo) -> Direction:
    """The rule: only a 95% interval of the difference without zero is called a change.

    For an item it is the Newcombe interval of the difference of the positive shares. A theme's
    score is a mean: there it is the normal interval of the difference of the scores, with the
    half widths of the two 95% intervals.
    """
    if not (now.shown and before.shown):
        return Direction.NOT_SHOWN
    here, there = positive_count(now, info), positive_count(before, info)
    if here is not None and there is not None and now.n and before.n:
        limits = intervals.newcombe(here, now.n, there, before.n)
        low, high = float(limits.lower), float(limits.upper)
    else:
        difference = (now.score or 0.0) - (before.score or 0.0)
        width = hypot(half_width(now), half_width(before))
        low, high = difference - width, difference + width
    if low > 0:
        return Direction.BETTER
    return Direction.WORSE if high < 0 else Direction.UNCLEAR


def positive_count(cell: Cell, info: MeasureInfo) -> int | None:
    """How many gave a positive answer; None for a theme, and where no answer counts as such."""
    if cell.answers is None or not any(one.positive for one in info.scale):
        return None
    return sum(count for count, one in zip(cell.answers, info.scale, strict=True) if one.positive)


def half_width(cell: Cell) -> float:
    """Half of the 95% interval of a score; limits are kept within 0 to 100, so the longer side."""
    if cell.score is None or cell.low is None or cell.high is None:
        return inf
    return max(cell.score - cell.low, cell.high - cell.score)
