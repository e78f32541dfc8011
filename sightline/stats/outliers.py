"""The six colours: is a unit's score among the lowest or highest, and is that more than chance?

Red and pink are the bottom quartile of the benchmark group, light green and green the top one. Red
and green are told apart from pink and light green by their intervals: those do not overlap with the
interval of the benchmark's mean. Grey is too few to say.

Source: General Medical Council, national training survey, "What do the results mean" and its
glossary.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sightline.stats import intervals

Floats = NDArray[np.float64]

# The GMC reports nobody below three.
MINIMUM_N = 3


class Colour(StrEnum):
    RED = "red"
    PINK = "pink"
    WHITE = "white"
    LIGHT_GREEN = "light green"
    GREEN = "green"
    GREY = "grey"


# What the numbers in the array from `colours` stand for.
COLOURS: tuple[Colour, ...] = tuple(Colour)
_CODE = {colour: code for code, colour in enumerate(COLOURS)}


class QuartilesOf(StrEnum):
    """Whose quartiles: the published glossary can be read either way.

    Respondents' answers to one five-point item take few values, so that nearly every unit lies
    between their quartiles: units' means suit items, respondents' scores suit themes.
    """

    UNITS = "units"
    RESPONDENTS = "respondents"


class Side(StrEnum):
    """Where a score's interval lies wholly: below that of the benchmark's mean, above it, or
    neither."""

    BELOW = "below"
    ABOVE = "above"
    NEITHER = ""


# What the numbers in the array from `sides` stand for.
SIDES = (Side.NEITHER, Side.BELOW, Side.ABOVE)


@dataclass(frozen=True)
class Benchmark:
    """What units are compared with; each array has shape (items,) or is a single number."""

    n: Floats
    mean: Floats
    sd: Floats
    q1: Floats
    q3: Floats

    @cached_property
    def limits(self) -> intervals.Interval:
        """Those of the mean."""
        return intervals.mean_normal(self.mean, self.sd, self.n)


def colours(
    n: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    benchmark: Benchmark,
    minimum_n: int = MINIMUM_N,
    of: NDArray[np.integer[Any]] | None = None,
) -> NDArray[np.uint8]:
    """The colour of every unit and item, as positions in `COLOURS`.

    Args:
        n: respondents, shape (units, items) or anything that broadcasts with the benchmark.
        mean: mean scores, same shape.
        sd: standard deviations with n - 1, same shape.
        benchmark: the group that they are compared with.
        minimum_n: fewer respondents than this are grey.
        of: where the benchmark's arrays hold several benchmarks, which of them each unit has.

    Returns:
        Codes, same shape. A score that is at both quartiles at once is white: nobody stands out
        where the middle half is one value. A score without an interval is never red or green.

    >>> group = benchmark_of_units([40] * 5, [60.0, 68.0, 70.0, 72.0, 80.0], [12.0] * 5)
    >>> codes = colours([40, 5, 40, 40, 2], [60.0, 66.0, 70.0, 85.0, 10.0], 12.0, group)
    >>> ", ".join(names(codes))
    'red, pink, white, green, grey'
    """
    size, score = np.asarray(n), np.asarray(mean, dtype=np.float64)
    own, group = intervals.mean_normal(score, sd, size), benchmark.limits
    q1, q3, low, high = (
        one if of is None else np.take(one, of)
        for one in (benchmark.q1, benchmark.q3, group.lower, group.upper)
    )
    bottom, top = np.asarray(score <= q1), np.asarray(score >= q3)
    bottom, top = bottom & ~top, top & ~bottom
    below, above = _beyond(own, low, high)
    below, above = bottom & below, top & above
    few = np.asarray((size < minimum_n) | np.isnan(score))
    # Counted in bytes, which is cheaper than to choose: a step from white to either side, or two
    # where it is sure, or all the way to grey.
    steps = sum(
        sign * np.asarray(is_so & ~few).view(np.int8)
        for sign, is_so in ((-1, bottom), (-1, below), (1, top), (1, above))
    )
    to_grey = (_CODE[Colour.GREY] - _CODE[Colour.WHITE]) * few.view(np.int8)
    return np.asarray(_CODE[Colour.WHITE] + steps + to_grey).view(np.uint8)


def sides(n: ArrayLike, mean: ArrayLike, sd: ArrayLike, benchmark: Benchmark) -> NDArray[np.uint8]:
    """On which side of the benchmark's mean every unit's interval lies, as positions in `SIDES`.

    The same two intervals make red and green of pink and light green. A unit can be white and
    still lie clearly on one side: respondents' scores differ more than units' means do.

    Args:
        n, mean, sd: as `colours` has them, of the shape of the benchmark's arrays.
        benchmark: what each is compared with.

    >>> group = Benchmark(*map(np.array, ([900.0], [70.0], [20.0], [55.0], [85.0])))
    >>> [str(SIDES[one]) for one in sides([200], [60.0], [20.0], group)]
    ['below']
    """
    own, group = intervals.mean_normal(mean, sd, n), benchmark.limits
    below, above = _beyond(own, group.lower, group.upper)
    return np.asarray(below + 2 * above.astype(np.uint8), dtype=np.uint8)


def _beyond(
    own: intervals.Interval, low: Floats, high: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which intervals lie wholly below another, and which wholly above it."""
    return np.asarray(own.upper < low), np.asarray(own.lower > high)


def names(codes: NDArray[np.uint8]) -> NDArray[np.object_]:
    """`Colour` members for the codes from `colours`, same shape."""
    return np.array(COLOURS, dtype=object)[codes]


def benchmark_of_units(
    n: ArrayLike, mean: ArrayLike, sd: ArrayLike, minimum_n: int = MINIMUM_N
) -> Benchmark:
    """A benchmark from the units' own numbers: all their respondents; quartiles of units' means.

    Args:
        n: respondents, shape (units,) or (units, items).
        mean, sd: same shape; ignored where n is 0, and ``sd`` where n is 1.
        minimum_n: units with fewer take part in the mean and not in the quartiles.

    Returns:
        Arrays of shape (items,), or numbers. Quartiles interpolate linearly (type 7). NaN where
        nobody answered.

    >>> group = benchmark_of_units([10, 30], [50.0, 70.0], [0.0, 0.0])
    >>> float(group.n), float(group.mean), round(float(group.sd), 3), float(group.q1)
    (40.0, 65.0, 8.771, 55.0)
    """
    size = np.asarray(n, dtype=np.float64)
    score = np.where(size > 0, np.asarray(mean, dtype=np.float64), 0.0)
    spread = np.where(size > 1, np.asarray(sd, dtype=np.float64), 0.0)
    total = size.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (size * score).sum(axis=0) / total
        squares = ((size - 1).clip(0) * spread**2 + size * (score - centre) ** 2).sum(axis=0)
        deviation = np.where(total > 1, np.sqrt(squares / (total - 1)), np.nan)
    q1, q3 = quartiles_of_units(size, score, minimum_n)
    return Benchmark(total, centre, deviation, q1, q3)


def quartiles_of_units(
    n: ArrayLike, mean: ArrayLike, minimum_n: int = MINIMUM_N
) -> tuple[Floats, Floats]:
    """First and third quartile (type 7) of the means of units with at least ``minimum_n``.

    Shapes as `benchmark_of_units`. NaN where no unit is large enough.

    >>> [float(q) for q in quartiles_of_units([5, 5, 5, 1], [10.0, 20.0, 30.0, 99.0])]
    [15.0, 25.0]
    """
    size, score = np.broadcast_arrays(np.asarray(n), np.asarray(mean, dtype=np.float64))
    kept = np.where((size >= minimum_n) & ~np.isnan(score), score, np.inf)
    # Sorted with the others last, the quartile of each column is between two known places.
    ordered = np.sort(kept, axis=0)
    units = np.isfinite(kept).sum(axis=0)
    return _type_7(ordered, units, 0.25), _type_7(ordered, units, 0.75)


def quartiles_of_answers(counts: ArrayLike, scores: ArrayLike) -> tuple[Floats, Floats]:
    """First and third quartile (type 7) of respondents' scores, from how often each was given.

    Args:
        counts: how many gave each answer, answers on the last axis.
        scores: the score of each answer, shape (answers,), in any order.

    Returns:
        Arrays without the last axis. NaN where nobody answered.

    >>> [float(q) for q in quartiles_of_answers([1, 0, 2, 4, 1], [0, 25, 50, 75, 100])]
    [50.0, 75.0]
    """
    order = np.argsort(np.asarray(scores))
    value = np.asarray(scores, dtype=np.float64)[order]
    upto = np.cumsum(np.asarray(counts)[..., order], axis=-1)
    total = upto[..., -1]

    def quartile(share: float) -> Floats:
        place = (total - 1).clip(0) * share
        below = np.floor(place)
        last = len(value) - 1
        low = value[(upto <= below[..., None]).sum(axis=-1).clip(0, last)]
        high = value[(upto <= np.ceil(place)[..., None]).sum(axis=-1).clip(0, last)]
        return np.where(total > 0, low + (place - below) * (high - low), np.nan)

    return quartile(0.25), quartile(0.75)


def quartiles_of_runs(values: Floats, lengths: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """First and third quartile (type 7) of runs of values that lie side by side.

    Args:
        values: the runs one after another; NaN is no value. They are left in another order.
        lengths: of the runs. One without a value gives NaN.

    >>> values = np.array([4.0, 1.0, np.nan, 2.0, 7.0])
    >>> [q.tolist() for q in quartiles_of_runs(values, np.array([4, 0, 1]))]
    [[1.5, nan, 7.0], [3.0, nan, 7.0]]
    """
    if not len(values):
        nothing = np.full(len(lengths), np.nan)
        return nothing, nothing
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    start = bounds[:-1]
    units = lengths - np.diff(np.searchsorted(np.flatnonzero(np.isnan(values)), bounds))
    for ends in pairwise(bounds.tolist()):
        # What is no value comes last. To sort is quicker than to find four places.
        values[slice(*ends)].sort()
    last = (units - 1).clip(0)
    found = []
    for share in (0.25, 0.75):
        place = last * share
        below = np.floor(place).astype(np.int64)
        low, high = (
            np.take(values, start + rank, mode="clip")
            for rank in (below, np.minimum(below + 1, last))
        )
        with np.errstate(invalid="ignore"):
            found.append(np.where(units > 0, low + (place - below) * (high - low), np.nan))
    return found[0], found[1]


def _type_7(ordered: Floats, units: NDArray[np.int64], share: float) -> Floats:
    last = (units - 1).clip(0)
    place = last * share
    below = np.floor(place).astype(np.int64)
    low, high = (
        np.take_along_axis(ordered, np.expand_dims(rank, 0), axis=0)[0]
        for rank in (below, np.minimum(below + 1, last))
    )
    with np.errstate(invalid="ignore"):
        return np.where(units > 0, low + (place - below) * (high - low), np.nan)
