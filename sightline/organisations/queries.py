"""Organisations as they were on a day, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q

from sightline.organisations.models import (
    Belonging,
    Organisation,
    OrganisationName,
    Succession,
)
from sightline.organisations.rules import PROVIDERS

_EARLIEST_FIRST = F("from_date").asc(nulls_first=True)


class Place(NamedTuple):
    """Codes of the provider, ICB and region; "" where that is not known."""

    provider: str
    icb: str
    region: str


@dataclass(frozen=True)
class Geography:
    """Where every provider and every site belonged on a day: code → Place."""

    day: date
    places: Mapping[str, Place]

    def place(self, code: str) -> Place | None:
        return self.places.get(code)


def geography_on(day: date) -> Geography:
    """The geography of a day, with two queries however many organisations there are.

    Every provider and site is in it, also those that were closed or not yet open: whether their
    data count is for the reader to say. A site has its provider's ICB and region of that day.
    """
    codes: dict[int, str] = {}
    kinds: dict[int, str] = {}
    for pk, code, kind in Organisation.objects.order_by().values_list("pk", "code", "kind"):
        codes[pk], kinds[pk] = code, kind
    parents: dict[int, int | None] = dict(
        Belonging.objects.filter(_known_on(day))
        .order_by(_EARLIEST_FIRST)
        .values_list("organisation_id", "parent_id")
    )

    def climb(pk: int) -> Place:
        found = {"provider": "", "icb": "", "region": ""}
        step: int | None = pk
        while step is not None:
            kind = kinds[step]
            found["provider" if kind in PROVIDERS else kind] = codes[step]
            step = parents.get(step)
        return Place(found["provider"], found["icb"], found["region"])

    wanted = {*PROVIDERS, "site"}
    return Geography(day, {codes[pk]: climb(pk) for pk, kind in kinds.items() if kind in wanted})


def _known_on(day: date) -> Q:
    return Q(from_date=None) | Q(from_date__lte=day)


def name_on(organisation: Organisation, day: date) -> str:
    """What it was called on a day."""
    name = (
        OrganisationName.objects.filter(_known_on(day), organisation=organisation)
        .order_by(F("from_date").desc(nulls_last=True))
        .values_list("name", flat=True)
        .first()
    )
    return name or organisation.name


def names_on(day: date) -> dict[str, str]:
    """What every organisation was called on a day, by code, with one query."""
    return dict(
        OrganisationName.objects.filter(_known_on(day))
        .order_by(_EARLIEST_FIRST)
        .values_list("organisation__code", "name")
    )


@dataclass(frozen=True)
class Step:
    """One succession, seen from one of its two organisations."""

    on_date: date
    is_whole: bool
    predecessor: Organisation
    successor: Organisation
    shared: bool  # the successor came from, or took in, more than this

    @property
    def sentence(self) -> str:
        """ "the whole of NHS A became part of NHS B": without the day, to be put into a page."""
        if not self.is_whole:
            return f"a part of {self.predecessor.name} went to {self.successor.name}"
        became = "became part of" if self.shared else "became"
        return f"the whole of {self.predecessor.name} {became} {self.successor.name}"


@dataclass(frozen=True)
class Lineage:
    became: tuple[Step, ...]
    came_from: tuple[Step, ...]


def lineage(organisation: Organisation) -> Lineage:
    """What became of it and what it came from: at most two queries."""
    own = list(
        Succession.objects.filter(Q(predecessor=organisation) | Q(successor=organisation))
        .select_related("predecessor", "successor")
        .order_by("on_date", "predecessor__name", "successor__name")
    )
    if not own:
        return Lineage((), ())
    sources: dict[int, int] = {}
    for successor in Succession.objects.filter(
        successor_id__in={one.successor_id for one in own}
    ).values_list("successor_id", flat=True):
        sources[successor] = sources.get(successor, 0) + 1
    steps = [
        Step(
            one.on_date,
            one.extent == Succession.Extent.WHOLE,
            one.predecessor,
            one.successor,
            sources[one.successor_id] > 1
            # It was there before, so it took something in.
            or (one.successor.opened_date or one.on_date) != one.on_date,
        )
        for one in own
    ]
    return Lineage(
        tuple(step for step in steps if step.predecessor.pk == organisation.pk),
        tuple(step for step in steps if step.successor.pk == organisation.pk),
    )


@dataclass(frozen=True)
class NamedFrom:
    name: str
    from_date: date | None


@dataclass(frozen=True)
class BelongedFrom:
    parent: Organisation | None
    from_date: date | None


def names_of(organisation: Organisation) -> tuple[NamedFrom, ...]:
    """Its names, latest first."""
    rows = organisation.names.order_by(F("from_date").desc(nulls_last=True))
    return tuple(NamedFrom(one.name, one.from_date) for one in rows)


def belongings_of(organisation: Organisation) -> tuple[BelongedFrom, ...]:
    """Where it belonged, latest first."""
    rows = organisation.belongings.select_related("parent").order_by(
        F("from_date").desc(nulls_last=True)
    )
    return tuple(BelongedFrom(one.parent, one.from_date) for one in rows)
