"""Tables of results: one object for the page, its chart and its download."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.design import flags
from sightline.design.charts import caterpillar, trend
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld
from sightline.insight import links, words
from sightline.insight.queries import Child, Line
from sightline.results.gate import Cell
from sightline.results.levels import GroupKey

_NUMBERS = (
    Column("Answers", Kind.NUMBER),
    Column("Positive", Kind.PERCENT),
    Column("Score", Kind.NUMBER, 1),
    Column("95% interval, low", Kind.NUMBER, 1),
    Column("95% interval, high", Kind.NUMBER, 1),
    Column("Benchmark", Kind.NUMBER, 1),
    Column("Difference", Kind.NUMBER, 1),
    Column("Answered, of all here", Kind.PERCENT),
    Column("Compared"),
)


def _numbers(cell: Cell) -> list[Value]:
    """The columns of ``_NUMBERS``: all withheld, or all that there is."""
    if not cell.shown:
        return [Withheld(words.WITHHELD)] * len(_NUMBERS)
    coverage = 100 * cell.n / cell.respondents if cell.n and cell.respondents else None
    return [
        cell.n,
        cell.positive,
        cell.score,
        cell.low,
        cell.high,
        cell.benchmark.score if cell.benchmark else None,
        cell.difference,
        coverage,
        flags.named(cell.flag).word,
    ]


def measures(
    caption: str, key: GroupKey, lines: Sequence[Line], *, suffix: str, made_up: bool
) -> Table:
    """One row for each measure of a group. Themes have no share of positive answers."""
    return Table(
        caption=caption,
        columns=[Column("Question or theme"), *_NUMBERS],
        rows=[
            [Linked(one.info.label, links.item(key, one.info.code, suffix)), *_numbers(one.cell)]
            for one in lines
        ],
        notes=[words.WITHHELD] if any(not one.cell.shown for one in lines) else [],
        made_up=made_up,
    )


def places(
    caption: str, found: Sequence[Child], measure: str, *, suffix: str, made_up: bool
) -> Table:
    """One row for each group inside a group, for one measure."""
    return Table(
        caption=caption,
        columns=[Column("Where"), *_NUMBERS],
        rows=[
            [Linked(one.name, links.item(one.key, measure, suffix)), *_numbers(one.cell)]
            for one in found
        ],
        notes=[words.WITHHELD] if any(not one.cell.shown for one in found) else [],
        made_up=made_up,
    )


def measures_chart(
    caption: str, key: GroupKey, lines: Sequence[Line], *, suffix: str, made_up: bool
) -> Chart:
    """Scores with intervals, one line for each measure."""
    dots = [
        caterpillar.Dot(
            one.info.label,
            one.cell.score,
            one.cell.low,
            one.cell.high,
            one.cell.n,
            one.cell.flag.value if one.cell.shown else "",
            href=links.item(key, one.info.code, suffix),
        )
        for one in lines
    ]
    return caterpillar.caterpillar(
        caption, dots, label_heading="Theme", low=0, high=100, made_up=made_up
    )


def places_chart(
    caption: str, found: Sequence[Child], measure: str, *, suffix: str, made_up: bool
) -> Chart:
    """Scores with intervals of places that are shown, against the benchmark's mean."""
    shown = [one for one in found if one.cell.shown]
    dots = [
        caterpillar.Dot(
            one.name,
            one.cell.score,
            one.cell.low,
            one.cell.high,
            one.cell.n,
            one.cell.flag.value,
            href=links.item(one.key, measure, suffix),
        )
        for one in shown
    ]
    marks = {(one.cell.benchmark.name, one.cell.benchmark.score)
             for one in shown if one.cell.benchmark}  # fmt: skip
    line = caterpillar.Benchmark(*next(iter(marks))) if len(marks) == 1 else None
    return caterpillar.caterpillar(caption, dots, benchmark=line, made_up=made_up)


def rounds_chart(caption: str, points: Sequence[tuple[str, Cell, str]], *, made_up: bool) -> Chart:
    """The score over rounds, oldest first: label, cell, and why the line breaks before it."""
    return trend.trend(
        caption,
        [
            trend.Point(
                label,
                cell.score,
                cell.low,
                cell.high,
                cell.n,
                cell.benchmark.score if cell.benchmark else None,
                cell.flag.value if cell.shown else "",
                break_before,
            )
            for label, cell, break_before in points
        ],
        benchmark_heading="Benchmark",
        low=0,
        high=100,
        made_up=made_up,
    )
