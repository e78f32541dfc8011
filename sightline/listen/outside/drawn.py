"""Tables of the figures, for pages and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from sightline.design import flags, show
from sightline.design.charts.sparkline import sparkline
from sightline.design.tables import Column, Kind, Table, Value, Withheld
from sightline.listen.outside.models import Source
from sightline.listen.outside.own import OwnSurvey
from sightline.listen.outside.queries import Block, Line, Point
from sightline.listen.outside.words import Scale
from sightline.stats.outliers import Colour

#: What the GMC calls the colours, beside the words that all flags here have.
GMC_WORDS = {
    Colour.RED: "red",
    Colour.PINK: "pink",
    Colour.WHITE: "white",
    Colour.LIGHT_GREEN: "light green",
    Colour.GREEN: "green",
    Colour.GREY: "grey",
}


class Marked(str):
    """Text for files, with what a page shows in its place."""

    html: Markup

    def __new__(cls, text: str, html: Markup) -> Marked:
        made = super().__new__(cls, text)
        made.html = html
        return made

    def __html__(self) -> str:
        return self.html


def flag(colour: str) -> Markup:
    """A flag with its shape and word: the macro `flag` of components.jinja in its compact form."""
    shown = flags.named(colour)
    outline = " app-flag__shape--outline" if shown.is_outline else ""
    return Markup(
        '<span class="app-flag app-flag--{} app-flag--compact">'
        '<svg class="app-flag__shape{}" viewBox="0 0 16 16" width="14" height="14" '
        'aria-hidden="true" focusable="false"><path d="{}"/></svg>{}</span>'
    ).format(shown.css, outline, shown.path, shown.word)


def decimals(line: Line) -> int:
    return 2 if line.indicator.scale in (Scale.MEAN_5, Scale.SHARE) else 1


def table(block: Block, made_up: bool) -> Table:
    """Indicators by year: value, flag and number of answers; breaks stand in the headings."""
    columns = [Column("Indicator")]
    for year in block.years:
        if year in block.missing:
            columns.append(Column(f"{year} (no survey)"))
        elif year in block.breaks:
            columns.append(Column(f"{year}, after a break"))
        else:
            columns.append(Column(str(year)))
    columns += [Column("Trend"), Column("Standards")]
    rows = [
        [
            line.indicator.label,
            *(_cell(block, line, year) for year in block.years),
            _trend(block, line),
            ", ".join(line.standards) or "None named",
        ]
        for line in block.lines
    ]
    return Table(caption(block), columns, rows, made_up=made_up)


def caption(block: Block) -> str:
    said = f"{block.source.short_name}: {block.audience.label.lower()}"
    if block.unit.subject_name:
        said += f", {block.unit.subject_name}"
    if block.unit.kind == "site":
        said += f" at {block.unit.name}"
    return f"{said}, {block.split}" if block.split else said


def _cell(block: Block, line: Line, year: int) -> Value:
    if year in block.missing:
        return "No survey"
    point = line.points.get(year)
    if point is None:
        return _not_there(line, year)
    if not point.shown:
        return Withheld(point.reason)
    return Marked(said(line, point), _html(line, point))


def _not_there(line: Line, year: int) -> str:
    first, last = line.indicator.first_year, line.indicator.last_year
    if (first and year < first) or (last and year > last):
        return "Not asked"
    return "No figure"


def _number(line: Line, value: float | None) -> str:
    text = show.number(value, decimals(line))
    return f"{text}%" if line.indicator.scale == Scale.PERCENT else text


def said(line: Line, point: Point) -> str:
    """A figure in words: "72.5, Below (red), n 14"."""
    parts = [_number(line, point.value)]
    if point.colour:
        parts.append(f"{flags.named(point.colour).word} ({GMC_WORDS[Colour(point.colour)]})")
    if point.differs:
        parts.append(f"by the rule {flags.named(point.worked_out).word}")
    if point.n is not None:
        parts.append(f"n {show.number(point.n)}")
    return ", ".join(parts)


def _html(line: Line, point: Point) -> Markup:
    html = Markup("{}").format(_number(line, point.value))
    if point.colour:
        html += Markup(" {}").format(flag(point.colour))
    if point.differs:
        html += Markup('<span class="app-small">By the rule: {}</span>').format(
            flag(point.worked_out)
        )
    small = []
    if point.n is not None:
        small.append(f"n {show.number(point.n)}")
    if point.benchmark is not None:
        small.append(f"benchmark {_number(line, point.benchmark)}")
    if point.is_aggregated:
        small.append("two years")
    if small:
        html += Markup('<span class="app-small">{}</span>').format(", ".join(small))
    return html


def _trend(block: Block, line: Line) -> Marked:
    # Nothing is drawn across a break.
    since = max(block.breaks, default=0)
    points = [
        (str(year), line.points[year].value)
        for year in block.years
        if year >= since and year in line.points
    ]
    words = change(line)
    if sum(value is not None for _, value in points) < 2:
        return Marked(words, Markup("{}").format(words))
    drawn = sparkline(points, decimals=decimals(line))
    return Marked(words, Markup("{}<br>{}").format(drawn, words))


def change(line: Line) -> str:
    """The change since the edition before, in words; nothing is said across a break."""
    if line.change is None:
        return "No trend"
    rounded = show.rounded(abs(line.change), decimals(line))
    if not rounded:
        return f"As in {line.change_since}"
    way = "Up" if line.change > 0 else "Down"
    return f"{way} {show.number(rounded)} since {line.change_since}"


def reds(block: Block) -> list[str]:
    """Sentences on what is red, and how often running."""
    found = []
    for line in block.reds:
        if line.running > 1:
            years = ", ".join(map(str, line.red_years))
            found.append(f"{line.indicator.label}: red {line.running} years running ({years})")
        else:
            found.append(f"{line.indicator.label}: red in {line.red_years[0]}")
    return found


def own_table(found: OwnSurvey, made_up: bool) -> Table:
    """Our own survey's themes by round."""
    rows: list[list[Value]] = []
    for label, cells in found.rows:
        row: list[Value] = [label]
        for cell in cells:
            if not cell.shown or cell.score is None:
                row.append(Withheld())
                continue
            text = show.number(cell.score, 1)
            mark = flag(cell.flag) if cell.benchmark else Markup("")
            row.append(
                Marked(
                    f"{text}, {flags.named(cell.flag).word}, n {show.number(cell.n)}",
                    Markup('{} {}<span class="app-small">n {}</span>').format(
                        text, mark, show.number(cell.n)
                    ),
                )
            )
        rows.append(row)
    columns = [Column("Theme"), *(Column(one.label) for one in found.datasets)]
    return Table(f"Our own: {found.name}", columns, rows, made_up=made_up)


def file_table(blocks: Iterable[Block], title: str, made_up: bool) -> Table:
    """Every figure in a row of its own, each with its source's threshold and licence."""
    columns = (
        Column("Source"), Column("Whose answers"), Column("Year", Kind.TEXT), Column("Place"),
        Column("Specialty, programme or subject"), Column("Group"), Column("Indicator"),
        Column("Scale"), Column("Result", Kind.NUMBER, 2), Column("Lower limit", Kind.NUMBER, 2),
        Column("Upper limit", Kind.NUMBER, 2), Column("Answers", Kind.NUMBER, 0),
        Column("Response rate", Kind.NUMBER, 1), Column("Outcome in the file"),
        Column("Outcome by the source’s rule"), Column("Not shown because"), Column("Standards"),
        Column("Licence"),
    )  # fmt: skip
    rows: list[Sequence[Value]] = []
    sources: dict[str, Source] = {}
    for block in blocks:
        sources[block.source.code] = block.source
        for line in block.lines:
            for point in line.points.values():
                rows.append(
                    (
                        block.source.short_name,
                        block.audience.label,
                        str(point.year),
                        block.unit.name,
                        block.unit.subject_name,
                        block.split,
                        line.indicator.label,
                        line.indicator.get_scale_display(),
                        point.value,
                        point.lower,
                        point.upper,
                        point.n,
                        point.rate,
                        point.said,
                        point.worked_out,
                        point.reason,
                        ", ".join(line.standards),
                        block.source.licence_note,
                    )
                )
    notes = [
        f"{one.name}: {one.scale_note} {one.threshold_note} {one.licence_note}"
        for one in sources.values()
    ]
    return Table(title, columns, rows, notes, made_up)
