"""Which education providers send learners to a placement provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import OuterRef, Subquery

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.base.service_state import holds_made_up_data
from sightline.listen.outside import storage
from sightline.listen.outside.models import EducationProvider, Placing, Unit
from sightline.listen.outside.reading import register
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.trail import record


class CannotPlace(Refusal):
    """This cannot be said of the two."""


@transaction.atomic
def say_placing(
    *, education_provider: EducationProvider, organisation: Organisation, by: User, at: datetime
) -> Placing:
    """Say that an education provider sends learners to a placement provider.

    Raises CannotPlace if that is said already or the place is no provider, NotPermitted.
    """
    viewer.require(by, Permission.LINK_EDUCATION, at=organisation)
    if not organisation.is_provider:
        raise CannotPlace(f"{organisation} is no placement provider.")
    # Two people at once wait for each other here.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    same = Placing.objects.filter(
        education_provider=education_provider, organisation=organisation, ended_at=None
    )
    if same.exists():
        raise CannotPlace(f"{education_provider} is on the list already.")
    placing = Placing.objects.create(
        education_provider=education_provider, organisation=organisation, said_at=at, said_by=by
    )
    _line("say_placing", placing, by, at, f"{education_provider} sends learners to {organisation}.")
    return placing


@transaction.atomic
def end_placing(*, placing: Placing, by: User, at: datetime) -> Placing:
    """Say that it no longer sends learners there. The record stays. Idempotent."""
    found = (
        Placing.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=placing.pk)
    )
    viewer.require(by, Permission.LINK_EDUCATION, at=found.organisation)
    if found.ended_at is None:
        found.ended_at = at
        found.ended_by = by
        found.save(update_fields=["ended_at", "ended_by"])
        school = found.education_provider
        said = f"{school} no longer sends learners to {found.organisation}."
        _line("end_placing", found, by, at, said)
    return found


def _line(verb: str, placing: Placing, by: User, at: datetime, summary: str) -> None:
    record.record(
        action=f"listen.outside.{verb}", subject=placing, by=by, at=at, summary=summary[:300]
    )


@dataclass(frozen=True)
class Loaded:
    """How many education providers a register added, changed and left; ``left_out``: no UKPRN."""

    added: int
    changed: int
    same: int
    left_out: int


def load_register(*, file: IO[bytes], by: User, at: datetime) -> Loaded:
    """Bring education providers up to date from a register, by UKPRN. Idempotent.

    Raises Unreadable or CannotPlace, and then changes nothing.
    """
    viewer.require(by, Permission.IMPORT_SURVEY)
    stored = storage.store(file)
    try:
        rows, left_out = register.rows(storage.path(stored.name))
        return _load(rows, left_out, by, at)
    finally:
        storage.delete(stored.name)


@transaction.atomic
def _load(rows: list[register.School], left_out: int, by: User, at: datetime) -> Loaded:
    made_up = holds_made_up_data()
    if any((one.ukprn[0] == "9") != made_up for one in rows):
        said = "made-up" if made_up else "real"
        raise CannotPlace(
            f"This database holds {said} data, and the register has numbers of the other kind."
        )
    there = {one.ukprn: one for one in EducationProvider.objects.select_for_update()}
    fresh, changed = [], []
    for one in rows:
        found = there.get(one.ukprn)
        if found is None:
            fresh.append(
                EducationProvider(
                    ukprn=one.ukprn, name=one.name, also=list(one.also), is_made_up=made_up
                )
            )
        elif (found.name, found.also) != (one.name, list(one.also)):
            found.name, found.also = one.name, list(one.also)
            changed.append(found)
    EducationProvider.objects.bulk_create(fresh)
    EducationProvider.objects.bulk_update(changed, ["name", "also"], batch_size=500)
    Unit.objects.filter(education_provider__in=changed).update(name=_current_name())
    if fresh or changed:
        record.record(
            action="listen.outside.load_register",
            subject=(fresh or changed)[0],
            by=by,
            at=at,
            summary=f"Loaded education providers: {len(fresh)} added, {len(changed)} changed.",
        )
    return Loaded(len(fresh), len(changed), len(rows) - len(fresh) - len(changed), left_out)


def _current_name() -> Subquery:
    schools = EducationProvider.objects.filter(pk=OuterRef("education_provider_id"))
    return Subquery(schools.values("name")[:1])
