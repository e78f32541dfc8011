"""The rows of a set, one row of it by its key, or how many there are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from sightline.api.odata import asking, sets
from sightline.api.odata.answering import answer, keyed
from sightline.api.odata.edm import EntitySet
from sightline.api.odata.pages.service import root
from sightline.api.odata.reading import plain
from sightline.api.odata.refusals import Forbidden, NotThere, Refused
from sightline.people.models import User
from sightline.trail import record
from sightline.trail.models import Entry

_RESOURCE = re.compile(r"(\w+)(?:\('((?:[^']|'')*)'\))?")


@keyed
def read(request: HttpRequest, person: User, resource: str) -> HttpResponseBase:
    of, key = _named(resource, person)
    query = asking.read(request, of)
    where = root(request)
    chosen = "" if len(query.select) == len(of.properties) else f"({','.join(query.select)})"
    today = timezone.localdate()
    if key is not None:
        row = sets.one(person, of, key, today)
        if row is None:
            raise NotThere(f"There is no such row in {of.name} that you may see.")
        _record(of, person)
        context = {"@odata.context": f"{where}$metadata#{of.name}{chosen}/$entity"}
        return answer(context | {name: plain(row[name]) for name in query.select})
    page = sets.page(person, query, today)
    _record(of, person)
    content: dict[str, object] = {"@odata.context": f"{where}$metadata#{of.name}{chosen}"}
    if page.count is not None:
        content["@odata.count"] = page.count
    content["value"] = [{name: plain(row[name]) for name in query.select} for row in page.rows]
    if page.next:
        content["@odata.nextLink"] = f"{where}{of.name}?{page.next}"
    return answer(content)


@keyed
def count(request: HttpRequest, person: User, resource: str) -> HttpResponseBase:
    """The number alone, as text."""
    of, key = _named(resource, person)
    if key is not None:
        raise Refused("Only a whole set is counted.")
    _record(of, person)
    query = replace(asking.read(request, of), count=True, top=0, skip=0, at="", order=())
    found = sets.page(person, query, timezone.localdate())
    return answer(str(found.count), content_type="text/plain;charset=utf-8")


def _named(resource: str, person: User) -> tuple[EntitySet, str | None]:
    """The set of an address and the key in it. Raises NotThere or Forbidden."""
    found = _RESOURCE.fullmatch(resource)
    of = sets.SETS.get(found[1]) if found else None
    if found is None or of is None:
        raise NotThere(f"There is no such set. There are {', '.join(sets.SETS)}; capitals count.")
    if not person.can(of.permission):
        raise Forbidden(f"Your roles do not let you {of.permission.value}.")
    return of, None if found[2] is None else found[2].replace("''", "'")


def _record(of: EntitySet, person: User) -> None:
    """What holds personal content is written down, once an hour for each person and set."""
    if not of.record_as:
        return
    since = timezone.now() - timedelta(hours=1)
    held = Entry.objects.filter(action=of.record_as, by=person, at__gte=since)
    if not held.filter(summary__contains=of.name).exists():
        record.download(
            action=of.record_as,
            subject=person,
            by=person,
            at=timezone.now(),
            summary=f"Read {of.name} through the feed",
        )
