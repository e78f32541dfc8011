"""What leaves the gate: one measure of one group, or much of many at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.results.levels import GroupKey
from sightline.stats import outliers
from sightline.stats.outliers import Colour, QuartilesOf, Side


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a group is compared with, such as "Acute trusts in England".

    ``groups`` is how many groups that may be shown are in it; ``score``, ``q1`` and ``q3`` are 0 to
    100, and ``quartiles_of`` says whose quartiles they are. ``own_share`` is the part of the
    benchmark's answers (0 to 1) that the group itself gave; None in public.
    """

    name: str
    groups: int
    score: float
    q1: float | None
    q3: float | None
    own_share: float | None
    quartiles_of: QuartilesOf = QuartilesOf.UNITS


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure of one group, or, when ``shown`` is false, nothing at all.

    ``n`` answered this measure, of ``respondents`` who answered the survey. ``score`` is 0 to 100
    with its 95% limits ``low`` and ``high``; ``positive`` is a percentage with its limits, None for
    a theme. ``answers`` are the counts in the order of the measure's scale, None for a theme and in
    public. ``difference`` is the score minus the benchmark's; ``side`` says whether
    the interval of the score lies wholly on one side of that of the benchmark's mean, whatever the
    flag. In public there are whole numbers only, no limits and no side.
    """

    group: GroupKey
    measure: str
    shown: bool
    n: int | None = None
    respondents: int | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None
    positive: float | None = None
    positive_low: float | None = None
    positive_high: float | None = None
    answers: tuple[int, ...] | None = None
    benchmark: Benchmark | None = None
    difference: float | None = None
    flag: Colour = Colour.GREY
    side: Side = Side.NEITHER


@dataclass(frozen=True, slots=True)
class Overview:
    """Of many cells, whether each is shown and its flag: shape (keys, measures).

    ``colours`` are positions in `outliers.COLOURS`, grey where a cell is not shown.
    """

    shown: NDArray[np.bool_]
    colours: NDArray[np.uint8]

    def are(self, colour: Colour) -> NDArray[np.bool_]:
        """Which cells have that flag; a cell that is not shown has none, not even grey."""
        return self.shown & (self.colours == outliers.COLOURS.index(colour))


@dataclass(frozen=True, slots=True)
class Scores(Overview):
    """With the score and the side of each cell, as `Cell` has them; NaN and no side where it is
    not shown. ``compared`` says which have a benchmark, ``sides`` are positions in
    `outliers.SIDES`."""

    scores: NDArray[np.float64]
    compared: NDArray[np.bool_]
    sides: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of many cells, how many answered, the score as cells have it and the SD (n - 1) of people.

    Shape (keys, measures); NaN where a cell is not shown.
    """

    n: NDArray[np.float64]
    score: NDArray[np.float64]
    sd: NDArray[np.float64]
