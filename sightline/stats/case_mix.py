"""Benchmarks that allow for who a provider teaches: the sector's rates in the provider's own mix.

A standard error alone flags large providers for tiny differences, so a flag asks for a material
difference as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """Of each provider, shape (providers,); shares are 0 to 1. NaN where nobody answered.

    ``own_share`` is the part of its benchmark that a provider makes up itself: above a half, the
    comparison says little.
    """

    value: Floats
    benchmark: Floats
    difference: Floats
    se: Floats
    z: Floats
    own_share: Floats


@dataclass(frozen=True, slots=True)
class Materiality:
    """A flag needs a difference of so many points (0 to 100) and so many standard errors."""

    points: float
    errors: float


#: One flag, and two, as in the teaching excellence framework of 2017.
SINGLE, DOUBLE = Materiality(2, 1.96), Materiality(3, 3)
#: The UK performance indicators'.
UKPI = Materiality(3, 3)


def benchmarks(positive: ArrayLike, n: ArrayLike) -> Benchmarks:
    """Each provider beside the sector's rates in its own mix.

    Args:
        positive, n: counts by provider and cell of the mix (such as profession by stage), shape
            (providers, cells).

    Raises:
        ValueError: not two tables of one shape, or more positive than answered.

    Source: indirect standardisation with the provider in its own sector, Draper D and Gittoes M
    (2004), J R Stat Soc A 167:449, as HESA publishes it.

    >>> found = benchmarks([[8, 1], [4, 9]], [[10, 10], [10, 10]])
    >>> found.benchmark.round(2).tolist(), found.difference.round(2).tolist()
    ([0.55, 0.55], [-0.1, 0.1])
    """
    x, size = np.asarray(positive, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if x.ndim != 2 or x.shape != size.shape:
        raise ValueError("Counts are two tables of providers by cells.")
    if (x > size).any() or (x < 0).any():
        raise ValueError("Positive answers are at least 0 and at most all.")
    whole, cells = size.sum(axis=1), size.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(cells > 0, x.sum(axis=0) / cells, 0.0)
        mix = np.where(whole[:, None] > 0, size / whole[:, None], np.nan)
        part = np.where(cells > 0, size / cells, 0.0)
        value, benchmark = x.sum(axis=1) / whole, (mix * rate).sum(axis=1)
        # What one answer in each cell moves: a provider's own less its part of the benchmark, and
        # the same of all others.
        noise = rate * (1 - rate)
        own = (mix * (1 - part)) ** 2 * np.where(size > 0, noise / size, 0.0)
        # The sum over others of (mix * part_i)^2 noise / n_i is mix^2 noise (cells - n) / cells^2.
        others = mix**2 * np.where(cells > 0, noise * (cells - size) / cells**2, 0.0)
        se = np.sqrt((own + others).sum(axis=1))
        difference = value - benchmark
        z = np.where(se > 0, difference / se, 0.0)
        own_share = (mix * part).sum(axis=1)
    return Benchmarks(value, benchmark, difference, se, z, own_share)


def flags(found: Benchmarks, *levels: Materiality) -> NDArray[np.int64]:
    """How many of the levels a provider meets, in the order given; below 0 where it is lower.

    >>> flags(benchmarks([[90], [50]], [[100], [100]]), SINGLE, DOUBLE).tolist()
    [2, -2]
    """
    result = np.zeros(len(found.value), dtype=np.int64)
    for number, level in enumerate(levels, start=1):
        material = np.abs(found.difference) * 100 >= level.points
        result[material & (np.abs(found.z) >= level.errors)] = number
    return np.where(found.difference < 0, -result, result)
