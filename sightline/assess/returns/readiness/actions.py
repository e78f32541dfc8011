"""Readiness of places that do not teach yet: asked one by one, whenever a place wants to begin.

They are returns like any other, in a campaign of the calendar year that opens by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns import ladder
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.rules import CannotAsk
from sightline.assess.returns.journeys import reading
from sightline.assess.returns.models import Return
from sightline.organisations.models import Organisation, Profession
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion
from sightline.trail import record

JOURNEY = "prospective"


@transaction.atomic
def ask(
    *,
    organisation: Organisation,
    learners: int,
    professions: Iterable[Profession],
    by: User,
    at: datetime,
) -> Return:
    """Ask a place how ready it is for its first learners; the one of this year if it was asked.

    Args:
        learners: at a time, as applied for.
    """
    viewer.require(by, Permission.APPLY_FOR_APPROVAL, at=organisation)
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    campaign = _campaign(timezone.localdate(at), by, at)
    found = Return.objects.filter(campaign=campaign, organisation=held).first()
    if found is not None:
        return found
    journey = reading.newest(campaign.framework.code)[JOURNEY]
    made = Return.objects.create(
        reference=f"SA-{campaign.code}-{held.code}",
        campaign=campaign,
        organisation=held,
        journey_code=journey.code,
        journey_version=journey.version,
        learners=learners,
        asked_at=at,
        started_at=at,
    )
    made.professions.set(professions)
    record.record(
        action="assess.returns.readiness.ask",
        subject=made,
        by=by,
        at=at,
        reference=made.reference,
        summary="Asked how ready the place is for learners",
    )
    return made


def _campaign(today: date, by: User, at: datetime) -> Campaign:
    code = f"READY-{today.year}"
    found = Campaign.objects.select_related("framework").filter(code=code).first()
    if found is not None:
        return found
    framework = FrameworkVersion.in_force_on(today)
    if framework is None or JOURNEY not in reading.newest(framework.code):
        raise CannotAsk(
            "There are no questions on readiness for the framework in force today. Ask an "
            "administrator to add them."
        )
    # Two who ask first of all in a year meet here: the second takes what the first made.
    found, is_new = Campaign.objects.get_or_create(
        code=code,
        defaults={
            "name": f"Readiness of new places, {today.year}",
            "framework": framework,
            "opens_date": date(today.year, 1, 1),
            "closes_date": date(today.year, 12, 31),
            "last_date": date(today.year + 1, 3, 31),
            "ladder": ladder.newest().version,
            "made_by": by,
            "made_at": at,
        },
    )
    if is_new:
        record.record(
            action="assess.returns.campaigns.make",
            subject=found,
            by=by,
            at=at,
            reference=code,
            summary=f"Campaign made: {found.name}",
        )
    return found
