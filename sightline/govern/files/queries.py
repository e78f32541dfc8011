"""Files that name standards, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sightline.govern.files import kinds
from sightline.standards.models import LoadedFile


@dataclass(frozen=True)
class Line:
    """An edition of a file. ``at`` and ``by`` are None for what comes with the service."""

    kind: str
    code: str
    name: str
    framework: str
    edition: int
    text: str
    at: datetime | None = None
    by: str = ""


def lines() -> list[Line]:
    """Every edition of every file, by kind and code, newest first. One query."""
    found = [
        Line(one.kind, one.code, one.name, one.framework, 1, one.text) for one in kinds.shipped()
    ]
    names = {(one.kind, one.code): one.name for one in found}
    for stored in LoadedFile.objects.select_related("framework", "by"):
        found.append(
            Line(
                stored.kind,
                stored.code,
                names.get((stored.kind, stored.code), stored.code),
                stored.framework.code,
                stored.edition,
                stored.text,
                stored.at,
                stored.by.name,
            )
        )
    order = list(LoadedFile.Kind.values)
    return sorted(found, key=lambda one: (order.index(one.kind), one.code, -one.edition))


def line(kind: str, code: str, edition: int) -> Line | None:
    return next(
        (one for one in lines() if (one.kind, one.code, one.edition) == (kind, code, edition)),
        None,
    )
