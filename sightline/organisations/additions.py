"""New organisations with their first name, belonging and place: many at once, few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from sightline.organisations import rules
from sightline.organisations.models import (
    Belonging,
    Organisation,
    OrganisationName,
    Succession,
)

_BATCH = 500
_LEVELS = (("region",), ("icb",), rules.PROVIDERS, ("site",))


@dataclass(frozen=True)
class NewOrganisation:
    """Dates are days; ``closed_date`` is the first day on which it is no more."""

    code: str
    kind: str
    name: str
    parent_code: str = ""
    provider_type: str = ""
    postcode: str = ""
    opened_date: date | None = None
    closed_date: date | None = None
    is_made_up: bool = False
    source: str = ""


def write(new: Sequence[NewOrganisation]) -> list[Organisation]:
    """Store them, parents before children; a parent may be among them.

    Raises rules.CannotChange for a code that exists or comes twice, and for a parent that is not
    known or of the wrong kind.
    """
    _refuse_repeated(new)
    made: list[Organisation] = []
    for kinds in _LEVELS:
        level = [one for one in new if one.kind in kinds]
        if level:
            made += _write_level(level)
    return made


def _refuse_repeated(new: Sequence[NewOrganisation]) -> None:
    codes = [one.code for one in new]
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise rules.CannotChange(f"The code {code} comes twice.")
        seen.add(code)
    if found := sorted(existing(codes)):
        raise rules.CannotChange(f"There is already an organisation with the code {found[0]}.")


def existing(codes: Iterable[str]) -> dict[str, Organisation]:
    """Organisations by code."""
    wanted = list(dict.fromkeys(codes))
    found: dict[str, Organisation] = {}
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        found |= {one.code: one for one in Organisation.objects.filter(code__in=part)}
    return found


def _write_level(new: Sequence[NewOrganisation]) -> list[Organisation]:
    parents = existing(one.parent_code for one in new if one.parent_code)
    late = _opened_as_successors()
    organisations = [_organisation(one, parents) for one in new]
    Organisation.objects.bulk_create(organisations, batch_size=_BATCH)
    _place_in_themselves(organisations)
    OrganisationName.objects.bulk_create(
        [OrganisationName(organisation=one, name=one.name) for one in organisations],
        batch_size=_BATCH,
    )
    Belonging.objects.bulk_create(
        [belonging for one in organisations for belonging in _first_belongings(one, late)],
        batch_size=_BATCH,
    )
    return organisations


def _organisation(one: NewOrganisation, parents: dict[str, Organisation]) -> Organisation:
    parent = parents.get(one.parent_code)
    if one.parent_code and parent is None:
        raise rules.CannotChange(f"{one.name} belongs to {one.parent_code}, which is not known.")
    organisation = Organisation(
        code=one.code,
        kind=one.kind,
        name=rules.check_name(one.name),
        provider_type=one.provider_type,
        postcode=one.postcode,
        parent=parent,
        opened_date=one.opened_date,
        closed_date=one.closed_date,
        is_made_up=one.is_made_up,
        source=one.source,
    )
    if parent is not None:
        rules.check_parent(organisation, parent, None)
        organisation.region_id = parent.region_id
        organisation.icb_id = parent.icb_id
        organisation.provider_id = parent.provider_id
    organisation.keep_findable()
    return organisation


def _place_in_themselves(organisations: Sequence[Organisation]) -> None:
    """A region is in itself, as are an ICB and a provider: known only once they are stored."""
    for kinds, column in (
        (("region",), "region"),
        (("icb",), "icb"),
        (rules.PROVIDERS, "provider"),
    ):
        if any(one.kind in kinds for one in organisations):
            Organisation.objects.filter(kind__in=kinds, **{column: None}).update(
                **{column: F("id")}
            )
            for one in organisations:
                setattr(one, f"{column}_id", one.pk)


def _opened_as_successors() -> dict[int, date]:
    """ICBs that took over from others, and the day on which they opened."""
    rows = (
        Succession.objects.filter(successor__kind="icb")
        .values_list("successor_id", "successor__opened_date")
        .distinct()
    )
    return {successor: opened for successor, opened in rows if opened is not None}


def _first_belongings(one: Organisation, late: dict[int, date]) -> list[Belonging]:
    """Where it belongs from the beginning, as far as is known.

    An ICB that took over from others says nothing about where an older organisation belonged
    before: all that is known is the region.
    """
    opened = late.get(one.parent_id or 0)
    if opened is None or (one.opened_date and one.opened_date >= opened):
        return [Belonging(organisation=one, parent_id=one.parent_id)]
    return [
        Belonging(organisation=one, parent_id=one.region_id),
        Belonging(organisation=one, parent_id=one.parent_id, from_date=opened),
    ]
