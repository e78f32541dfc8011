"""The GMC's colours worked out again from the means, numbers and intervals that a file gives.

The benchmark is what the file gives for it; where it gives none, it is the other units of the same
kind in the file: the same year, audience, indicator and, for posts in one specialty, the same
specialty. A file of one region is then compared with that region, which can give other colours
than the GMC's: the differences are shown with that reason.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sightline.listen.outside.row import Reported
from sightline.stats import outliers
from sightline.stats.outliers import Benchmark, Colour

_Z = 1.959963984540054
#: Quartiles of fewer units say nothing about where one stands.
FEWEST_UNITS = 8

Key = tuple[object, ...]


@dataclass
class _Group:
    rows: array[int] = field(default_factory=lambda: array("l"))
    n: array[float] = field(default_factory=lambda: array("d"))
    mean: array[float] = field(default_factory=lambda: array("d"))
    sd: array[float] = field(default_factory=lambda: array("d"))


def spread(one: Reported) -> float:
    """The standard deviation of a row: as given, or from its interval; NaN where neither is."""
    if one.sd is not None:
        return one.sd
    if one.lower is not None and one.upper is not None and one.n:
        return (one.upper - one.lower) / (2 * _Z) * float(one.n) ** 0.5
    return float("nan")


def group_of(one: Reported) -> Key:
    return (
        one.year,
        one.audience,
        one.indicator_code or one.indicator.lower(),
        one.kind,
        one.subject_code or one.subject_name.lower(),
        one.split,
    )


class Outcomes:
    """Colours by the number of a result in the file (0, 1, 2 …); None where none can be said."""

    def __init__(self) -> None:
        self._groups: dict[Key, _Group] = {}
        self._own: dict[int, Colour] = {}

    def add(self, number: int, one: Reported) -> None:
        if one.value is None or one.n is None:
            return
        if one.benchmark is not None and one.benchmark_limits and one.quartiles:
            low, high = one.benchmark_limits
            # Four with twice the half width as spread have just this interval.
            told = (4, one.benchmark, (high - low) / _Z, *one.quartiles)
            given = Benchmark(*(np.array(number, np.float64) for number in told))
            self._own[number] = _colours([one.n], [one.value], [spread(one)], given)[0]
            return
        if np.isnan(spread(one)):
            return
        group = self._groups.setdefault(group_of(one), _Group())
        group.rows.append(number)
        group.n.append(one.n)
        group.mean.append(one.value)
        group.sd.append(spread(one))

    def work_out(self) -> dict[int, Colour]:
        found = dict(self._own)
        for group in self._groups.values():
            size = np.array(group.n)
            if int((size >= outliers.MINIMUM_N).sum()) < FEWEST_UNITS:
                continue
            sd = np.array(group.sd)
            benchmark = outliers.benchmark_of_units(size, group.mean, sd)
            for number, colour in zip(
                group.rows, _colours(size, group.mean, sd, benchmark), strict=True
            ):
                found[number] = colour
        return found


def _colours(
    n: Iterable[float], mean: Iterable[float], sd: Iterable[float], benchmark: Benchmark
) -> list[Colour]:
    with np.errstate(invalid="ignore", divide="ignore"):
        codes: NDArray[np.uint8] = outliers.colours(
            np.array(list(n)), np.array(list(mean)), np.array(list(sd)), benchmark
        )
    return [Colour(one) for one in outliers.names(codes)]
