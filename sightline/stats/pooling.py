"""Groups too small to be shown are shown together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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
    together = [at for at, count in enumerate(counts) if 0 < count < least]
    others = sorted(
        (at for at, count in enumerate(counts) if count >= least), key=lambda at: (counts[at], at)
    )
    while together and (len(together) == 1 or sum(counts[at] for at in together) < least):
        if not others:
            return Pooled((), ())
        together.append(others.pop(0))
    kept = set(range(len(counts))) - set(together)
    return Pooled(tuple(sorted(kept)), tuple(sorted(together)))
