"""Every entity set of the feed, and who reads its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from sightline.api.odata import reading
from sightline.api.odata.asking import Query
from sightline.api.odata.edm import EntitySet, Row
from sightline.api.odata.reading import Page
from sightline.api.odata.sets import lists, records, results
from sightline.people.models import User

#: Sets that are read whole, with what reads them. A person and a day give the rows.
_WHOLE: dict[str, tuple[EntitySet, Callable[[User, date], Iterator[Row]]]] = {
    one.name: (one, rows)
    for one, rows in (
        (lists.ROUNDS, lists.rounds),
        (lists.MEASURES, lists.measures),
        (lists.PLACES, lists.places),
        (lists.PROGRAMMES, lists.programmes),
        (records.CONCERNS, records.concerns),
        (records.COMMITMENTS, records.commitments),
        (records.JUDGEMENTS, records.judgements),
        (lists.STANDARDS, lists.standards),
    )
}
SETS: dict[str, EntitySet] = {
    results.RESULTS.name: results.RESULTS,
    **{name: one for name, (one, _) in _WHOLE.items()},
}


def page(viewer: User, query: Query, day: date) -> Page:
    """One answer of a set. Queries do not grow with rows."""
    if query.of is results.RESULTS:
        return results.page(viewer, query)
    _, read = _WHOLE[query.of.name]
    found = reading.filtered(read(viewer, day), query)
    return reading.cut(reading.ordered(found, query), query, after=query.at)


def one(viewer: User, of: EntitySet, key: str, day: date) -> Row | None:
    """The row of a key; None where there is none that the person may see."""
    if of is results.RESULTS:
        return results.one(viewer, key)
    _, read = _WHOLE[of.name]
    return next((row for row in read(viewer, day) if row[of.key.name] == key), None)
