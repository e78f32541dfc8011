from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.listen.voices import case, rules
from sightline.listen.voices.models import Voice, VoicePolicy
from sightline.listen.voices.words import Urgency
from sightline.organisations.models import Organisation
from sightline.people.models import User


@transaction.atomic
def lift(*, voice: Voice, urgency: int, by: User, at: datetime) -> Voice:
    """Say how urgent a case is. What is not done yet is due as of the day on which it began."""
    found = case.lock_for(voice, by=by, at=at)
    if urgency not in Urgency.values:
        raise Refusal("Choose how urgent it is.")
    if urgency == found.urgency:
        raise Refusal("It is as urgent as that already. Nothing was changed.")
    limits = VoicePolicy.on(timezone.localdate(at)).limits(urgency)
    due = rules.due(found.begins_on, limits)
    if found.acknowledged_on is None:
        found.acknowledge_by = due.acknowledge
    if found.triaged_on is None:
        found.triage_by = due.triage
    if found.answered_on is None:
        found.answer_by = due.answer
    found.urgency = urgency
    return case.keep(
        found,
        action="lift",
        summary=f"Urgency set to {Urgency(urgency).label.lower()}",
        fields=["urgency"],
        by=by,
        at=at,
    )


@transaction.atomic
def move(*, voice: Voice, region: Organisation, by: User, at: datetime) -> Voice:
    """Hand a case that came to the wrong region to another. Its clocks run on."""
    found = case.lock_for(voice, by=by, at=at)
    if region.kind != Organisation.Kind.REGION:
        raise Refusal("Choose a region.")
    if region.pk == found.region_id:
        raise Refusal(f"The case is with {region.name} already. Nothing was changed.")
    found.region = region
    return case.keep(
        found,
        action="move",
        summary=f"Handed to {region.name}",
        fields=["region"],
        by=by,
        at=at,
    )


@transaction.atomic
def link(*, voice: Voice, other: Voice, by: User, at: datetime) -> Voice:
    """Say that a case tells of the same as another one. The other, or its own first one, leads."""
    if voice.pk == other.pk:
        raise Refusal("A case cannot be linked to itself.")
    first = case.lock_for(other, by=by, at=at)
    found = case.lock_for(voice, by=by, at=at)
    if found.is_restricted != first.is_restricted:
        raise Refusal("Move both cases into the restricted compartment before you link them.")
    leads = first.same_as or first
    if leads.pk == found.pk:
        raise Refusal("These cases are linked already. Nothing was changed.")
    # Whoever was linked to this one goes with it, so that there is one first case.
    Voice.objects.filter(same_as=found).update(same_as=leads)
    found.same_as = leads
    return case.keep(
        found, action="link", summary="Linked to a case like it", fields=["same_as"], by=by, at=at
    )


@transaction.atomic
def unlink(*, voice: Voice, by: User, at: datetime) -> Voice:
    """Take a case out of those that tell of the same."""
    found = case.lock_for(voice, by=by, at=at)
    if found.same_as_id is None:
        raise Refusal("This case is not linked to another one.")
    found.same_as = None
    return case.keep(
        found, action="unlink", summary="Link taken away", fields=["same_as"], by=by, at=at
    )
