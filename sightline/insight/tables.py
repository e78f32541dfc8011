"""Tables of results: one object for the page, its chart and its download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sightline.design.charts import caterpillar, sparkline, trend
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld
from sightline.insight import colours, links, values
from sightline.insight.queries.alike import Together
from sightline.insight.queries.inside import Inside
from sightline.insight.queries.lines import Line, Point, moved
from sightline.insight.reading import Reading
from sightline.results.gate import Cell, MeasureInfo
from sightline.results.levels import NATION, GroupKey

NUMBERS = (
    Column("Answers", Kind.NUMBER),
    Column("Coverage", Kind.PERCENT),
    Column("Positive", Kind.PERCENT, 1),
    Column("Score", Kind.NUMBER, 1),
    Column("95% low", Kind.NUMBER, 1),
    Column("95% high", Kind.NUMBER, 1),
    Column("Benchmark", Kind.NUMBER, 1),
    Column("Difference", Kind.NUMBER, 1),
    Column("Compared", Kind.FLAG),
)


#: The headings of what has no value where nobody can be compared: the nation.
COMPARED = ("Benchmark", "Difference", "Compared")
#: The heading of a column that holds pictures: a file leaves it out.
LINE = "Line"


def brief(found: Reading, key: GroupKey) -> list[str]:
    """The headings of ``NUMBERS`` for which a page has room, and what became of them."""
    since = [f"Since {found.since}"] if found.since else []
    left_out = COMPARED if key == NATION else ("Difference",)
    return [*(column.text for column in NUMBERS if column.text not in left_out), *since]


def coverage(cell: Cell, info: MeasureInfo) -> float | None:
    """Per cent of those who took part in the group who answered this measure.

    None where only one branch of professions is asked: of all who took part it would look as if
    the others had not answered.
    """
    if info.branch or not cell.n or not cell.respondents:
        return None
    return 100 * cell.n / cell.respondents


def numbers(cell: Cell, info: MeasureInfo) -> list[Value]:
    """The columns of ``NUMBERS``: all withheld, or all that there is."""
    if not cell.shown:
        return [Withheld()] * len(NUMBERS)
    return [
        cell.n,
        coverage(cell, info),
        None if cell.positive is None else values.Positive(cell),
        cell.score,
        cell.low,
        cell.high,
        cell.benchmark.score if cell.benchmark else None,
        cell.difference,
        values.flagged(cell) if cell.benchmark else "",
    ]


def some(table: Table, headings: Sequence[str], rows: Sequence[int] | None = None) -> Table:
    """Some columns of a table, in its order, and some of its rows (by position; all if None).

    Raises KeyError for a heading that is not there.
    """
    place = {column.text: at for at, column in enumerate(table.columns)}
    kept = sorted(place[heading] for heading in headings)
    chosen = table.rows if rows is None else [table.rows[row] for row in rows]
    return replace(
        table,
        columns=[table.columns[at] for at in kept],
        rows=[[row[at] for at in kept] for row in chosen],
    )


def measures(
    caption: str, heading: str, key: GroupKey, lines: Sequence[Line], found: Reading
) -> Table:
    """One row for each measure of a group. Themes have no share of positive answers, and the
    nation has nobody to be compared with."""
    since = [Column(f"Since {found.since}")] if found.since else []
    rows: list[list[Value]] = []
    for line in lines:
        said = line.change.short if line.cell.shown else Withheld()
        rows.append(
            [
                Linked(line.info.label, links.item(key, line.info.code, found.suffix)),
                *numbers(line.cell, line.info),
                *([said] if since else []),
            ]
        )
    table = Table(caption, [Column(heading), *NUMBERS, *since], rows, made_up=found.made_up)
    if key != NATION:
        return table
    return some(table, [one.text for one in table.columns if one.text not in COMPARED])


def measures_chart(table: Table, key: GroupKey, lines: Sequence[Line], found: Reading) -> Chart:
    """Scores with intervals, one line for each measure, drawn over its table."""
    dots = [
        caterpillar.Dot(
            line.info.label,
            line.cell.score,
            line.cell.low,
            line.cell.high,
            line.cell.n,
            line.cell.flag.value if line.cell.benchmark else "",
            said=colours.in_short(line.cell),
        )
        for line in lines
    ]
    drawn = caterpillar.caterpillar(table.caption, dots, low=0, high=100, made_up=found.made_up)
    return replace(drawn, table=table)


def together(like: Together, found: Reading, named: Mapping[str, str]) -> Table:
    """One row for each measure of places that are shown as one, by itself and over rounds.

    ``named``: what networks, and the board or provider, are called, by code.
    """
    own = ("Answers", "Score", "95% low", "95% high")
    years = len(like.labels) > 1
    columns = [Column("Question or theme"), Column("Places", Kind.NUMBER), Column("Places in")]
    for after in ("", *([f", {len(like.labels)} rounds"] if years else [])):
        columns += [
            Column(f"{text}{after}", Kind.NUMBER, 0 if text == "Answers" else 1) for text in own
        ]
    rows: list[list[Value]] = []
    for row in like.rows:
        where = named.get(row.network or like.whole.code, row.network or like.whole.code)
        cells: list[Value] = [row.info.label, row.now.places, where]
        for figure in (row.now, *([row.rounds] if years else [])):
            cells += (
                [figure.n, figure.score, figure.low, figure.high] if figure else [Withheld()] * 4
            )
        cells += row.one or [Withheld()] * 2
        rows.append(cells)
    columns += [Column(text, Kind.NUMBER, 1) for text in ("One place, low", "One place, high")]
    return Table(
        "Places together",
        columns,
        rows,
        notes=(
            "Not the place’s own figures: those of places like it, as one.",
            "Of single places like these, 95 in 100 would lie between “One place, low” and “high”.",
        ),
        made_up=found.made_up,
    )


def places(caption: str, inside: Inside, info: MeasureInfo, found: Reading) -> Table:
    """One row for each group inside a group, for one measure."""
    return Table(
        caption,
        [Column("Where"), *NUMBERS],
        [
            [
                Linked(row.name, links.item(row.key, info.code, found.suffix)),
                *numbers(row.cell, info),
            ]
            for row in inside.rows
        ],
        made_up=found.made_up,
    )


def places_chart(table: Table, inside: Inside, rows: Sequence[int], found: Reading) -> Chart:
    """Scores with intervals of some of the places, against their benchmark, over their table."""
    kept = [inside.rows[at] for at in rows]
    dots = [
        caterpillar.Dot(
            row.name,
            row.cell.score,
            row.cell.low,
            row.cell.high,
            row.cell.n,
            row.cell.flag.value if row.cell.benchmark else "",
            said=colours.in_short(row.cell),
        )
        for row in kept
    ]
    marks = {
        (row.cell.benchmark.name, row.cell.benchmark.score) for row in kept if row.cell.benchmark
    }
    line = caterpillar.Benchmark(*next(iter(marks))) if len(marks) == 1 else None
    drawn = caterpillar.caterpillar(table.caption, dots, benchmark=line, made_up=found.made_up)
    return replace(drawn, table=some(table, [one.text for one in table.columns], rows))


def themes_by_place(
    caption: str, inside: Inside, themes: Sequence[MeasureInfo], found: Reading
) -> Table:
    """One row for each group inside a group: for each theme its score, answers and flag.

    `scores_by_place` is what a page shows of it.
    """
    columns = [Column("Where"), Column("Learners", Kind.NUMBER)]
    for theme in themes:
        columns += [
            Column(theme.label, Kind.NUMBER, 1),
            Column(f"{theme.label}: answers", Kind.NUMBER),
            Column(f"{theme.label}: compared", Kind.FLAG),
        ]
    rows: list[list[Value]] = []
    for row in inside.rows:
        line: list[Value] = [
            Linked(row.name, links.group(row.key, found.suffix)),
            Withheld() if row.respondents is None else row.respondents,
        ]
        for cell in row.cells:
            href = links.item(row.key, cell.measure, found.suffix)
            line += (
                [values.Scored(cell, href), cell.n, values.flagged(cell)]
                if cell.shown
                else [Withheld()] * 3
            )
        rows.append(line)
    return Table(caption, columns, rows, made_up=found.made_up)


def scores_by_place(
    table: Table, themes: Sequence[MeasureInfo], rows: Sequence[int] | None = None
) -> Table:
    return some(table, ["Where", "Learners", *(theme.label for theme in themes)], rows)


def rounds_chart(caption: str, points: Sequence[Point], found: Reading) -> Chart:
    """The score over rounds, oldest first."""
    has_benchmark = any(point.cell.benchmark for point in points)
    return trend.trend(
        caption,
        [
            trend.Point(
                point.label,
                point.cell.score,
                point.cell.low,
                point.cell.high,
                point.cell.n,
                point.cell.benchmark.score if point.cell.benchmark else None,
                point.cell.flag.value if point.cell.benchmark else "",
                point.break_before,
                colours.in_short(point.cell),
            )
            for point in points
        ],
        benchmark_heading="Benchmark" if has_benchmark else "",
        low=0,
        high=100,
        made_up=found.made_up,
    )


def changed(lines: Sequence[Line], key: GroupKey, found: Reading) -> Table:
    """Measures that clearly changed since the round before, with both scores."""
    rows: list[list[Value]] = [
        [
            Linked(line.info.label, links.item(key, line.info.code, found.suffix)),
            line.change.was.score if line.change.was else None,
            line.cell.score,
            moved(line),
            line.change.short,
        ]
        for line in lines
    ]
    columns = [
        Column("Question or theme"),
        Column(found.since, Kind.NUMBER, 1),
        Column(found.dataset.label, Kind.NUMBER, 1),
        Column("Points", Kind.NUMBER, 1),
        Column(f"Since {found.since}"),
    ]
    return Table(f"What changed since {found.since}", columns, rows, made_up=found.made_up)


def over_rounds(
    trends: Mapping[str, Sequence[Point]], lines: Sequence[Line], key: GroupKey, found: Reading
) -> Table:
    """One row for each measure with its score in every round, a small line, and its breaks.

    ``trends`` are the points of each measure's code, oldest first.
    """
    rounds = list(dict.fromkeys(point.label for points in trends.values() for point in points))
    scores = [
        point.cell.score
        for points in trends.values()
        for point in points
        if point.cell.score is not None
    ]
    low, high = min(scores, default=0.0), max(scores, default=100.0)
    has_breaks = any(point.break_before for points in trends.values() for point in points)
    rows: list[list[Value]] = []
    for line in lines:
        points = {point.label: point for point in trends[line.info.code]}
        broken = [label for label, point in points.items() if point.break_before]
        drawn = sparkline.sparkline(
            [(one, points[one].cell.score if one in points else None) for one in rounds],
            low=low,
            high=high,
            breaks=[rounds.index(label) for label in broken],
        )
        rows.append(
            [
                Linked(line.info.label, links.item(key, line.info.code, found.suffix)),
                *(_score(points.get(label)) for label in rounds),
                values.Marked("", drawn),
                *(
                    [f"Questions changed in {', '.join(broken)}" if broken else ""]
                    if has_breaks
                    else []
                ),
            ]
        )
    columns = [
        Column("Theme"),
        *(Column(label, Kind.NUMBER, 1) for label in rounds),
        Column(LINE),
        *([Column("Not comparable")] if has_breaks else []),
    ]
    return Table("Scores over the rounds", columns, rows, made_up=found.made_up)


def _score(point: Point | None) -> Value:
    """A score of a round; in words where it was not asked."""
    if point is None:
        return "Not asked"
    return point.cell.score if point.cell.shown else Withheld()
