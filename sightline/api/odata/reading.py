"""The rows of one answer: filtered, ordered, cut, with where to go on.

Lists (places, concerns, …) are read whole, a constant number of queries, and cut here. Results are
many more: see `sets.results`, which finds its own page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sightline.api.odata.asking import Query
from sightline.api.odata.edm import Row, Value


@dataclass(frozen=True)
class Page:
    """``next`` is the question of the address of the next rows; empty at the end. ``count`` is how
    many fit the filter in all, None where nobody asked."""

    rows: Sequence[Row]
    next: str
    count: int | None


def filtered(rows: Iterable[Row], query: Query) -> list[Row]:
    if query.filter is None:
        return list(rows)
    return [row for row in rows if query.filter(row)]


def ordered(rows: list[Row], query: Query) -> list[Row]:
    """By each property in turn; nothing stands before everything, as OData has it."""
    for name, descending in reversed(query.order):
        rows = sorted(rows, key=_rank(name), reverse=descending)
    return rows


def _rank(name: str) -> Callable[[Row], tuple[Any, ...]]:
    def of(row: Row) -> tuple[Any, ...]:
        value = row[name]
        return (0,) if value is None else (1, value)

    return of


def cut(rows: Sequence[Row], query: Query) -> Page:
    """One page of rows that are all known. ``query.at`` is the position of its first row."""
    start = query.at if query.at else query.skip
    most = query.size if query.top is None else min(query.size, query.top)
    page = rows[start : start + most]
    has_more = len(rows) > start + most and (query.top is None or query.top > most)
    return Page(
        page,
        query.going_on(start + most, given=len(page)) if has_more else "",
        len(rows) if query.count else None,
    )


def plain(value: Value) -> str | int | float | bool | None:
    """A value as JSON holds it: days as 2026-11-24, moments with their zone."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value
