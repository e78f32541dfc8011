from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.voices import case
from sightline.listen.voices.models import Voice, VoiceMessage, VoiceOpening
from sightline.people.models import User


@transaction.atomic
def restrict(*, voice: Voice, reason: str, by: User, at: datetime) -> Voice:
    """Move a case that names an individual into the restricted compartment."""
    found = case.lock_for(voice, by=by, at=at)
    if found.is_restricted:
        raise Refusal("The case is in the restricted compartment already.")
    _note(found, case.needed(reason, "Say why the case is restricted."), by, at)
    found.is_restricted = True
    # A link would tell of it from outside.
    found.same_as = None
    Voice.objects.filter(same_as=found).update(same_as=None)
    return case.keep(
        found,
        action="restrict",
        summary="Moved into the restricted compartment",
        fields=["is_restricted"],
        by=by,
        at=at,
    )


@transaction.atomic
def unrestrict(*, voice: Voice, reason: str, by: User, at: datetime) -> Voice:
    """Move a case out of the restricted compartment: it names nobody after all."""
    found = case.lock_for(voice, by=by, at=at)
    if not found.is_restricted:
        raise Refusal("The case is not in the restricted compartment.")
    _note(found, case.needed(reason, "Say why the case need not be restricted."), by, at)
    found.is_restricted = False
    found.same_as = None
    Voice.objects.filter(same_as=found).update(same_as=None)
    return case.keep(
        found,
        action="unrestrict",
        summary="Moved out of the restricted compartment",
        fields=["is_restricted"],
        by=by,
        at=at,
    )


def _note(voice: Voice, text: str, by: User, at: datetime) -> None:
    VoiceMessage.objects.create(
        voice=voice,
        lane=VoiceMessage.Lane.INTERNAL,
        kind=VoiceMessage.Kind.NOTE,
        by=by,
        on=timezone.localdate(at),
        text=text,
    )


@transaction.atomic
def log_opening(*, voice: Voice, by: User, at: datetime) -> VoiceOpening:
    """Write down that somebody opens a restricted case, before they see it."""
    viewer.require(by, Permission.VIEW_RESTRICTED, at=voice.region)
    return VoiceOpening.objects.create(voice=voice, by=by, at=at)
