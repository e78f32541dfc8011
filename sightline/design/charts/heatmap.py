"""Many places by many measures in one table: a symbol, a number and a colour in every cell.

On a page it is a table and nothing else, so that it can be read aloud, searched and copied.
Headings stay in view while the rest moves under them. Its picture is for slides and papers, and
drawn only when somebody asks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markupsafe import Markup, escape

from sightline.design import flags, show
from sightline.design.charts.canvas import SMALL, WIDE, Canvas, text_width, wrap
from sightline.design.charts.caterpillar import mark
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld

#: With more columns than this their headings stand upright.
MANY = 8
#: With more cells, or more rows, than these nobody could read a picture of them.
MOST_DRAWN, MOST_ROWS = 8_000, 300
# Of the picture: the column of names, a cell's least width and its height, the line of a name.
_NAMES, _ACROSS, _DOWN, _LINE = 220.0, 46.0, 20.0, 14.0
_WIDEST = 160.0  # so far a cell grows for a long word in its heading
_OF_A_NAME = 300.0  # of the picture's width, for the name of a column below it


@dataclass(frozen=True)
class HeatCell:
    """A value with its flag; ``value`` None is withheld, whatever the reason.

    ``said`` is what is said of the flag where it is more than its word: a star then stands by it.
    """

    value: float | None
    colour: str = ""
    said: str = ""

    @property
    def words(self) -> str:
        return self.said or (flags.named(self.colour).word if self.colour else "")

    @property
    def star(self) -> str:
        return "*" if self.colour and self.words != flags.named(self.colour).word else ""


@dataclass(frozen=True)
class HeatRow:
    """``within`` are the headings that the row stands under, widest first."""

    name: str
    href: str
    within: tuple[str, ...]
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class Heatmap:
    """The table as it is drawn, and the same as rows and as a picture when somebody wants them."""

    caption: str
    html: Markup
    rows: Callable[[], Table]
    drawn: Callable[[], Markup]
    size: tuple[int, int]  # rows and columns

    @cached_property
    def table(self) -> Table:
        return self.rows()

    @property
    def has_picture(self) -> bool:
        rows, columns = self.size
        return 0 < rows <= MOST_ROWS and 0 < columns <= MOST_DRAWN / rows

    @cached_property
    def picture(self) -> Chart:
        """The picture with its table; one for all widths, because pages show the table."""
        svg = self.drawn()
        return Chart(self.table, svg, svg)


def heatmap(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    *,
    row_heading: str = "Where",
    within_headings: Sequence[str] = (),
    made_up: bool = False,
) -> Heatmap:
    """Rows in the order given, a heading wherever what they stand within changes.

    Raises ValueError for a row that has another number of cells than there are columns.
    """
    for row in rows:
        if len(row.cells) != len(columns):
            raise ValueError(f"{row.name} has {len(row.cells)} cells for {len(columns)} columns.")
    parts = [_head(caption, columns, row_heading, made_up=made_up)]
    before: tuple[str, ...] = ()
    is_open = False
    for row in rows:
        if row.within != before:
            parts.append("</tbody>" if is_open else "")
            parts.append(f"<tbody>{_group(row.within, len(columns))}")
            is_open, before = True, row.within
        elif not is_open:
            parts.append("<tbody>")
            is_open = True
        parts.append(_row(row))
    parts.append("</tbody>" if is_open else "")
    parts.append("</table></div>")
    return Heatmap(
        caption,
        Markup("".join(parts)),  # noqa: S704 - every value was escaped below
        lambda: _table(caption, columns, rows, row_heading, within_headings, made_up),
        lambda: _picture(caption, columns, rows, made_up),
        (len(rows), len(columns)),
    )


def _table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    row_heading: str,
    within_headings: Sequence[str],
    made_up: bool,
) -> Table:
    heads = [Column(row_heading), *(Column(one) for one in within_headings)]
    for one in columns:
        heads += [Column(one, Kind.NUMBER, 1), Column(f"{one}: compared", Kind.FLAG)]
    lines: list[list[Value]] = []
    for row in rows:
        line: list[Value] = [Linked(row.name, row.href) if row.href else row.name, *row.within]
        for cell in row.cells:
            if cell.value is None:
                line += [Withheld(), Withheld()]
            else:
                line += [cell.value, cell.words]
        lines.append(line)
    return Table(caption, heads, lines, made_up=made_up)


def _head(caption: str, columns: Sequence[str], row_heading: str, *, made_up: bool) -> str:
    upright = " app-heat--upright" if len(columns) > MANY else ""
    strip = '<span class="app-heat__made-up">Made-up data</span>' if made_up else ""
    heads = "".join(f'<th scope="col"><span>{escape(one)}</span></th>' for one in columns)
    return (
        f'<div class="app-heat{upright}" role="region" aria-labelledby="heat-caption" tabindex="0">'
        f'<table><caption id="heat-caption">{escape(caption)} {strip}</caption>'
        f'<thead><tr><th scope="col" class="app-heat__corner">{escape(row_heading)}</th>{heads}'
        "</tr></thead>"
    )


def _group(within: tuple[str, ...], columns: int) -> str:
    """One heading for all that the rows stand under: two rows of headings would use up a screen."""
    text = ": ".join(str(escape(one)) for one in within if one)
    if not text:
        return ""
    return (
        f'<tr class="app-heat__group"><th scope="rowgroup" colspan="{columns + 1}">'
        f"<span>{text}</span></th></tr>"
    )


def _row(row: HeatRow) -> str:
    name = str(escape(row.name))
    if row.href:
        name = f'<a href="{escape(row.href)}">{name}</a>'
    return f'<tr><th scope="row">{name}</th>{"".join(map(_cell, row.cells))}</tr>'


@lru_cache(maxsize=8192)
def _cell(cell: HeatCell) -> str:
    """The same for every cell of a score and a flag: there are a few thousand of these at most."""
    if cell.value is None:
        return (
            '<td class="heat-none"><span aria-hidden="true">–</span>'
            '<span class="nhsuk-u-visually-hidden">Withheld</span></td>'
        )
    value = show.number(cell.value, 0)
    if not cell.colour:
        return f"<td>{value}</td>"
    flag = flags.named(cell.colour)
    return (
        f'<td class="heat-{flag.css}"><span aria-hidden="true">{flag.shape}</span> {value}'
        f'<span aria-hidden="true">{cell.star}</span>'
        f'<span class="nhsuk-u-visually-hidden"> {cell.words}</span></td>'
    )


def _picture(
    caption: str, columns: Sequence[str], rows: Sequence[HeatRow], made_up: bool
) -> Markup:
    """Rows and headings as in the table. Many columns have numbers, which are named below."""
    words = [] if len(columns) > MANY else [word for one in columns for word in one.split()]
    longest = max((text_width(word, SMALL, bold=True) for word in words), default=0)
    across = max(_ACROSS, min(longest + 8, _WIDEST), (WIDE - _NAMES) / max(len(columns), 1))
    canvas = Canvas(_NAMES + across * len(columns))
    y = _column_heads(canvas, columns, across, _key(canvas))
    before: tuple[str, ...] = ()
    for row in rows:
        if row.within != before:
            before = row.within
            said = ": ".join(one for one in row.within if one)
            for line in wrap(said, canvas.width, SMALL, bold=True) if said else ():
                canvas.text(0, y + _LINE, line, "chart-small chart-bold")
                y += _LINE + 4
        names = wrap(row.name, _NAMES - 10, SMALL)
        canvas.lines(0, y + _LINE, names, "chart-small", leading=_LINE)
        for at, cell in enumerate(row.cells):
            _drawn_cell(canvas, cell, _NAMES + at * across, y, across)
        y += max(_DOWN, len(names) * _LINE + 6)
    if len(columns) > MANY:
        y = _names_of_columns(canvas, columns, y + 4)
    withheld = sum(cell.value is None for row in rows for cell in row.cells)
    said = (
        f"{show.pluralise(len(rows), 'row')} by {show.pluralise(len(columns), 'column')}: a score "
        f"and its flag in each cell. {withheld} withheld. The table has every number."
    )
    return canvas.picture(y + 8, caption, said, made_up=made_up)


def _key(canvas: Canvas) -> float:
    """What the signs mean, above the picture; gives how far down it goes."""
    x, y = 0.0, 10.0
    for flag in flags.FLAGS.values():
        if flag.word == "Not shown":
            continue
        if x + 34 + text_width(flag.word, SMALL) > canvas.width:
            x, y = 0.0, y + _DOWN
        mark(canvas, x + 8, y, flag.colour)
        canvas.text(x + 20, y + 4, flag.word, "chart-small")
        x += 34 + text_width(flag.word, SMALL)
    said = (
        "Numbers are scores out of 100. *: clearly below or above the average of those like it all "
        "the same. –: not shown."
    )
    for line in wrap(said, canvas.width, SMALL):
        y += _LINE + 4
        canvas.text(0, y + 4, line, "chart-small")
    return y + 12


def _column_heads(canvas: Canvas, columns: Sequence[str], across: float, y: float) -> float:
    """The names of the columns, or their numbers; gives where the first row begins."""
    heads = (
        [[str(number)] for number, _ in enumerate(columns, start=1)]
        if len(columns) > MANY
        else [wrap(one, across - 6, SMALL, bold=True) for one in columns]
    )
    down = max(map(len, heads), default=1) * _LINE
    for at, lines in enumerate(heads):
        canvas.lines(
            _NAMES + (at + 0.5) * across, y + down - (len(lines) - 1) * _LINE, lines,
            "chart-small chart-bold", "middle", _LINE,
        )  # fmt: skip
    canvas.line(0, y + down + 5, canvas.width, y + down + 5, "chart-axis")
    return y + down + 8


def _names_of_columns(canvas: Canvas, columns: Sequence[str], y: float) -> float:
    """What the numbers above the columns stand for, side by side; gives how far down it goes."""
    beside = max(int(canvas.width // _OF_A_NAME), 1)
    lines = [
        wrap(f"{number} {name}", canvas.width / beside - 10, SMALL)
        for number, name in enumerate(columns, start=1)
    ]
    each = -(-len(lines) // beside)
    ends = []
    for at in range(beside):
        listed = [line for one in lines[at * each : (at + 1) * each] for line in one]
        x = at * canvas.width / beside
        ends.append(canvas.lines(x, y + _LINE, listed, "chart-small", leading=_LINE) - _LINE)
    return max(ends)


def _drawn_cell(canvas: Canvas, cell: HeatCell, x: float, y: float, across: float) -> None:
    shown = cell.value is not None
    look = f" chart-tile--{flags.named(cell.colour).css}" if shown and cell.colour else ""
    state = look if shown else " chart-tile--withheld"
    canvas.rect(x + 1, y + 1, across - 2, _DOWN - 2, f"chart-tile{state}")
    middle = x + across / 2
    if cell.value is None:
        canvas.text(middle, y + _LINE, "–", "chart-small", "middle")
        return
    if cell.colour:
        mark(canvas, middle - 11, y + _DOWN / 2, cell.colour)
    canvas.text(middle + 20, y + _LINE, show.number(cell.value, 0), "chart-small", "end")
    if cell.star:
        canvas.text(middle + 20, y + _LINE, cell.star, "chart-small")
