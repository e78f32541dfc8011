"""Put the people of a roster on the list of a round, each in a group of at least five."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from sightline.listen.invitations import cells
from sightline.listen.invitations.models import LEAST_IN_A_CELL, Cell, Invitation
from sightline.listen.invitations.roster.reading import Person
from sightline.listen.invitations.touchpoints import rules
from sightline.listen.invitations.touchpoints.models import Touchpoint
from sightline.listen.rounds import population
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.organisations.queries import Geography

_BATCH = 2000


@dataclass(frozen=True)
class Target:
    """A round that people are to be put on the list of; with a touchpoint each on a day."""

    collection: Collection
    touchpoint: Touchpoint | None = None

    def due(self, person: Person) -> date | None:
        if self.touchpoint is None:
            return None
        one = self.touchpoint
        return rules.due_on(one.moment, one.days_after, person.placement)


@dataclass(frozen=True)
class Plan:
    """Who would be put on the list of a round, with the part of their place that is kept."""

    target: Target
    people: tuple[Person, ...]
    groups: tuple[cells.Path, ...]
    known: int
    not_drawn: int
    without_days: int
    too_few: int

    @property
    def coarser(self) -> int:
        """How many are kept in a coarser group than their row says."""
        return sum(
            cells.trimmed(person.path) != group
            for person, group in zip(self.people, self.groups, strict=True)
        )


def plan(target: Target, people: Sequence[Person], geography: Geography) -> Plan:
    """Decide who of them is new and in which group they are kept. Nothing is changed."""
    collection = target.collection
    drawn = set(population.sample(collection, [(one.identity, one.cell) for one in people]))
    inside = {at for at, one in enumerate(people) if population.who_is_in(collection, one.cell)}
    keys = collection.invitations.values_list("contact_key", flat=True)
    known_keys = {bytes(key) for key in keys if key is not None}
    known = {at for at in inside if people[at].key in known_keys}
    new = [people[at] for at in sorted(drawn - known)]
    dated = [one for one in new if target.touchpoint is None or target.due(one) is not None]
    groups = cells.kept(
        [one.path for one in dated], _existing(collection, geography), LEAST_IN_A_CELL
    )
    kept = [(one, group) for one, group in zip(dated, groups, strict=True) if group is not None]
    return Plan(
        target=target,
        people=tuple(one for one, _ in kept),
        groups=tuple(group for _, group in kept),
        known=len(known),
        not_drawn=len(inside - drawn - known),
        without_days=len(new) - len(dated),
        too_few=len(dated) - len(kept),
    )


def carry_out(plan: Plan) -> int:
    """Store the invitations of a plan, within the caller's transaction. How many there are."""
    collection = plan.target.collection
    places = dict(Organisation.objects.filter(code__in=_codes(plan)).values_list("code", "pk"))
    programmes = dict(Programme.objects.values_list("code", "pk"))
    professions = dict(Profession.objects.values_list("code", "pk"))

    def columns(group: cells.Path) -> dict[str, int | None]:
        _region, _icb, provider, profession, programme = (*group, "", "", "", "", "")[:5]
        area = "" if provider else next(filter(None, reversed(group[:2])), "")
        return {
            "provider_id": places.get(provider),
            "area_id": places.get(area),
            "profession_id": professions.get(profession),
            "programme_id": programmes.get(programme),
        }

    by_group = {group: columns(group) for group in set(plan.groups)}
    keys = {tuple(one.values()) for one in by_group.values()}
    found = _cells(collection, keys)
    Invitation.objects.bulk_create(
        (
            Invitation(
                collection=collection,
                cell_id=found[tuple(by_group[group].values())],
                # Of a link that nobody has: one is made when a message goes out or a card is drawn.
                link_hash=secrets.token_bytes(32),
                channel=person.channel,
                address=person.address,
                contact_key=person.key,
                provider_id=by_group[group]["provider_id"],
                profession_id=by_group[group]["profession_id"],
                programme_id=by_group[group]["programme_id"],
                level=(*group, "", "", "", "", "", "")[5],
                site_id=places.get((*group, "", "", "", "", "", "", "")[6]),
                language=person.language,
                due_date=plan.target.due(person),
            )
            for person, group in zip(plan.people, plan.groups, strict=True)
        ),
        batch_size=_BATCH,
    )
    sizes = Counter(found[tuple(by_group[group].values())] for group in plan.groups)
    for cell, size in sizes.items():
        Cell.objects.filter(pk=cell).update(expected=F("expected") + size)
    return len(plan.people)


def _codes(plan: Plan) -> set[str]:
    return {code for group in set(plan.groups) for code in (*group[:3], *group[6:7])}


def _cells(
    collection: Collection, keys: Iterable[tuple[int | None, ...]]
) -> dict[tuple[int | None, ...], int]:
    """The cells of these keys (provider, area, profession, programme), made where they lack."""
    fields = ("provider_id", "area_id", "profession_id", "programme_id")

    def stored() -> dict[tuple[int | None, ...], int]:
        rows = Cell.objects.filter(collection=collection).values_list("pk", *fields)
        return {tuple(row[1:]): row[0] for row in rows}

    found = stored()
    missing = [key for key in keys if key not in found]
    Cell.objects.bulk_create(
        (Cell(collection=collection, **dict(zip(fields, key, strict=True))) for key in missing),
        batch_size=_BATCH,
    )
    return stored() if missing else found


def _existing(collection: Collection, geography: Geography) -> Counter[cells.Path]:
    """How many are on the list already, by the path that is kept of them."""
    found: Counter[cells.Path] = Counter()
    rows = collection.invitations.values_list(
        "provider__code", "cell__area__code", "cell__area__kind", "cell__area__region__code",
        "profession__code", "programme__code", "level", "site__code",
    ).annotate(people=Count("pk")).order_by()  # fmt: skip
    for provider, area, kind, region, *fine, people in rows:
        place = geography.place(provider) if provider else None
        if place is not None:
            start: cells.Path = (place.region, place.icb, provider)
        elif kind == Organisation.Kind.ICB:
            start = (region or "", area)
        else:
            start = (area or "",)
        padded = (*start, *[""] * (3 - len(start)), *(part or "" for part in fine))
        found[cells.trimmed(padded)] += people
    return found
