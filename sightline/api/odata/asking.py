"""What an address asks of a set: the query options that this feed has, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest

from sightline.api.odata import filtering
from sightline.api.odata.edm import EntitySet
from sightline.api.odata.filtering import Filter
from sightline.api.odata.refusals import NotOffered, Refused

#: Rows of one answer; the next ones have an address of their own.
PAGE, LARGEST_PAGE = 2_000, 10_000
OPTIONS = ("$filter", "$select", "$orderby", "$top", "$skip", "$count", "$format", "$skiptoken")
#: Options of OData that are not here, and what to do instead.
NOT_OFFERED = {
    "$apply": "Aggregate in your own program: every number here is ready, and masked, as it is.",
    "$compute": "Work with the columns in your own program.",
    "$search": "Use $filter with contains(…).",
    "$expand": "Sets are not nested: read the other set and join on its key.",
    "$levels": "Sets are not nested: read the other set and join on its key.",
    "$index": "Rows are in the order of $orderby.",
    "$deltatoken": "Read the set again: what changed is in it.",
    "$schemaversion": "There is one version of the metadata.",
}
_JSON = {"json", "application/json"}


@dataclass(frozen=True)
class Query:
    """``top`` None: all. ``size`` rows for one answer. ``at`` is where to go on, as the set itself
    wrote it in the address before; "" at the beginning."""

    of: EntitySet
    filter: Filter | None
    select: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]  # property, descending
    top: int | None
    skip: int
    count: bool
    at: str
    size: int
    asked: Mapping[str, str]

    def going_on(self, at: str, *, given: int, skip: int = 0) -> str:
        """The question of an address that goes on after ``given`` rows; ``skip`` are still to be
        passed over."""
        kept = {name: value for name, value in self.asked.items() if name in OPTIONS}
        kept.pop("$skip", None)
        if skip:
            kept["$skip"] = str(skip)
        if self.top is not None:
            kept["$top"] = str(self.top - given)
        kept["$skiptoken"] = at
        return urlencode(kept, quote_via=quote, safe="$,")


def read(request: HttpRequest, of: EntitySet) -> Query:
    """Raises Refused or NotOffered with a sentence about the first option at fault."""
    asked = _options(request)
    text = asked.get("$filter", "")
    return Query(
        of,
        filtering.read(text, of) if text.strip() else None,
        _select(asked.get("$select", ""), of),
        _order(asked.get("$orderby", ""), of),
        _whole(asked, "$top") if "$top" in asked else None,
        _whole(asked, "$skip"),
        _yes(asked.get("$count", "false")),
        asked.get("$skiptoken", ""),
        _size(request),
        asked,
    )


def _options(request: HttpRequest) -> dict[str, str]:
    asked: dict[str, str] = {}
    for name, values in request.GET.lists():
        if name in NOT_OFFERED:
            raise NotOffered(f"{name} is not offered. {NOT_OFFERED[name]}", name)
        if name.startswith("$") and name not in OPTIONS:
            raise Refused(f"{name} is no query option. There are {', '.join(OPTIONS[:-1])}.", name)
        if f"${name}" in OPTIONS or f"${name}" in NOT_OFFERED:
            raise Refused(f"Write ${name} with the dollar sign in front.", name)
        if name.startswith("@"):
            raise NotOffered("Names for values (@name) are not offered. Write the value.", name)
        if name in OPTIONS and len(values) > 1:
            raise Refused(f"{name} stands in the address twice. Give it once.", name)
        asked[name] = values[-1]
    said = asked.get("$format", "json").split(";")[0].strip().lower()
    if said not in _JSON:
        raise Refused("Rows are given as JSON only: leave $format out, or write json.", "$format")
    return asked


def _select(text: str, of: EntitySet) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or "*" in names:
        return tuple(of.by_name)
    for name in names:
        _known(name, of, "$select")
    return tuple(name for name in of.by_name if name in names)


def _order(text: str, of: EntitySet) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in text.split(","):
        words = part.split()
        if not words:
            continue
        if len(words) > 2 or (len(words) == 2 and words[1] not in ("asc", "desc")):
            raise Refused(
                f"“{part.strip()}” is no order. Write a property, then asc or desc.", "$orderby"
            )
        _known(words[0], of, "$orderby")
        found.append((words[0], words[-1] == "desc"))
    return tuple(found)


def _known(name: str, of: EntitySet, target: str) -> None:
    if name not in of.by_name:
        raise Refused(
            f"{of.name} has no property {name}. It has {', '.join(of.by_name)}; capitals count.",
            target,
        )


def _whole(asked: Mapping[str, Any], name: str) -> int:
    text = asked.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(f"{name} takes a whole number, nought or more.", name)
    return int(text)


def _yes(text: str) -> bool:
    if text not in ("true", "false"):
        raise Refused("$count is true or false.", "$count")
    return text == "true"


def _size(request: HttpRequest) -> int:
    """What a program prefers, as far as it goes: ``Prefer: odata.maxpagesize=500``."""
    for wish in request.headers.get("Prefer", "").split(","):
        name, _, value = wish.strip().partition("=")
        if name.removeprefix("odata.") == "maxpagesize" and value.isascii() and value.isdigit():
            return min(max(int(value[:9]), 1), LARGEST_PAGE)
    return PAGE
