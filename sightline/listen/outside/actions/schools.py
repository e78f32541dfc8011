"""Which education providers send learners to a placement provider."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.outside.models import EducationProvider, Placing
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
