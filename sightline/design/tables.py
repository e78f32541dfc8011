"""One table of plain values, from which a page, a chart and a download are all drawn."""

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


@dataclass(frozen=True)
class Column:
    """A column's heading and how its values are written. `decimals` is for numbers only."""

    text: str
    kind: Kind = Kind.TEXT
    decimals: int | None = None

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

    `made_up` marks charts and files drawn from it. Raises ValueError if a row has the wrong length.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    made_up: bool = False
    first_is_header: bool = field(default=True, kw_only=True)

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
    return {
        "caption": {"text": caption, "size": caption_size},
        "head": heads,
        "rows": [
            [_cell(value, column) for value, column in zip(row, known, strict=True)] for row in rows
        ],
        "firstCellIsHeader": first_is_header,
        "responsive": responsive,
        "scroll": True,  # a table wider than its place moves inside it, not with the page
        "compact": compact,
        "classes": classes,
    }


def _head(column: Column | str | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(column, Column):
        column = {"text": column.text, "numeric": column.is_numeric}
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
