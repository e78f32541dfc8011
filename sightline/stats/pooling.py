"""Groups too small to be shown are shown together.

What is left of a whole, after all that is shown of it, is shown too: whoever subtracts has it. So
the groups that stay together have to be enough by themselves, and where they are not, the smallest
of those that could stand alone joins them, until they are.

Source: the cell collapsing of Hundepool A and others (2012), Statistical Disclosure Control,
chapter 4; that the smallest joins first is the service's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Pooled:
    """Positions of the groups that stand alone, and of those that are shown as one.

    Both are empty when all groups together are too few to be shown. ``together`` is empty or has
    two or more groups, so that it cannot be split again.
    """

    alone: tuple[int, ...]
    together: tuple[int, ...]

    @property
    def is_shown(self) -> bool:
        return bool(self.alone or self.together)


def joined(
    counts: Sequence[int], alone: Sequence[int], enough: Callable[[list[int]], bool]
) -> list[int] | None:
    """Which of the groups that could stand alone join the rest; None where all are not enough.

    Args:
        counts: how many are in each group.
        alone: positions of the groups that could stand alone.
        enough: may what is left be shown, when these have joined it? Asked with none first.

    >>> joined([12, 3, 7], [0, 2], lambda more: len(more) == 1)
    [2]
    """
    waiting = sorted(alone, key=lambda at: (counts[at], at))
    more: list[int] = []
    while not enough(more):
        if not waiting:
            return None
        more.append(waiting.pop(0))
    return more


def pool_small(counts: Sequence[int], least: int) -> Pooled:
    """Which groups may stand alone, so that no shown number is of 1 to ``least`` - 1 people.

    Groups under ``least`` are put together; when they are still too few, or one group only, the
    smallest of the others joins them, the first of equals. A group of nobody stands alone: it says
    nothing of anybody.

    Raises:
        ValueError: a count below 0, or ``least`` below 1.

    >>> pool_small([12, 3, 4, 0, 30], least=5)
    Pooled(alone=(0, 3, 4), together=(1, 2))
    >>> pool_small([12, 2, 7], least=5)
    Pooled(alone=(0,), together=(1, 2))
    >>> pool_small([2, 1], least=5).is_shown
    False
    """
    if least < 1 or any(count < 0 for count in counts):
        raise ValueError("Counts are 0 or more, and the least is 1 or more.")
    if 0 < sum(counts) < least:
        return Pooled((), ())
    small = [at for at, count in enumerate(counts) if 0 < count < least]
    others = [at for at, count in enumerate(counts) if count >= least]

    def enough(more: list[int]) -> bool:
        rest = [*small, *more]
        return not rest or (len(rest) > 1 and sum(counts[at] for at in rest) >= least)

    more = joined(counts, others, enough)
    if more is None:
        return Pooled((), ())
    together = {*small, *more}
    kept = set(range(len(counts))) - together
    return Pooled(tuple(sorted(kept)), tuple(sorted(together)))


def one_of_many(mean: float, error: float, between: float) -> tuple[float, float]:
    """Between which values 95 in 100 of the places lie that a figure of many is of.

    Args:
        mean, error: of the figure of all of them, and its standard error.
        between: the standard deviation between places, beyond chance.

    Source: the prediction interval of Higgins JPT, Thompson SG, Spiegelhalter DJ (2009), J R Stat
    Soc A 172:137, with the normal distribution: for ``between`` estimated from ten places or more.

    >>> low, high = one_of_many(70.0, 3.0, 4.0)
    >>> round(low, 1), round(high, 1)
    (60.2, 79.8)
    """
    half = _95 * (error**2 + between**2) ** 0.5
    return mean - half, mean + half
