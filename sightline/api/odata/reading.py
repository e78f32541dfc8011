"""The rows of one answer: filtered, ordered, cut, with where to go on.

Lists (places, concerns, …) are read whole, a constant number of queries, and cut here. Results are
many more: see `sets.results`, which finds its own page.

A list goes on after the last row that was given, by its key. So a row that is added, changed or
taken away meanwhile makes no other come twice, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sightline.api.odata.asking import Query
from sightline.api.odata.edm import Row, Value
from sightline.api.odata.refusals import Gone


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


def cut(rows: Sequence[Row], query: Query, *, after: str, before: str = "") -> Page:
    """One page of rows that are all known.

    Args:
        after: the key of the last row that was given; "" at the beginning.
        before: what the set writes in front of the key where the next page begins.
    """
    start = _follows(rows, query, after) if after else query.skip
    most = query.size if query.top is None else min(query.size, query.top)
    page = rows[start : start + most]
    has_more = len(rows) > start + most and (query.top is None or query.top > most)
    return Page(
        page,
        query.going_on(before + _key(page[-1], query), given=len(page)) if has_more else "",
        len(rows) if query.count else None,
    )


def _follows(rows: Sequence[Row], query: Query, after: str) -> int:
    """The position after the row of that key. Raises Gone."""
    for at, row in enumerate(rows):
        if _key(row, query) == after:
            return at + 1
    raise Gone(
        "The row after which this reading was to go on is there no more, or is not one that you "
        "may see. Read the set again from its beginning.",
        "$skiptoken",
    )


def _key(row: Row, query: Query) -> str:
    return str(row[query.of.key.name])


def plain(value: Value) -> str | int | float | bool | None:
    """A value as JSON holds it: days as 2026-11-24, moments with their zone."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value
