"""Choosing among regions and boards in the filters of lists."""

from __future__ import annotations

from sightline.design.filters import Choice
from sightline.organisations.models import Organisation

Kind = Organisation.Kind


def regions() -> list[tuple[str, str]]:
    """Code and name of every region, by name. One that is closed is said to be: its past stays."""
    return _of_kind(Kind.REGION)


def boards() -> list[tuple[str, str]]:
    """The same of integrated care boards."""
    return _of_kind(Kind.ICB)


def by_region(path: str) -> Choice:
    """The filter of a list by region. ``path`` leads from a row to its region."""
    return Choice(
        "region",
        "Region",
        options=regions,
        narrow=lambda rows, code: rows.filter(**{f"{path}__code": code}),
    )


def _of_kind(kind: str) -> list[tuple[str, str]]:
    found = Organisation.objects.filter(kind=kind).order_by("name", "code")
    return [
        (code, f"{name} (closed)" if closed else name)
        for code, name, closed in found.values_list("code", "name", "closed_date")
    ]
