"""With whom a group is compared, and which of the six colours that makes (methods: stats.outliers).

Like with like, by rule:

- a region with the regions, an ICB with the ICBs, a programme with the programmes and a profession
  with the professions: the mean is that of all respondents in England;
- a provider with the providers of its type, a site with the sites: the mean is that of all their
  respondents, as far as their groups are shown;
- a programme (or profession) at a provider with the same one at all providers: the mean is that of
  all its respondents.

Quartiles are taken over the groups that are shown. So nothing that is withheld can be worked out
from a benchmark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.results.groups import Groups
from sightline.results.levels import Level
from sightline.results.measures import HUNDREDTHS
from sightline.stats import outliers
from sightline.stats.outliers import QuartilesOf

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

#: What is kept of each benchmark and measure.
COLUMNS = ("groups", "n", "mean", "sd", "q1", "q3")

#: A group that is compared with nothing.
NONE = -1

#: Groups worked on at a time: what is worked out of them stays in the cache of one processor.
_BLOCK = 16_384


def blocks(groups: int) -> Iterator[slice]:
    """So many groups in turn, some thousands at a time."""
    for start in range(0, groups, _BLOCK):
        yield slice(start, min(start + _BLOCK, groups))


@dataclass(frozen=True)
class Rules:
    """Settings of the comparison: whose quartiles, and how few are grey."""

    items: QuartilesOf = QuartilesOf.UNITS
    themes: QuartilesOf = QuartilesOf.RESPONDENTS
    minimum_n: int = outliers.MINIMUM_N


@dataclass(frozen=True)
class Moments:
    """n, mean and SD (n - 1) of scores 0 to 100; any shape. NaN where not defined."""

    n: NDArray[np.integer[Any]]
    mean: Floats
    sd: Floats

    @staticmethod
    def of(
        n: NDArray[Any],
        total: NDArray[Any],
        squares: NDArray[Any],
        *,
        out: tuple[Floats | None, Floats | None] = (None, None),
    ) -> Moments:
        """From how many, the sum of scores in hundredths and the sum of their squares.

        ``out``: arrays that mean and SD are put into.
        """
        size = n.astype(np.float64)
        # In place, since there are millions: where n is 0 or 1, nought by nought gives NaN.
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.divide(total, size, out=out[0])
            spread = np.multiply(total, mean, out=out[1])
            np.subtract(squares, spread, out=spread)
            np.divide(spread, np.subtract(size, 1, out=size), out=spread)
            np.maximum(spread, 0, out=spread)
            np.sqrt(spread, out=spread)
        mean /= HUNDREDTHS
        spread /= HUNDREDTHS
        return Moments(n.astype(np.int64, copy=False), mean, spread)


def sums_of_answers(counts: NDArray[np.integer], scores: Integers) -> Integers:
    """N, SUM and SQUARES (see totals) from counts of answers: (…, answers) → (…, 3).

    ``scores`` is in hundredths and broadcasts with the counts.
    """
    wide = counts.astype(np.int64)
    return np.stack(
        [
            wide.sum(axis=-1),
            np.einsum("...k,...k->...", wide, scores),
            np.einsum("...k,...k->...", wide, scores**2),
        ],
        axis=-1,
    )


def sums_of_counts(counts: NDArray[Any], scores: Integers) -> Floats:
    """The same from counts answer by answer: (answers, groups) → (3, groups).

    Whole numbers in float64, so exact: 5 million squares of 10,000 are below 2**53. Others are
    slower to multiply and to divide.
    """
    of_answers = np.stack([np.ones_like(scores), scores, scores**2]).astype(np.float64)
    return of_answers @ counts.astype(np.float64, copy=False)


@dataclass(frozen=True)
class Comparison:
    """Which benchmark each group has: names, and for each group a position in them or NONE.

    ``union`` is the group whose respondents are the benchmark's, or NONE where these are those of
    the groups compared, as far as they are shown.
    """

    names: list[str]
    levels: list[Level]
    of_group: Integers
    union: Integers

    def of(self, kept: Integers) -> Comparison:
        """The same for some of the groups, in that order. A union that is not kept has nobody."""
        place = np.full(len(self.of_group) + 1, len(kept), dtype=np.int64)
        place[kept] = np.arange(len(kept))
        union = np.where(self.union == NONE, NONE, place[self.union])
        return Comparison(self.names, self.levels, self.of_group[kept], union)


def compare(
    groups: Groups, type_names: dict[str, str], programme_names: dict[str, str]
) -> Comparison:
    """The benchmark of every group, by the rule above."""
    names: list[str] = []
    levels: list[Level] = []
    union: list[int] = []
    of_group = np.full(groups.size, NONE, dtype=np.int64)

    def add(level: Level, name: str, whole: int) -> int:
        names.append(name)
        levels.append(level)
        union.append(whole)
        return len(names) - 1

    for level, name in (
        (Level.REGION, "All regions of England"),
        (Level.ICB, "All integrated care boards of England"),
        (Level.PROGRAMME, "All programmes in England"),
        (Level.PROFESSION, "All professions in England"),
    ):
        of_group[groups.span(level)] = add(level, name, groups.start[Level.NATION])
    of_group[groups.span(Level.SITE)] = add(Level.SITE, "All sites in England", NONE)
    kinds = sorted(set(groups.provider_types))
    first = len(names)
    for kind in kinds:
        add(Level.PROVIDER, f"{type_names.get(kind, kind or 'Providers')} in England", NONE)
    of_group[groups.span(Level.PROVIDER)] = first + np.array(
        [kinds.index(kind) for kind in groups.provider_types], dtype=np.int64
    )
    for crossing, whole in (
        (Level.PROVIDER_PROGRAMME, Level.PROGRAMME),
        (Level.PROVIDER_PROFESSION, Level.PROFESSION),
    ):
        first = len(names)
        for place, key in enumerate(groups.tiers[whole].keys):
            name = programme_names.get(key.code, key.code)
            add(crossing, f"{name} at all providers in England", groups.start[whole] + place)
        of_group[groups.span(crossing)] = first + groups.tiers[crossing].other_parent
    return Comparison(names, levels, of_group, np.array(union, dtype=np.int64))


@dataclass(frozen=True)
class Flagged:
    """``benchmarks`` is (benchmarks, measures, COLUMNS); ``colours`` is (groups, measures)."""

    benchmarks: Floats
    colours: NDArray[np.uint8]


class Flagging:
    """Benchmarks and colours, one measure at a time. Safe to be used by several threads.

    Args:
        comparison: of the groups.
        rules: the settings.
    """

    def __init__(self, comparison: Comparison, rules: Rules) -> None:
        self.comparison, self.rules = comparison, rules
        self.size = len(comparison.names)
        of = comparison.of_group
        # Groups by benchmark, so that those that are compared with each other lie side by side.
        self._units = np.argsort(of, kind="stable")[np.count_nonzero(of == NONE) :]
        self._used, start = np.unique(of[self._units], return_index=True)
        self._bounds = np.append(start, len(self._units))
        self._lengths = np.diff(self._bounds)
        pools = [
            (place, self._units[slice(*ends)])
            for place, ends in zip(self._used.tolist(), pairwise(self._bounds), strict=True)
            if comparison.union[place] == NONE
        ]
        self._pooled = [place for place, _ in pools]
        self._pooled_units = np.concatenate([units for _, units in pools] or [self._units[:0]])
        ends = np.cumsum([len(units) for _, units in pools], dtype=np.int64)
        self._pooled_start = np.concatenate([[0], ends[:-1]]).astype(np.int64)
        self._alone = np.flatnonzero(of == NONE)
        self._unused = np.setdiff1d(np.arange(self.size), self._used)
        # The last stands for none, and has nobody.
        self._of = np.where(of == NONE, self.size, of)

    def sums(self, sums: NDArray[Any], shown: Booleans) -> NDArray[Any]:
        """Sums of groups to those of every benchmark, 0 where it may not be shown.

        Args:
            sums: such as N, SUM and SQUARES or counts of answers, (sums, groups).
            shown: (groups,).

        Returns:
            (sums, benchmarks), of the same type.
        """
        union = self.comparison.union
        total = np.zeros((len(sums), self.size), dtype=sums.dtype)
        kept = np.flatnonzero((union != NONE) & (union < sums.shape[1]))
        total[:, kept] = sums[:, union[kept]] * shown[union[kept]]
        if len(self._pooled):
            parts = np.take(sums, self._pooled_units, axis=1) * shown[self._pooled_units]
            total[:, self._pooled] = np.add.reduceat(parts, self._pooled_start, axis=1)
        return total

    def measure(
        self, whole: NDArray[Any], moments: Moments, shown: Booleans, respondents_quartiles: Floats
    ) -> tuple[Floats, NDArray[np.uint8]]:
        """The benchmarks (benchmarks, COLUMNS) and the groups' colours (groups,) of a measure.

        Args:
            whole: N, SUM and SQUARES of the benchmarks, (3, benchmarks), as ``sums`` gives them.
            moments: of the groups.
            shown: (groups,).
            respondents_quartiles: first and third quartile of respondents' scores, (benchmarks, 2);
                NaN where quartiles are those of units.
        """
        group = Moments.of(*whole)
        n = moments.n * shown
        seen, (q1, q3) = self._quartiles(n, moments.mean)
        by_respondents = ~np.isnan(respondents_quartiles[:, 0])
        q1, q3 = (
            np.where(by_respondents, respondents_quartiles[:, which], of_units)
            for which, of_units in ((0, q1), (1, q3))
        )
        found = np.stack([seen, group.n.astype(np.float64), group.mean, group.sd, q1, q3], axis=-1)
        # Of those that no group has, nothing is said.
        found[self._unused] = np.nan
        several = outliers.Benchmark(
            *(np.append(one, np.nan) for one in (found[:, 1], group.mean, group.sd, q1, q3))
        )
        nobody = np.append(group.n <= 0, False)
        colours = np.empty(len(n), dtype=np.uint8)
        for block in blocks(len(n)):
            of = self._of[block]
            colours[block] = outliers.colours(
                n[block],
                moments.mean[block],
                moments.sd[block],
                several,
                self.rules.minimum_n,
                of=of,
            )
            if nobody.any():
                colours[block][nobody[of]] = GREY
        colours[self._alone] = np.where(n[self._alone] > 0, _code(outliers.Colour.WHITE), GREY)
        return found, colours

    def _quartiles(
        self, n: NDArray[np.integer[Any]], mean: Floats
    ) -> tuple[Floats, tuple[Floats, Floats]]:
        """How many groups that are shown each benchmark has, and the quartiles of their means."""
        units = np.take(np.where(n >= self.rules.minimum_n, mean, np.nan), self._units)
        hidden = np.flatnonzero(np.take(n <= 0, self._units))
        seen = np.zeros(self.size)
        seen[self._used] = self._lengths - np.diff(np.searchsorted(hidden, self._bounds))
        first, third = np.full((2, self.size), np.nan)
        first[self._used], third[self._used] = outliers.quartiles_of_runs(units, self._lengths)
        return seen, (first, third)


def flag(
    comparison: Comparison,
    sums: Integers,
    shown: Booleans,
    respondents_quartiles: Floats,
    rules: Rules,
) -> Flagged:
    """Benchmarks and colours of every group and measure.

    Args:
        comparison: over the same groups as the others.
        sums: N, SUM and SQUARES, shape (groups, measures, 3).
        shown: (groups, measures).
        respondents_quartiles: first and third quartile of respondents' scores for each benchmark
            and measure, shape (benchmarks, measures, 2); NaN where quartiles are those of units.
        rules: the settings.
    """
    flagging = Flagging(comparison, rules)
    groups, measures = shown.shape
    benchmarks = np.full((len(comparison.names), measures, len(COLUMNS)), np.nan)
    colours = np.full((groups, measures), GREY, dtype=np.uint8)
    for place in range(measures):
        of_measure = np.ascontiguousarray(sums[:, place].T)
        benchmarks[:, place], colours[:, place] = flagging.measure(
            flagging.sums(of_measure, shown[:, place]),
            Moments.of(*of_measure),
            shown[:, place],
            respondents_quartiles[:, place],
        )
    return Flagged(benchmarks, colours)


def sides(of: Floats, moments: Moments, colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """On which side of its benchmark's mean each group lies clearly, as `outliers.SIDES` has them.

    Args:
        of: the benchmark of each group, (groups, COLUMNS).
        moments: of the groups.
        colours: of the groups. One without a colour, or a benchmark, has no side.
    """
    found = outliers.sides(moments.n, moments.mean, moments.sd, outliers.Benchmark(*of.T[1:]))
    found[colours == GREY] = 0
    return found


def _code(colour: outliers.Colour) -> np.uint8:
    return np.uint8(outliers.COLOURS.index(colour))


#: The code of a group that is given no colour.
GREY = _code(outliers.Colour.GREY)
