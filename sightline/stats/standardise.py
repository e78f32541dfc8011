"""Comparing groups as if they were made up alike: direct standardisation of mean scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats


@dataclass(frozen=True, slots=True)
class Standardised:
    """A mean in the standard's make-up. ``covered`` is the part of the standard (0 to 1) whose
    strata could be used; the others are left out, not filled in."""

    mean: float
    error: float
    covered: float

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        half = float(stats.norm.ppf((1 + confidence) / 2)) * self.error
        return self.mean - half, self.mean + half


def direct(mean: ArrayLike, error: ArrayLike, standard: ArrayLike) -> Standardised:
    """The mean of a group if its strata had the sizes of a standard population.

    Args:
        mean, error: of each stratum in the group, shape (strata,); NaN where it is not known.
        standard: size of each stratum in the standard population.

    Returns:
        NaN mean and error where no stratum is known.

    Raises:
        ValueError: shapes that differ, a size below 0, or no standard population at all.

    Source: direct standardisation (Kitagawa EM 1955, J Am Stat Assoc 50:1168), of means.

    >>> found = direct([80, 60], [1, 1], [30, 10])
    >>> found.mean, round(found.error, 3), found.covered
    (75.0, 0.791, 1.0)
    """
    value, spread = np.asarray(mean, dtype=np.float64), np.asarray(error, dtype=np.float64)
    size = np.asarray(standard, dtype=np.float64)
    if not value.shape == spread.shape == size.shape or value.ndim != 1:
        raise ValueError("Means, errors and sizes are of the same strata.")
    if (size < 0).any() or size.sum() <= 0:
        raise ValueError("A standard population has somebody in it.")
    known = ~np.isnan(value) & ~np.isnan(spread)
    covered = float(size[known].sum() / size.sum())
    if covered == 0:
        return Standardised(float("nan"), float("nan"), 0.0)
    weight = size[known] / size[known].sum()
    return Standardised(
        float((weight * value[known]).sum()),
        float(np.sqrt((weight**2 * spread[known] ** 2).sum())),
        covered,
    )
