"""Every number of learners goes through here."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.places import Place
from sightline.base.refusal import Refusal
from sightline.govern.capacity import rules, turns
from sightline.govern.capacity.models import LEVELS, CapacityFigure
from sightline.govern.capacity.words import Kind
from sightline.organisations.models import Profession
from sightline.organisations.words import Level as Study
from sightline.people.models import User
from sightline.trail import record

#: What each kind of number needs: a provider counts its learners and does not approve them.
NEEDS = {Kind.APPROVED: Permission.APPROVE_CAPACITY, Kind.ACTUAL: Permission.COUNT_LEARNERS}


class CannotCount(Refusal):
    """The number cannot be recorded as it is."""


@transaction.atomic
def say(
    *,
    place: Place,
    profession: Profession,
    study: str,
    kind: str,
    count: int,
    from_date: date,
    to_date: date | None,
    said_date: date,
    source: str,
    by: User,
    at: datetime,
    because_reference: str = "",
) -> CapacityFigure:
    """Record how many learners a place takes or has, from a day (to a day; None: until changed)."""
    if kind not in Kind:
        raise CannotCount("Choose whether the number is approved or actual.")
    viewer.require(by, NEEDS[Kind(kind)], at=place.organisation)
    place.refuse_if_wrong()
    if place.level not in LEVELS:
        raise CannotCount("Learners are counted in a provider, a site or a learning environment.")
    if study not in Study:
        raise CannotCount("Choose a level of study.")
    refused = rules.why_not(
        count=count,
        from_date=from_date,
        to_date=to_date,
        said_date=said_date,
        source=source,
        today=timezone.localdate(at),
    )
    if refused:
        raise CannotCount(refused)
    turns.take([place.organisation.pk])
    made = CapacityFigure.objects.create(
        **place.columns,
        profession=profession,
        study=study,
        kind=kind,
        count=count,
        from_date=from_date,
        to_date=to_date,
        said_date=said_date,
        source=source.strip()[:200],
        because_reference=because_reference,
        at=at,
        by=by,
    )
    record.record(
        action="govern.capacity.say",
        subject=made,
        by=by,
        at=at,
        reference=because_reference,
        summary=f"{made.get_kind_display()} learners: {count:,}, {profession.name}, "
        f"{made.get_study_display().lower()}",
    )
    return made
