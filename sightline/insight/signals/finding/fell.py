"""A measure that fell, with its numbers then and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sightline.insight.signals.finding import say
from sightline.insight.signals.finding.grid import Grid
from sightline.insight.signals.found import Value


@dataclass(frozen=True)
class Fell:
    """A measure that fell: how many rounds back, how far beyond; then, now and people of both."""

    back: int
    code: str
    by: float
    numbers: tuple[Value, ...]
    usual: Value


def then_and_now(grids: Sequence[Grid], back: int, row: int, column: int) -> tuple[Value, ...]:
    now, then = grids[0], grids[back]
    return (
        say.one(then.score[row, column]),
        say.one(now.score[row, column]),
        int(then.n[row, column]),
        int(now.n[row, column]),
    )
