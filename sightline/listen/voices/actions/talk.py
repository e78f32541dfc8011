from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.listen.voices import case
from sightline.listen.voices.models import Voice, VoiceMessage
from sightline.listen.voices.words import State
from sightline.people.models import User

READ = (
    "Thank you for telling us. A person has read what you wrote and is looking at it now. Come "
    "back to this page for our answer."
)


@transaction.atomic
def acknowledge(*, voice: Voice, by: User, at: datetime) -> Voice:
    """Tell the person that somebody has read it."""
    found = case.lock_for(voice, by=by, at=at)
    if found.state != State.NEW:
        raise Refusal("The person has been told already that we read it. Nothing was changed.")
    case.tell(found, kind=VoiceMessage.Kind.ACKNOWLEDGED, text=READ, by=by, at=at)
    return case.keep(found, action="acknowledge", summary="Acknowledged", by=by, at=at)


@transaction.atomic
def write(*, voice: Voice, kind: str, text: str, by: User, at: datetime) -> Voice:
    """Ask the person something, or give them news."""
    found = case.lock_for(voice, by=by, at=at)
    if kind not in (VoiceMessage.Kind.QUESTION, VoiceMessage.Kind.UPDATE):
        raise Refusal("Choose whether it is a question or news.")
    text = case.needed(text, "Write what the person should read.")
    case.tell(found, kind=kind, text=text, by=by, at=at)
    asked = kind == VoiceMessage.Kind.QUESTION
    return case.keep(
        found,
        action="write",
        summary="The person was asked something" if asked else "The person was given news",
        by=by,
        at=at,
    )


@transaction.atomic
def note(*, voice: Voice, text: str, by: User, at: datetime) -> Voice:
    """Write something that only the team sees."""
    found = case.lock_for(voice, by=by, at=at)
    VoiceMessage.objects.create(
        voice=found,
        lane=VoiceMessage.Lane.INTERNAL,
        kind=VoiceMessage.Kind.NOTE,
        by=by,
        on=timezone.localdate(at),
        text=case.needed(text, "Write the note."),
    )
    return case.keep(found, action="note", summary="Internal note written", by=by, at=at)
