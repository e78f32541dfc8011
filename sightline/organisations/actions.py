"""What changes organisations: names, places, closing, environments, the reference data.

``by=None`` means the service itself, from its command line. History is added, never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.design.show import format_date
from sightline.organisations import additions, reference, rules
from sightline.organisations.additions import NewOrganisation
from sightline.organisations.models import (
    Belonging,
    LearningEnvironment,
    Organisation,
    OrganisationName,
    Profession,
    Programme,
    Succession,
)
from sightline.organisations.rules import CannotChange
from sightline.trail import record
from sightline.trail.models import Entry

__all__ = ["CannotChange", "NewOrganisation"]


def _require(by: Any, *, at: Organisation | None = None) -> None:
    if by is not None:
        viewer.require(by, Permission.LOAD_ORGANISATIONS, at=at)


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _today(at: datetime) -> date:
    return timezone.localdate(at)


@transaction.atomic
def add_organisations(
    *, new: Sequence[NewOrganisation], by: Any, at: datetime
) -> list[Organisation]:
    """Store many at once. Raises CannotChange when one of them cannot be."""
    _require(by)
    made = additions.write(new)
    record.write_many(
        record.line(
            action="organisations.add_organisations",
            subject=one,
            by=by,
            at=at,
            reference=one.code,
            summary=f"Added {one.get_kind_display()} {one.code}"[:300],
        )
        for one in made
    )
    return made


@transaction.atomic
def rename(
    *, organisation: Organisation, name: str, from_date: date, by: Any, at: datetime
) -> Organisation:
    """Give it a name from a day on. A day in the past fills in history and may not change today."""
    organisation = _locked(organisation)
    _require(by, at=organisation)
    name = rules.check_name(name)
    rules.check_day(from_date, _today(at))
    history = list(organisation.names.all())
    if any(one.from_date == from_date for one in history):
        raise CannotChange(
            f"{organisation.name} has a name from {format_date(from_date)} already. "
            "Names are added, never edited: choose another day."
        )
    OrganisationName.objects.create(organisation=organisation, name=name, from_date=from_date)
    if all(one.from_date is None or one.from_date < from_date for one in history):
        organisation.name = name
        organisation.save(update_fields=["name"])
    record.record(
        action="organisations.rename",
        subject=organisation,
        by=by,
        at=at,
        reference=organisation.code,
        summary=f"Named “{name}” from {format_date(from_date)}"[:300],
        fields=["name"],
    )
    return organisation


@transaction.atomic
def move(
    *, organisation: Organisation, parent: Organisation, from_date: date, by: Any, at: datetime
) -> Organisation:
    """Let it belong to another organisation from a day on, with everything that is in it."""
    organisation = _locked(organisation)
    _require(by, at=organisation)
    _require(by, at=parent)
    rules.check_day(from_date, _today(at))
    rules.check_parent(organisation, parent, from_date)
    history = list(organisation.belongings.order_by("from_date"))
    if any(one.from_date == from_date for one in history):
        raise CannotChange(
            f"{organisation.name} was placed on {format_date(from_date)} already. "
            "Moves are added, never edited: choose another day."
        )
    Belonging.objects.create(organisation=organisation, parent=parent, from_date=from_date)
    if all(one.from_date is None or one.from_date < from_date for one in history):
        _place(organisation, Organisation.objects.get(pk=parent.pk))
    record.record(
        action="organisations.move",
        subject=organisation,
        by=by,
        at=at,
        reference=organisation.code,
        summary=f"Belongs to {parent.name} ({parent.code}) from {format_date(from_date)}"[:300],
        fields=["place"],
    )
    return organisation


def _place(organisation: Organisation, parent: Organisation) -> None:
    """Put it, and what is in it, where the parent is now."""
    organisation.parent = parent
    organisation.region_id = parent.region_id
    moved = {"region_id": parent.region_id}
    if organisation.kind != Organisation.Kind.ICB:
        organisation.icb_id = parent.icb_id
        moved["icb_id"] = parent.icb_id
    if organisation.kind == Organisation.Kind.SITE:
        organisation.provider_id = parent.provider_id
    organisation.save(update_fields=["parent", "region", "icb", "provider"])
    inside = Organisation.objects.exclude(pk=organisation.pk)
    if organisation.kind == Organisation.Kind.ICB:
        inside.filter(icb=organisation).update(**moved)
    elif organisation.is_provider:
        inside.filter(provider=organisation).update(**moved)


@transaction.atomic
def close(*, organisation: Organisation, closed_date: date, by: Any, at: datetime) -> Organisation:
    """Close it; ``closed_date`` is the first day on which it is no more."""
    organisation = _locked(organisation)
    _require(by, at=organisation)
    rules.check_day(closed_date, _today(at))
    rules.check_closing(organisation, closed_date)
    organisation.closed_date = closed_date
    organisation.save(update_fields=["closed_date"])
    record.record(
        action="organisations.close",
        subject=organisation,
        by=by,
        at=at,
        reference=organisation.code,
        summary=f"Closed from {format_date(closed_date)}",
        fields=["closed_date"],
    )
    return organisation


@transaction.atomic
def reopen(*, organisation: Organisation, by: Any, at: datetime) -> Organisation:
    """Take back its closing. The trail keeps when it was said to be closed."""
    organisation = _locked(organisation)
    _require(by, at=organisation)
    if organisation.closed_date is None:
        raise CannotChange(f"{organisation.name} is open already.")
    was = organisation.closed_date
    organisation.closed_date = None
    organisation.save(update_fields=["closed_date"])
    record.record(
        action="organisations.reopen",
        subject=organisation,
        by=by,
        at=at,
        reference=organisation.code,
        summary=f"Reopened; it was closed from {format_date(was)}",
        fields=["closed_date"],
    )
    return organisation


@transaction.atomic
def compare_with(
    *, organisation: Organisation, provider_type: str, by: Any, at: datetime
) -> Organisation:
    """Say with which group of providers it is compared: a value of Organisation.ProviderType."""
    organisation = _locked(organisation)
    _require(by, at=organisation)
    if not organisation.is_provider:
        raise CannotChange(f"{organisation.name} is not a provider, so it is not compared.")
    if provider_type not in Organisation.ProviderType:
        raise CannotChange("Select one of the groups listed.")
    if provider_type == organisation.provider_type:
        raise CannotChange(f"{organisation.name} is in that group already.")
    organisation.provider_type = provider_type
    organisation.save(update_fields=["provider_type"])
    record.record(
        action="organisations.compare_with",
        subject=organisation,
        by=by,
        at=at,
        reference=organisation.code,
        summary=f"Compared with: {organisation.get_provider_type_display()}",
        fields=["provider_type"],
    )
    return organisation


@transaction.atomic
def add_environment(
    *,
    organisation: Organisation,
    site: Organisation | None = None,
    name: str,
    setting: str = "",
    opened_date: date | None = None,
    by: Any,
    at: datetime,
) -> LearningEnvironment:
    """Add a place where learning happens, such as a ward, to a provider and perhaps a site."""
    _require(by, at=organisation)
    name = rules.check_name(name)
    if not organisation.is_provider:
        raise CannotChange(f"{organisation.name} is not a provider, so nobody learns there.")
    if site is not None and site.provider_id != organisation.pk:
        raise CannotChange(f"{site.name} is not a site of {organisation.name}.")
    same = LearningEnvironment.objects.filter(organisation=organisation, site=site, name=name)
    if same.exists():
        raise CannotChange(f"{organisation.name} has “{name}” there already.")
    environment = LearningEnvironment.objects.create(
        organisation=organisation, site=site, name=name, setting=setting, opened_date=opened_date
    )
    record.record(
        action="organisations.add_environment",
        subject=organisation,
        by=by,
        at=at,
        reference=organisation.code,
        summary=f"Added the learning environment “{name}”"[:300],
        fields=["environments"],
    )
    return environment


@transaction.atomic
def load_reference_data(*, by: Any, at: datetime) -> int:
    """Bring in the regions, ICBs, professions and programmes that come with the service.

    Returns the number of records added or closed. Running it again changes nothing and writes
    nothing; what people have changed since is left as it is.
    """
    _require(by)
    lines: list[Entry] = []

    def note(subject: Any, reference_: str, summary: str) -> None:
        lines.append(
            record.line(
                action="organisations.load_reference_data",
                subject=subject,
                by=by,
                at=at,
                reference=reference_,
                summary=summary[:300],
            )
        )

    _load_geography(note)
    _load_programmes(note)
    record.write_many(lines)
    return len(lines)


def _load_geography(note: Any) -> None:
    facts = reference.geography()
    new = [NewOrganisation(code, "region", name) for code, name in facts.regions]
    new += [
        NewOrganisation(
            code=board.code,
            kind="icb",
            name=board.name,
            parent_code=board.region_code,
            opened_date=board.opened_date,
            closed_date=board.closed_date,
        )
        for board in facts.boards
    ]
    known = additions.existing(one.code for one in new)
    for made in additions.write([one for one in new if one.code not in known]):
        note(made, made.code, f"Added {made.name} from the reference data")
    for board in facts.boards:
        stored = known.get(board.code)
        if stored and board.closed_date and stored.closed_date is None:
            stored.closed_date = board.closed_date
            stored.save(update_fields=["closed_date"])
            note(stored, stored.code, f"Closed from {format_date(board.closed_date)}")
    by_code = additions.existing(one.code for one in new)
    for fact in facts.successions:
        _, is_new = Succession.objects.get_or_create(
            predecessor=by_code[fact.predecessor],
            successor=by_code[fact.successor],
            on_date=fact.on_date,
            defaults={"extent": fact.extent},
        )
        if is_new:
            successor = by_code[fact.successor]
            note(
                by_code[fact.predecessor],
                fact.predecessor,
                f"The {fact.extent} became part of {successor.name} on {format_date(fact.on_date)}",
            )


def _load_programmes(note: Any) -> None:
    stored = {one.code: one for one in Profession.objects.all()}
    for fact in reference.professions():
        if fact.code not in stored:
            stored[fact.code] = Profession.objects.create(
                code=fact.code,
                name=fact.name,
                branch=fact.branch,
                regulator=fact.regulator,
                is_checked=fact.is_checked,
            )
            note(stored[fact.code], fact.code, f"Added the profession {fact.name}")
    known = set(Programme.objects.values_list("code", flat=True))
    for programme in reference.programmes():
        if programme.code not in known:
            made = Programme.objects.create(
                code=programme.code,
                name=programme.name,
                profession=stored[programme.profession_code],
                level=programme.level,
                is_checked=programme.is_checked,
            )
            note(made, programme.code, f"Added the programme {programme.name}")
