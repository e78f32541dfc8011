"""What every page of a group begins with: may it be opened, in which round, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from sightline.insight import links, reading, scope
from sightline.insight.queries import inside
from sightline.insight.reading import Reading
from sightline.insight.scope import Group
from sightline.people.request import SignedInRequest
from sightline.results.levels import GroupKey

#: Rows of a list of places, and lines of its chart: more cannot be read at once.
PAGE_SIZE = 20


@dataclass(frozen=True)
class Opened:
    group: Group
    reading: Reading
    above: list[tuple[GroupKey, str]]

    @property
    def breadcrumbs(self) -> list[dict[str, str]]:
        """From all results down to just above the group."""
        found = [{"text": "Results", "href": links.start(self.reading.suffix)}]
        found += [
            {"text": name, "href": links.group(key, self.reading.suffix)}
            for key, name in self.above
        ]
        return found


def opened(
    request: SignedInRequest, level: str, code: str, other: str, measure: str = ""
) -> Opened:
    """The group and the round of an address.

    Raises Http404 for a stranger to the group, and where there is no such group, round or measure.
    """
    group = scope.find(request.user, level, code, other)
    if group is None:
        raise Http404
    found = reading.chosen(request, measure)
    if found is None:
        raise Http404
    return Opened(group, found, inside.above(found.round, request.user, group.key))
