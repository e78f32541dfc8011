"""Cases that somebody raised with a contact: found by it, told to them, and erased.

The contact is sealed, so each one is opened to be compared: some tens of microseconds a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.listen.care.requests.sought import Sought
from sightline.listen.voices import actions, sealing
from sightline.listen.voices.models import Voice, VoiceMessage
from sightline.people.models import User


def find_cases(sought: Sought) -> list[Voice]:
    sealed = Voice.objects.exclude(contact_sealed=None).values_list("pk", "contact_sealed")
    found = []
    for pk, contact in sealed.iterator():
        told = (contact and sealing.unseal(contact)) or {}
        if sought.has(told.get("email", "")) or sought.has(told.get("phone", "")):
            found.append(pk)
    return list(
        Voice.objects.filter(pk__in=found).select_related("organisation", "region").order_by("pk")
    )


def why_without_words(voice: Voice, by: User) -> str:
    """Why the words of a case are left out of a file that this person takes; blank: they are in."""
    if voice.begins_on > timezone.localdate():
        return (
            "It waits for a later day and nobody reads it before. They can read it themselves with "
            "their receipt."
        )
    if voice.is_restricted and not viewer.may(by, Permission.VIEW_RESTRICTED, at=voice.region):
        return (
            "It is in the restricted compartment. Somebody who may open it has to send them a "
            "copy; they can also read it themselves with their receipt."
        )
    return ""


def tell_case(voice: Voice, by: User) -> dict[str, Any]:
    """A case as its person may have it: their words and what was shared with them."""
    told: dict[str, Any] = {
        "number": voice.number,
        "about": voice.organisation.name,
        "raised on": voice.raised_on,
        "kind": voice.get_kind_display(),
        "how they wished to be known": voice.get_privacy_display(),
    }
    if left_out := why_without_words(voice, by):
        return told | {"words": left_out}
    contact = sealing.unseal(voice.contact_sealed) if voice.contact_sealed else None
    shared = voice.messages.filter(lane=VoiceMessage.Lane.SHARED)
    return told | {
        "their contact": {name: text for name, text in (contact or {}).items() if text},
        "what happened": voice.what_happened,
        "who is affected": voice.who_is_affected,
        "what they wish": voice.what_they_wish,
        "where": voice.place_text,
        "what was written since": [
            {"on": one.on, "what": one.get_kind_display(), "text": one.text} for one in shared
        ],
    }


def log_restricted(found: Sequence[Voice], by: User, at: datetime) -> None:
    """The openings of restricted cases whose words go into a file."""
    for voice in found:
        if voice.is_restricted and not why_without_words(voice, by):
            actions.log_opening(voice=voice, by=by, at=at)


def erase_cases(found: Sequence[Voice], sought: Sought, by: User, at: datetime) -> int:
    for voice in found:
        actions.erase(voice=voice, because="the person asked for it", by=by, at=at)
    return len(found)
