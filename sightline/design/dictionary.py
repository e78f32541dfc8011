"""A table as files with types hold it: a name, a type and a meaning for every column.

CSV, Excel, Parquet and JSON are all written from these, so that they cannot differ.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone

from sightline.design import show
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld

Plain = str | int | float | Decimal | date | None
#: The column that names, for each row, those whose value is withheld.
WITHHELD_COLUMN = "withheld"
#: Larger whole numbers do not fit 64 bits.
_LARGEST = 2**63 - 1
HOW_WITHHELD = (
    "Withheld: the value may not be shown, because it or another one would tell of few people. "
    "Empty and withheld results look the same. Do not read it as nought."
)


class Type(StrEnum):
    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "date and time"


@dataclass(frozen=True)
class Entry:
    """One column: `name` in small letters, unique in its table; `unit` is "per cent" or empty."""

    name: str
    heading: str
    type: Type
    unit: str
    decimals: int | None
    about: str


@dataclass(frozen=True)
class Typed:
    """The rows of a table, each value of its column's type, and which columns are withheld.

    `rows` and `withheld` are of one length; `withheld` holds names of columns.
    """

    entries: list[Entry]
    rows: list[list[Plain]]
    withheld: list[list[str]]


def plain_value(value: Value, column: Column) -> Plain:
    """A value as files hold it: numbers bare and rounded as on the page, links as their text.

    None for what is withheld: ask the value first where that makes a difference.
    """
    if isinstance(value, Withheld):
        return None
    if isinstance(value, Linked):
        return value.text
    if isinstance(value, (float, Decimal)):
        places = column.decimals
        if places is None and column.kind is Kind.PERCENT:
            places = 0
        if places is not None:
            exact = show.rounded(value, places)
            return exact if isinstance(value, Decimal) else float(exact)
    return value


def written(plain: Plain) -> str:
    """A plain value as text that a program reads back: days as 2026-11-24."""
    if plain is None:
        return ""
    if isinstance(plain, datetime):
        local = timezone.localtime(plain) if timezone.is_aware(plain) else plain
        return local.strftime("%Y-%m-%d %H:%M")
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, Decimal):
        return f"{plain:f}"
    return str(plain)


def typed(table: Table) -> Typed:
    """The table with one type for each column. A column of mixed values is text."""
    columns = list(table.columns)
    plain = [
        [plain_value(value, column) for value, column in zip(row, columns, strict=True)]
        for row in table.rows
    ]
    types = [
        _type(column, [row[place] for row in plain if row[place] is not None])
        for place, column in enumerate(columns)
    ]
    names = _names([column.text for column in columns])
    return Typed(
        entries=[
            Entry(
                name,
                column.text,
                type_,
                "per cent" if column.kind is Kind.PERCENT else "",
                _decimals(column) if type_ in (Type.NUMBER, Type.WHOLE) else None,
                column.about,
            )
            for name, column, type_ in zip(names, columns, types, strict=True)
        ],
        rows=[[_as(one, type_) for one, type_ in zip(row, types, strict=True)] for row in plain],
        withheld=[
            [name for name, value in zip(names, row, strict=True) if isinstance(value, Withheld)]
            for row in table.rows
        ],
    )


def _decimals(column: Column) -> int | None:
    if column.decimals is None and column.kind is Kind.PERCENT:
        return 0
    return column.decimals


def _type(column: Column, values: Sequence[Plain]) -> Type:
    """What fits all values; where there are none, what the column says of itself."""
    if not values:
        if column.is_numeric:
            return Type.NUMBER if _decimals(column) else Type.WHOLE
        return Type.DATE if column.kind is Kind.DATE else Type.TEXT
    if all(isinstance(value, datetime) for value in values):
        return Type.MOMENT
    if all(isinstance(value, date) and not isinstance(value, datetime) for value in values):
        return Type.DATE
    if not all(isinstance(value, (int, float, Decimal)) for value in values):
        return Type.TEXT
    if all(isinstance(value, int) for value in values):
        if any(abs(int(value)) > _LARGEST for value in values if isinstance(value, int)):
            return Type.TEXT
        return Type.NUMBER if _decimals(column) or column.kind is Kind.PERCENT else Type.WHOLE
    return Type.NUMBER


def _as(value: Plain, type_: Type) -> Plain:
    if value is None:
        return None
    if type_ is Type.TEXT:
        return written(value)
    if type_ is Type.NUMBER:
        return float(value)  # type: ignore[arg-type]  # every value of the column is a number
    if type_ is Type.MOMENT and isinstance(value, datetime) and timezone.is_naive(value):
        return timezone.make_aware(value)
    return value


def _names(headings: Sequence[str]) -> list[str]:
    """Small letters, digits and lines, so that no language needs quotation marks."""
    taken = {WITHHELD_COLUMN}
    names = []
    for place, heading in enumerate(headings, start=1):
        plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
        base = re.sub(r"[^a-z0-9]+", "_", plain.replace("95%", "ci95")).strip("_")
        base = base if base[:1].isalpha() else f"column_{base or place}"
        name, again = base, 2
        while name in taken:
            name, again = f"{base}_{again}", again + 1
        taken.add(name)
        names.append(name)
    return names


def as_table(table: Table, entries: Sequence[Entry]) -> Table:
    """The dictionary of a table as a table of its own, one row for each column."""
    return Table(
        f"What the columns of “{table.caption}” mean",
        [Column(text) for text in ("Column", "Name in typed files", "Type", "Unit", "Decimals")]
        + [Column("Meaning")],
        [
            [
                one.heading,
                one.name,
                str(one.type),
                one.unit,
                "" if one.decimals is None else str(one.decimals),
                one.about or "As its heading says",
            ]
            for one in entries
        ],
        made_up=table.made_up,
    )
