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

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Rules:
    """Settings of the comparison: whose quartiles, and how few are grey."""

    items: QuartilesOf = QuartilesOf.UNITS
    themes: QuartilesOf = QuartilesOf.RESPONDENTS
    minimum_n: int = outliers.MINIMUM_N


@dataclass(frozen=True)
class Moments:
    """n, mean and SD (n - 1) of scores 0 to 100; any shape. NaN where not defined."""

    n: Integers
    mean: Floats
    sd: Floats

    @staticmethod
    def of(n: Integers, total: Integers, squares: Integers) -> Moments:
        """From how many, the sum of scores in hundredths and the sum of their squares."""
        # In place, since there are millions: where n is 0 or 1, nought by nought gives NaN.
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.divide(total, n)
            spread = np.multiply(total, mean)
            np.subtract(squares, spread, out=spread)
            np.divide(spread, np.subtract(n, 1), out=spread)
        np.maximum(spread, 0, out=spread)
        np.sqrt(spread, out=spread)
        mean /= HUNDREDTHS
        spread /= HUNDREDTHS
        return Moments(n, mean, spread)


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


def benchmark_sums(comparison: Comparison, sums: Integers, shown: Booleans) -> Integers:
    """N, SUM and SQUARES of every benchmark; 0 where it may not be shown.

    Args:
        comparison: over the same groups as the others.
        sums: (groups, measures, 3).
        shown: (groups, measures).
    """
    total = np.zeros((len(comparison.names), *sums.shape[1:]), dtype=np.int64)
    has = comparison.union != NONE
    kept = has & (comparison.union < len(sums))
    whole = comparison.union[kept]
    total[kept] = np.where(shown[whole][..., None], sums[whole], 0)
    pooled = (comparison.of_group != NONE) & ~has[comparison.of_group]
    np.add.at(
        total,
        comparison.of_group[pooled],
        np.where(shown[pooled][..., None], sums[pooled], 0),
    )
    return total


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
    own = Moments.of(sums[..., 0], sums[..., 1], sums[..., 2])
    whole = benchmark_sums(comparison, sums, shown)
    group = Moments.of(whole[..., 0], whole[..., 1], whole[..., 2])
    n = np.where(shown, own.n, 0)
    benchmarks = np.full((len(comparison.names), n.shape[1], len(COLUMNS)), np.nan)
    colours = np.full(n.shape, _code(outliers.Colour.GREY), dtype=np.uint8)
    for place in range(len(comparison.names)):
        units = np.flatnonzero(comparison.of_group == place)
        if not len(units):
            continue
        of_units = outliers.quartiles_of_units(n[units], own.mean[units], rules.minimum_n)
        by_respondents = ~np.isnan(respondents_quartiles[place, :, 0])
        q1, q3 = (
            np.where(by_respondents, respondents_quartiles[place, :, which], of_units[which])
            for which in (0, 1)
        )
        benchmark = outliers.Benchmark(
            group.n[place].astype(np.float64), group.mean[place], group.sd[place], q1, q3
        )
        benchmarks[place] = np.stack(
            [(n[units] > 0).sum(axis=0), benchmark.n, benchmark.mean, benchmark.sd, q1, q3],
            axis=-1,
        )
        found = outliers.colours(
            n[units], own.mean[units], own.sd[units], benchmark, rules.minimum_n
        )
        colours[units] = np.where(group.n[place] > 0, found, _code(outliers.Colour.GREY))
    alone = comparison.of_group == NONE
    colours[alone] = np.where(
        n[alone] > 0, _code(outliers.Colour.WHITE), _code(outliers.Colour.GREY)
    )
    return Flagged(benchmarks, colours)


def _code(colour: outliers.Colour) -> np.uint8:
    return np.uint8(outliers.COLOURS.index(colour))


#: The code of a group that is given no colour.
GREY = _code(outliers.Colour.GREY)
