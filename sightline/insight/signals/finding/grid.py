"""What is looked at: groups by measures in a round, as arrays that passed the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.results.levels import GroupKey

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Grid:
    """Shape (keys, measures); NaN where a cell is not shown, so that nobody looks at it.

    ``red`` is clearly below others like it, by the colours that pages show.
    """

    keys: Sequence[GroupKey]
    measures: Sequence[str]
    n: Floats
    score: Floats
    sd: Floats
    red: Booleans

    def enough(self, fewest: int) -> Booleans:
        """Cells that are shown, of so many people or more."""
        return ~np.isnan(self.score) & (self.n >= fewest)

    def as_one(self, measures: Sequence[str]) -> Grid:
        """All these measures together, of each group that has them all: one column.

        The score is their mean. Its SD is the mean of theirs, as if they all said the same, which
        makes it too wide rather than too narrow.
        """
        columns = [self.measures.index(one) for one in measures]
        red: Booleans = np.asarray(self.red[:, columns].any(axis=1, keepdims=True))
        return Grid(
            self.keys,
            ("",),
            self.n[:, columns].min(axis=1, keepdims=True),
            self.score[:, columns].mean(axis=1, keepdims=True),
            self.sd[:, columns].mean(axis=1, keepdims=True),
            red,
        )

    def some(self, keys: Sequence[GroupKey]) -> Grid:
        """The same measures of these groups, in this order; those that it has not are not shown."""
        at = {key: row for row, key in enumerate(self.keys)}
        rows = np.array([at.get(key, -1) for key in keys], dtype=np.int64)
        missing = (rows < 0)[:, None]
        n, score, sd = (
            np.where(missing, np.nan, one[rows] if len(self.keys) else np.nan)
            for one in (self.n, self.score, self.sd)
        )
        found = self.red[rows] if len(self.keys) else np.zeros((len(rows), 1), dtype=bool)
        red: Booleans = found & ~missing
        return Grid(keys, self.measures, n, score, sd, red)


@dataclass(frozen=True)
class Beyond:
    """Which cells lie past their limit. ``looks`` is how many were looked at, at which ``rate``.

    ``by`` is how far each lies towards its limit, above 1 past it; NaN where nobody looked.
    ``usual`` is the centre of those it is compared with, as a score, and ``limit`` its own limit.
    """

    by: Floats
    usual: Floats
    limit: Floats
    looks: int
    rate: float

    @property
    def past(self) -> Booleans:
        return np.nan_to_num(self.by) > 1
