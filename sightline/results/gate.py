"""The one way out for survey numbers.

Every table, chart, page, download and reply asks a ``Round`` for cells. What is withheld and what
nobody answered look the same: ``shown`` is false and every number is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.results import build, explanation, flags, mart, pooled, withheld
from sightline.results.cells import Benchmark, Cell, Numbers, Overview, Scores
from sightline.results.digits import limit, rounded, rounded_all
from sightline.results.explanation import Explanation
from sightline.results.levels import CROSSINGS, NATION, Audience, GroupKey, Level
from sightline.results.measures import Answer, MeasureInfo, Questionnaire
from sightline.results.models import Dataset
from sightline.results.pooled import Pooled
from sightline.results.tree import Tree
from sightline.results.withheld import Withheld
from sightline.stats import intervals, outliers, rounding
from sightline.stats.outliers import Colour, QuartilesOf, Side

__all__ = [
    "Answer",
    "Audience",
    "Benchmark",
    "Cell",
    "Explanation",
    "GroupKey",
    "Level",
    "MeasureInfo",
    "Numbers",
    "Overview",
    "Pooled",
    "Round",
    "Scores",
    "Withheld",
    "open_round",
]

#: Rounds that a process keeps open: files are mapped, so each costs little.
_KEPT_OPEN = 64


class Round:
    """The results of one dataset, as one audience may see them. Read-only and cheap to keep."""

    def __init__(self, folder: Path, audience: Audience) -> None:
        self.audience = audience
        self._manifest = mart.read_manifest(folder)
        self._questionnaire = Questionnaire.from_json(self._manifest["measures"])
        self.measures: tuple[MeasureInfo, ...] = self._questionnaire.measures
        self.threshold: int = self._manifest["thresholds"][str(audience)]
        self.withheld: tuple[Withheld, ...] = withheld.of_manifest(
            self._manifest.get("withheld", {}).get(str(audience), {})
        )
        self._tree = Tree.read(folder)
        self._respondents = mart.load(folder, build.RESPONDENTS)
        self._counts = mart.load(folder, build.COUNTS)
        self._themes = mart.load(folder, build.THEMES)
        self._comparison = mart.load(folder, build.COMPARISON)
        self._listed = mart.load(folder, f"listed-{audience}.npy")
        self._shown = mart.load(folder, f"shown-{audience}.npy")
        self._colours = mart.load(folder, f"colours-{audience}.npy")
        self._benchmarks = mart.load(folder, f"benchmarks-{audience}.npy")
        self._pools = pooled.read(folder, self._questionnaire, shown=audience is Audience.INSIDE)
        self._place = {measure.code: at for at, measure in enumerate(self.measures)}

    def measure(self, code: str) -> MeasureInfo | None:
        """The measure of that code, or None when this round did not ask it."""
        at = self._place.get(code)
        return None if at is None else self.measures[at]

    def has(self, key: GroupKey) -> bool:
        """Is it a place, programme or profession that this round knows, answered or not?"""
        return self._tree.knows(key)

    def cell(self, key: GroupKey, measure: str) -> Cell:
        """One cell; not shown as well when the group or the measure is unknown."""
        return self.cells([key], [measure])[0][0]

    def cells(self, keys: Iterable[GroupKey], measures: Sequence[str]) -> list[list[Cell]]:
        """One row for each key, one column for each measure code, in the order given."""
        asked = list(keys)
        rows, columns, there = self._found(asked, measures)
        table = [[Cell(key, code, shown=False) for code in measures] for key in asked]
        lines, places = np.nonzero(there)
        if not len(lines):
            return table
        cells = self._work_out(rows[lines], columns[places])
        for line, place, cell in zip(lines, places, cells, strict=True):
            table[line][place] = cell
        return table

    def overview(self, keys: Iterable[GroupKey], measures: Sequence[str]) -> Overview:
        """Flags only, of thousands of cells in a few milliseconds."""
        rows, columns, there = self._found(list(keys), measures)
        grey = np.uint8(outliers.COLOURS.index(Colour.GREY))
        colours = np.full(there.shape, grey, dtype=np.uint8)
        lines, places = np.nonzero(there)
        colours[lines, places] = self._colours[rows[lines], columns[places]]
        return Overview(there, colours)

    def scores(self, keys: Iterable[GroupKey], measures: Sequence[str]) -> Scores:
        """Scores and flags only, of thousands of cells in a few milliseconds."""
        asked = list(keys)
        overview = self.overview(asked, measures)
        rows, columns, there = self._found(asked, measures)
        lines, places = np.nonzero(there)
        scores = np.full(there.shape, np.nan)
        compared = np.zeros(there.shape, dtype=bool)
        sides = np.zeros(there.shape, dtype=np.uint8)
        if len(lines):
            rows, columns = rows[lines], columns[places]
            _, sums = self._sums(rows, columns)
            moments = flags.Moments.of(*sums.T)
            whole = self.audience is Audience.PUBLIC
            scores[lines, places] = rounded_all(moments.mean, 0 if whole else 1)
            benchmark = self._comparison[rows]
            compared[lines, places] = (benchmark != flags.NONE) & (
                self._benchmarks[benchmark, columns, 1] > 0
            )
            if not whole:
                colours = self._colours[rows, columns]
                sides[lines, places] = flags.sides(
                    self._benchmarks[benchmark, columns], moments, colours
                )
        return Scores(overview.shown, overview.colours, scores, compared, sides)

    def numbers(self, keys: Iterable[GroupKey], measures: Sequence[str]) -> Numbers:
        """Of many cells what comparing them takes, in a few milliseconds. Inside the service only.

        Raises:
            ValueError: the round is read for the public, which is told no spread.
        """
        if self.audience is Audience.PUBLIC:
            raise ValueError("The public is told no spread of answers.")
        rows, columns, there = self._found(list(keys), measures)
        lines, places = np.nonzero(there)
        table = np.full((3, *there.shape), np.nan)
        if len(lines):
            _, sums = self._sums(rows[lines], columns[places])
            moments = flags.Moments.of(*sums.T)
            table[:, lines, places] = moments.n, rounded_all(moments.mean, 1), moments.sd
        return Numbers(*table)

    def against(
        self, key: GroupKey, peers: Sequence[GroupKey], measure: str
    ) -> tuple[float, float] | None:
        """The mean of all answers of the peers that are shown, and how far above it the group's
        score lies, neither worked out from rounded numbers; None where one is not shown.

        Raises:
            ValueError: the round is read for the public, whose benchmarks are fixed.
        """
        if self.audience is Audience.PUBLIC:
            raise ValueError("The public is told of fixed benchmarks only.")
        rows, columns, there = self._found([key, *peers], [measure])
        wanted = np.append(np.flatnonzero(there[1:, 0]) + 1, 0)
        if not there[0, 0] or len(wanted) == 1:
            return None
        _, sums = self._sums(rows[wanted], np.repeat(columns, len(wanted)))
        together = np.stack([sums[:-1].sum(axis=0), sums[-1]])
        average, own = flags.Moments.of(*together.T).mean.tolist()
        return rounded(average, 1), rounded(own - average, 1)

    def _found(
        self, keys: Sequence[GroupKey], measures: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Where keys and measures lie (-1: unknown), and which of their cells are shown."""
        rows = np.array([self._tree.row.get(key, -1) for key in keys], dtype=np.int64)
        columns = np.array([self._place.get(code, -1) for code in measures], dtype=np.int64)
        there = (rows[:, None] >= 0) & (columns >= 0)
        if there.any():
            there &= self._shown[rows[:, None].clip(0), columns.clip(0)]
        return rows, columns, there

    def respondents(self, key: GroupKey) -> int | None:
        """How many answered the survey in the group; None when withheld or nobody."""
        row = self._tree.row.get(key, -1)
        return int(self._respondents[row]) if row >= 0 and self._listed[row] else None

    def children(self, key: GroupKey, level: Level) -> list[GroupKey]:
        """The groups of ``level`` inside ``key``, by code.

        Places are all listed, answered or not (regions of the nation, ICBs of a region, providers
        of any of them, sites of a provider; all programmes of a profession; all programmes and
        professions of the nation). Crossings are listed only where they are shown: programmes and
        professions at a provider, and the providers of a programme or of a profession.
        """
        found = self._tree.inside(key, level)
        if level not in (Level.PROVIDER_PROGRAMME, Level.PROVIDER_PROFESSION):
            return found
        return [each for each in found if self._listed[self._tree.row[each]]]

    def groups(self) -> list[GroupKey]:
        """Every group that may be looked at, answered or not: of crossings those shown only.

        In the order of the levels, then by code. Put together once and kept with the round.
        """
        return self._groups

    @cached_property
    def _groups(self) -> list[GroupKey]:
        found = [NATION]
        found += [
            key
            for level in (
                Level.REGION,
                Level.ICB,
                Level.PROVIDER,
                Level.SITE,
                Level.PROGRAMME,
                Level.PROFESSION,
            )
            for key in self.children(NATION, level)
        ]
        providers = self.children(NATION, Level.PROVIDER)
        for level in CROSSINGS:
            for provider in providers:
                found += self.children(provider, level)
        return found

    def parents(self, key: GroupKey) -> tuple[GroupKey, ...]:
        """From the nation down to just above ``key``: where it was when collecting ended."""
        return self._tree.above(key)

    def together(self, key: GroupKey, measures: Sequence[str]) -> list[Pooled | None]:
        """What is shown instead of a provider or site: all like it, in its network or else in the
        board or the provider, that have no figure of their own; one for each measure code. None
        where it has one, or where they are too few. Inside the service only.
        """
        whole = self.whole_of(key)
        if whole is None:
            return [None] * len(measures)
        own = self.cells([key], measures)[0]
        network = self._tree.networks.get(key.code, "") if key.level is Level.PROVIDER else ""
        return [
            None
            if cell.shown
            else self.pool(whole, cell.measure, network) or self.pool(whole, cell.measure)
            for cell in own
        ]

    def whole_of(self, key: GroupKey) -> GroupKey | None:
        """The board of a provider, or the provider of a site: where places are put together."""
        above = pooled.INSIDE.get(key.level)
        return next((each for each in self.parents(key) if each.level is above), None)

    def pool(self, whole: GroupKey, measure: str, network: str = "") -> Pooled | None:
        """All places of a board, or of a provider, that have no figure of their own: those of a
        network, or those that stand in none that is shown."""
        column = self._place.get(measure, -1)
        found = self._pools.one(whole, column, network) if column >= 0 else None
        if found is None:
            return None
        level = next(low for low, high in pooled.INSIDE.items() if high is whole.level)
        shown = set(self._pools.networks(whole, column))
        places = []
        for key in self.children(whole, level):
            own = self._tree.networks.get(key.code, "")
            if own == network if network else own not in shown:
                places.append(key)
        _, _, there = self._found(places, [measure])
        return replace(found, places=int((~there).sum()))

    def networks(self, whole: GroupKey, measure: str) -> list[str]:
        """The networks of a board that are shown for a measure, each by its code."""
        column = self._place.get(measure, -1)
        return self._pools.networks(whole, column) if column >= 0 else []

    def explain(self, key: GroupKey, measure: str) -> Explanation:
        """How the cell was worked out; says no more about a withheld cell than the cell does."""
        cell = self.cell(key, measure)
        return explanation.explain(
            self._manifest,
            self.measure(measure),
            self._questionnaire,
            self.audience,
            explanation.Numbers.of(cell),
        )

    @cached_property
    def _scores(self) -> NDArray[np.int64]:
        return self._questionnaire.scores()

    @cached_property
    def _positives(self) -> NDArray[np.bool_]:
        return self._questionnaire.positives()

    def _sums(
        self, rows: NDArray[np.int64], columns: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of cells that may be shown, the counts of answers (0 for themes) and N, SUM, SQUARES."""
        items = len(self._questionnaire.items)
        is_item = columns < items
        answers = np.zeros((len(rows), self._counts.shape[2]), dtype=np.int64)
        answers[is_item] = self._counts[rows[is_item], columns[is_item]]
        sums = np.zeros((len(rows), 3), dtype=np.int64)
        of_items = columns[is_item]
        sums[is_item] = flags.sums_of_answers(
            answers[is_item][:, None], self._scores[of_items][:, None]
        )[:, 0]
        sums[~is_item] = self._themes[rows[~is_item], columns[~is_item] - items]
        return answers, sums

    def _work_out(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> list[Cell]:
        """The cells that may be shown, all at once. Rows and columns are of one length."""
        answers, sums = self._sums(rows, columns)
        is_item = columns < len(self._questionnaire.items)
        of_items = columns[is_item]
        moments = flags.Moments.of(sums[:, 0], sums[:, 1], sums[:, 2])
        limits = intervals.mean_normal(moments.mean, moments.sd, moments.n)
        positive = np.zeros(len(rows), dtype=np.int64)
        positive[is_item] = (answers[is_item] * self._positives[of_items]).sum(axis=1)
        share = intervals.wilson(positive, moments.n)
        percent = rounding.percent(positive, moments.n)
        respondents = self._respondents[rows]
        comparison = self._comparison[rows]
        colours = self._colours[rows, columns]
        sides = flags.sides(self._benchmarks[comparison, columns], moments, colours)
        whole = self.audience is Audience.PUBLIC
        digits = 0 if whole else 1
        cells = []
        for at in range(len(rows)):
            measure = self.measures[columns[at]]
            mean = float(moments.mean[at])
            benchmark, of_all = self._benchmark(
                int(comparison[at]), int(columns[at]), int(moments.n[at]), digits
            )
            item = bool(is_item[at])
            cells.append(
                Cell(
                    group=self._tree.keys[rows[at]],
                    measure=measure.code,
                    shown=True,
                    n=int(moments.n[at]),
                    respondents=int(respondents[at]),
                    score=rounded(mean, digits),
                    low=None if whole else limit(limits.lower[at]),
                    high=None if whole else limit(limits.upper[at]),
                    positive=rounded(float(percent[at]), digits) if item else None,
                    positive_low=limit(100 * share.lower[at]) if item and not whole else None,
                    positive_high=limit(100 * share.upper[at]) if item and not whole else None,
                    answers=tuple(answers[at, : len(measure.scale)].tolist())
                    if item and not whole
                    else None,
                    benchmark=benchmark,
                    difference=None if of_all is None else rounded(mean - of_all, digits),
                    flag=outliers.COLOURS[colours[at]],
                    side=Side.NEITHER if whole else outliers.SIDES[sides[at]],
                )
            )
        return cells

    def quartiles_of(self, *, is_theme: bool) -> QuartilesOf:
        """Whose quartiles make the colours of themes, or of questions."""
        return QuartilesOf(self._manifest["rules"]["themes" if is_theme else "items"])

    def _benchmark(
        self, place: int, column: int, n: int, digits: int
    ) -> tuple[Benchmark | None, float | None]:
        """The benchmark as it may be read, and its score before rounding."""
        if place == flags.NONE:
            return None, None
        units, total, mean, _, q1, q3 = (float(x) for x in self._benchmarks[place, column])
        if not total > 0:
            return None, None
        benchmark = Benchmark(
            name=self._manifest["benchmarks"][place],
            groups=int(units),
            score=rounded(mean, digits),
            q1=None if np.isnan(q1) else rounded(q1, digits),
            q3=None if np.isnan(q3) else rounded(q3, digits),
            own_share=round(n / total, 2) if digits else None,
            quartiles_of=self.quartiles_of(is_theme=column >= len(self._questionnaire.items)),
        )
        return benchmark, mean


@lru_cache(maxsize=_KEPT_OPEN)
def _opened(folder: Path, audience: Audience) -> Round:
    return Round(folder, audience)


def open_round(dataset: Dataset, audience: Audience = Audience.INSIDE) -> Round:
    """The results of a dataset that is prepared; opened once per process and kept.

    Raises:
        mart.NotPrepared: the dataset's files are not there.
    """
    return _opened(mart.folder_of(dataset.folder), audience)
