"""Many places by many measures in one table: a symbol, a number and a colour in every cell.

It is a table and nothing else, so that it can be read aloud, searched and copied. Headings stay in
view while the rest moves under them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markupsafe import Markup, escape

from sightline.design import flags, show
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld

#: With more columns than this their headings stand upright.
MANY = 8


@dataclass(frozen=True)
class HeatCell:
    """A value with its flag; ``value`` None is withheld, whatever the reason."""

    value: float | None
    colour: str = ""


@dataclass(frozen=True)
class HeatRow:
    """``within`` are the headings that the row stands under, widest first."""

    name: str
    href: str
    within: tuple[str, ...]
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class Heatmap:
    """The table as it is drawn, and the same as rows for a file when somebody wants one."""

    caption: str
    html: Markup
    rows: Callable[[], Table]

    @cached_property
    def table(self) -> Table:
        return self.rows()


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
        heads += [Column(one, Kind.NUMBER, 1), Column(f"{one}: compared")]
    lines: list[list[Value]] = []
    for row in rows:
        line: list[Value] = [Linked(row.name, row.href) if row.href else row.name, *row.within]
        for cell in row.cells:
            if cell.value is None:
                line += [Withheld(), Withheld()]
            else:
                line += [cell.value, flags.named(cell.colour).word if cell.colour else ""]
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
        f'<span class="nhsuk-u-visually-hidden"> {flag.word}</span></td>'
    )
