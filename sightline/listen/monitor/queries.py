"""Response rates from running counts by cell: no query reads invitations or answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.listen.invitations.models import Cell
from sightline.listen.monitor import rules
from sightline.listen.rounds.models import Collection


class Level(StrEnum):
    REGION = "region"
    ICB = "icb"
    PROVIDER = "provider"
    PROGRAMME = "programme"
    PROFESSION = "profession"


NAMES = {
    Level.REGION: "Region",
    Level.ICB: "Integrated care board",
    Level.PROVIDER: "Provider",
    Level.PROGRAMME: "Programme",
    Level.PROFESSION: "Profession",
}
_CODE = {
    Level.REGION: Coalesce("provider__region__code", "area__region__code"),
    Level.ICB: Coalesce("provider__icb__code", "area__icb__code"),
    Level.PROVIDER: F("provider__code"),
    Level.PROGRAMME: F("programme__code"),
    Level.PROFESSION: F("profession__code"),
}
_NAME = {
    Level.REGION: Coalesce("provider__region__name", "area__region__name"),
    Level.ICB: Coalesce("provider__icb__name", "area__icb__name"),
    Level.PROVIDER: F("provider__name"),
    Level.PROGRAMME: F("programme__name"),
    Level.PROFESSION: F("profession__name"),
}


@dataclass(frozen=True)
class Group:
    """A group with how many are expected and the rate in steps; None where it is not shown.

    ``code`` and ``name`` are blank for those who count in a wider group only.
    """

    code: str
    name: str
    expected: int
    rate: int | None

    @property
    def is_low(self) -> bool:
        return bool(self.code) and self.rate is not None and self.rate < rules.LOW


def cells_of(collection: Collection, viewer: Viewer) -> QuerySet[Cell]:
    """The cells of a round at places where the viewer may watch."""
    patch = viewer.patch(Permission.VIEW_ROUNDS)
    return Cell.objects.filter(patch.q("provider") | patch.q("area"), collection=collection)


def groups(cells: QuerySet[Cell], level: Level) -> list[Group]:
    """Every group of a level, those with the lowest rate first; those not shown last. One query."""
    rows = (
        cells.annotate(code=_CODE[level], name=_NAME[level])
        .values_list("code", "name")
        .annotate(people=Sum("expected"), done=Sum("completed"))
        .order_by()
    )
    found = [
        Group(code or "", name or "", people, rules.rate(done, people))
        for code, name, people, done in rows
    ]
    return sorted(
        found,
        key=lambda one: (not one.code, one.rate is None, one.rate or 0, one.name),
    )


def total(cells: QuerySet[Cell]) -> Group:
    """All of these together. One query."""
    found = cells.aggregate(people=Sum("expected", default=0), done=Sum("completed", default=0))
    return Group("", "", found["people"], rules.rate(found["done"], found["people"]))


def totals(collections: Sequence[Collection], viewer: Viewer) -> dict[int, Group]:
    """For each round what the viewer may see of it, by its key. One query."""
    patch = viewer.patch(Permission.VIEW_ROUNDS)
    rows = (
        Cell.objects.filter(
            patch.q("provider") | patch.q("area"),
            collection__in=[one.pk for one in collections],
        )
        .values_list("collection")
        .annotate(people=Sum("expected"), done=Sum("completed"))
        .order_by()
    )
    return {pk: Group("", "", people, rules.rate(done, people)) for pk, people, done in rows}


def at_place(code: str) -> Q:
    """Cells of a region, an ICB or a provider."""
    return (
        Q(provider__code=code)
        | Q(provider__icb__code=code)
        | Q(provider__region__code=code)
        | Q(area__icb__code=code)
        | Q(area__region__code=code)
    )
