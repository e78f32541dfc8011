"""One table of plain values, from which a page, a chart and a download are all drawn."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from markupsafe import Markup, escape

from sightline.design import show


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    #: The word of a flag that compares a result (flags.py): a workbook colours it and its shape.
    FLAG = "flag"


@dataclass(frozen=True)
class Column:
    """A column's heading and how its values are written. `decimals` is for numbers only.

    `about` says in a sentence what it means: it stands in the data dictionary of every file. A
    column that is `wide_only` is left out of pages on a narrow screen: say there where it is.
    """

    text: str
    kind: Kind = Kind.TEXT
    decimals: int | None = None
    about: str = field(default="", kw_only=True)
    wide_only: bool = field(default=False, kw_only=True)

    @property
    def is_numeric(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.PERCENT)


@dataclass(frozen=True)
class Withheld:
    """A value that may not be shown. `reason` is said to people who ask."""

    reason: str = "Too few answers to show"


@dataclass(frozen=True)
class Linked:
    """A value that leads somewhere. Downloads keep the text and drop the link."""

    text: str
    href: str


Value = str | int | float | Decimal | date | datetime | Withheld | Linked | None


@dataclass(frozen=True)
class Table:
    """Rows of plain values under named columns; every row has as many values as columns.

    `made_up` marks charts and files drawn from it. `source` and `filters` say in files where the
    numbers come from and what was chosen. Raises ValueError if a row has the wrong length.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    made_up: bool = False
    first_is_header: bool = field(default=True, kw_only=True)
    source: str = field(default="", kw_only=True)
    filters: Sequence[str] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        for position, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Row {position} has {len(row)} values for {len(self.columns)} columns."
                )


def written(value: Value, column: Column) -> str:
    """A value as people read it, without links: "3,204", "61.5%", "24 November 2026"."""
    if value is None:
        return ""
    if isinstance(value, Withheld):
        return "Withheld"
    if isinstance(value, Linked):
        return value.text
    if isinstance(value, datetime):
        return show.format_moment(value)
    if isinstance(value, date):
        return show.format_date(value)
    if isinstance(value, str):
        return value
    if column.kind is Kind.PERCENT:
        return show.percent(value, column.decimals or 0)
    return show.number(value, column.decimals)


def nhs_parameters(
    caption: str = "",
    columns: Sequence[Column | str | Mapping[str, Any]] = (),
    rows: Sequence[Sequence[Any]] = (),
    *,
    caption_size: str = "m",
    first_is_header: bool = True,
    responsive: bool = True,
    compact: bool = False,
    classes: str = "",
) -> dict[str, Any]:
    """Parameters of the NHS table macro.

    A column is a Column, its text, or a mapping with text, numeric, href and sort. A cell is any
    value of a Table, markup, or a mapping that the NHS macro takes (text, html, href).
    """
    heads = [_head(column) for column in columns]
    known = [column if isinstance(column, Column) else Column("") for column in columns]
    # Two tables of a page may have the same caption; with the same rows they are the same table.
    key = zlib.crc32(f"{caption}{heads}{len(rows)}{caption_size}".encode())
    return {
        "id": f"table-{key:08x}",
        "caption": {"text": caption, "size": caption_size},
        "head": heads,
        "rows": [
            [
                _placed(_cell(value, column), column)
                for value, column in zip(row, known, strict=True)
            ]
            for row in rows
        ],
        "firstCellIsHeader": first_is_header,
        "responsive": responsive,
        "scroll": True,  # a table wider than its place moves inside it, not with the page
        "compact": compact,
        "classes": classes,
    }


def drawn(parameters: Mapping[str, Any]) -> Markup:
    """A table with the same elements as the NHS macro gives for the same parameters.

    The macro takes a seventh of a millisecond for each cell, which a list of two hundred places
    cannot afford; a test holds the two against each other. Knows what `nhs_parameters` gives.
    """
    caption, head = parameters["caption"], parameters["head"]
    sortable = any(column.get("sort") for column in head)
    classes = " ".join(
        name
        for name, is_used in (
            ("nhsuk-table", True),
            ("nhsuk-table--compact", parameters["compact"]),
            ("nhsuk-table--responsive", parameters["responsive"]),
            ("nhsuk-table--sortable", sortable),
            (parameters["classes"], parameters["classes"]),
        )
        if is_used
    )
    role = _ROLES if parameters["responsive"] else dict.fromkeys(_ROLES, "")
    said = f"{parameters['id']}-caption"
    parts = [
        '<div class="nhsuk-scroll" data-module="nhsuk-scroll">'
        f'<div class="nhsuk-scroll__content" role="region" aria-labelledby="{escape(said)}">'
        f'<table class="{escape(classes)}" id="{escape(parameters["id"])}"{role["table"]}>'
        f'<caption class="nhsuk-table__caption nhsuk-table__caption--{escape(caption["size"])}" '
        f'id="{escape(said)}">{escape(caption["text"])}'
    ]
    if sortable:
        parts.append('<span class="nhsuk-u-visually-hidden"> (Column headers are sortable)</span>')
    parts.append(
        f'</caption><thead class="nhsuk-table__head"{role["group"]}>'
        f'<tr class="nhsuk-table__row"{role["row"]}>'
    )
    parts += [_drawn_heading(column, role) for column in head]
    parts.append('</tr></thead><tbody class="nhsuk-table__body">')
    names = [f"{escape(column['text'])} " if role["table"] else "" for column in head]
    for row in parameters["rows"]:
        parts.append(f'<tr class="nhsuk-table__row"{role["row"]}>')
        for position, cell in enumerate(row):
            is_header = position == 0 and parameters["firstCellIsHeader"]
            parts.append(_drawn_cell(cell, head[position], names[position], is_header, role))
        parts.append("</tr>")
    parts.append("</tbody></table></div></div>")
    return Markup("".join(parts))  # noqa: S704 - every value was escaped above


_ROLES = {
    "table": ' role="table"',
    "group": ' role="rowgroup"',
    "row": ' role="row"',
    "column": ' role="columnheader"',
    "header": ' role="rowheader"',
    "cell": ' role="cell"',
}


def _drawn_heading(column: Mapping[str, Any], role: Mapping[str, str]) -> str:
    classes = " nhsuk-table__header--numeric" if column.get("format") == "numeric" else ""
    if column.get("classes"):
        classes += f" {escape(column['classes'])}"
    sort = column.get("sort")
    sorting = " data-sort" if sort else ""
    if sort and sort != "none":
        sorting += f' aria-sort="{escape(sort)}"'
    text = escape(column["text"])
    if column.get("href"):
        text = Markup('<a class="nhsuk-link" href="{}">{}</a>').format(column["href"], text)
    return (
        f'<th class="nhsuk-table__header{classes}" scope="col"{role["column"]}{sorting}>{text}</th>'
    )


def _drawn_cell(
    cell: Mapping[str, Any],
    column: Mapping[str, Any],
    name: str,
    is_header: bool,
    role: Mapping[str, str],
) -> str:
    tag, base = ("th", "nhsuk-table__header") if is_header else ("td", "nhsuk-table__cell")
    kind = cell.get("format", column.get("format"))
    classes = f"{base} {base}--numeric" if kind == "numeric" else base
    if cell.get("classes"):
        classes += f" {escape(cell['classes'])}"
    # What an owner of a page gives as html is markup by its own word, as with the NHS macro.
    inside = str(cell.get("html") or escape(cell.get("text", "")))
    if cell.get("href"):
        inside = f'<a class="nhsuk-link" href="{escape(cell["href"])}">{inside}</a>'
    if name:
        inside = f"<span>{inside}</span>" if cell.get("html") else inside
        inside = f'<span class="nhsuk-table__heading" aria-hidden="true">{name}</span>{inside}'
    scope = ' scope="row"' if is_header else ""
    said = role["header"] if is_header else role["cell"]
    return f'<{tag} class="{classes}"{scope}{said}>{inside}</{tag}>'


#: The class of a cell that only a wide screen has room for.
_WIDE_ONLY = "app-wide-only"


def _placed(cell: dict[str, Any], column: Column) -> dict[str, Any]:
    if not column.wide_only:
        return cell
    return {**cell, "classes": f"{cell.get('classes', '')} {_WIDE_ONLY}".strip()}


def _head(column: Column | str | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(column, Column):
        column = {
            "text": column.text,
            "numeric": column.is_numeric,
            **({"classes": _WIDE_ONLY} if column.wide_only else {}),
        }
    elif isinstance(column, str):
        column = {"text": column}
    head = {name: value for name, value in column.items() if name != "numeric"}
    if column.get("numeric"):
        head["format"] = "numeric"
    return head


def _cell(value: Any, column: Column) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Withheld):
        return {"html": withheld(value.reason)}
    if isinstance(value, Linked):
        return {"text": value.text, "href": value.href}
    if hasattr(value, "__html__"):
        return {"html": Markup(value)}  # noqa: S704 - it says itself that it is markup
    return {"text": written(value, column)}


def withheld(reason: str = "Too few answers to show") -> Markup:
    """The cell for a value that may not be shown."""
    return Markup('<span class="app-withheld">Withheld</span><span class="{}">: {}</span>').format(
        "nhsuk-u-visually-hidden", escape(reason[:1].lower() + reason[1:])
    )
