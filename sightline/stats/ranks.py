"""Where one unit stands among others, and how sure that is: no rank without its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats


@dataclass(frozen=True, slots=True)
class RankInterval:
    """1 is the highest value. ``best`` to ``worst`` holds the true rank with the confidence asked.

    ``higher`` units are surely above and ``lower`` surely below; all others may be either.
    """

    rank: int
    best: int
    worst: int
    units: int

    @property
    def higher(self) -> int:
        return self.best - 1

    @property
    def lower(self) -> int:
        return self.units - self.worst


def rank_interval(
    value: ArrayLike, error: ArrayLike, at: int, confidence: float = 0.95
) -> RankInterval:
    """The rank of the unit at position ``at`` with an interval.

    Each other unit is compared with it; it counts as above or below only where the difference is
    beyond chance, allowing for as many comparisons as there are others (Bonferroni). So all
    comparisons hold together with the confidence given, and with them the rank.

    Args:
        value: of each unit, shape (units,).
        error: standard errors, same shape, 0 or more; a unit whose error is NaN is never surely
            above or below.
        at: position of the unit.
        confidence: such as 0.95.

    Raises:
        ValueError: no units, two shapes, or a confidence that is not between 0 and 1.

    Source: Klein M, Wright T, Wieczorek J (2020), J R Stat Soc A 183:589, for one unit; Goldstein
    H and Spiegelhalter DJ (1996), J R Stat Soc A 159:385, on why ranks need intervals.

    >>> rank_interval([70, 60, 50], [1, 1, 1], at=1)
    RankInterval(rank=2, best=2, worst=2, units=3)
    >>> rank_interval([70, 60, 50], [20, 20, 20], at=1)
    RankInterval(rank=2, best=1, worst=3, units=3)
    """
    score, spread = np.asarray(value, dtype=np.float64), np.asarray(error, dtype=np.float64)
    if score.ndim != 1 or not len(score) or score.shape != spread.shape:
        raise ValueError("Ranks need at least one unit, each with a value and an error.")
    if not 0 < confidence < 1:
        raise ValueError("A confidence is between 0 and 1.")
    others = np.delete(np.arange(len(score)), at)
    multiplier = stats.norm.ppf(1 - (1 - confidence) / 2 / max(len(others), 1))
    difference = score[others] - score[at]
    margin = multiplier * np.hypot(spread[others], spread[at])
    above = int((difference > margin).sum())
    below = int((difference < -margin).sum())
    return RankInterval(
        rank=1 + int((difference > 0).sum()),
        best=1 + above,
        worst=len(score) - below,
        units=len(score),
    )
