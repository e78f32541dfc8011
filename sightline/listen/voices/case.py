"""What every change of a case begins and ends with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.voices.models import Voice, VoiceMessage, VoicePolicy
from sightline.people.models import User
from sightline.trail import record

LONGEST_TEXT = 8000  # characters


def start_of(day: date) -> datetime:
    """The first moment of a day: what the trail keeps of the person's own doings is the day."""
    return timezone.make_aware(datetime.combine(day, time()))


def lock(voice: Voice) -> Voice:
    """The case as it is now, locked until the transaction ends. Raises Refusal when erased."""
    found = (
        Voice.objects.select_for_update(of=("self",))
        .select_related("organisation", "region")
        .get(pk=voice.pk)
    )
    if found.erased_on:
        raise Refusal("What was written in this case has been erased. Nothing can be added to it.")
    return found


def lock_for(voice: Voice, *, by: User, at: datetime) -> Voice:
    """Locked for somebody of the team. Raises NotPermitted where they may not see the case."""
    found = lock(voice)
    viewer.require(by, Permission.TRIAGE_VOICES, at=found.region)
    if found.is_restricted:
        viewer.require(by, Permission.VIEW_RESTRICTED, at=found.region)
    if found.begins_on > timezone.localdate(at):
        raise Refusal("This case begins on a later day.")
    return found


def needed(text: str, sentence: str) -> str:
    """The text without blanks around it. Raises Refusal with the sentence when there is none."""
    text = text.strip()
    if not text:
        raise Refusal(sentence)
    if len(text) > LONGEST_TEXT:
        raise Refusal(f"Write {LONGEST_TEXT:,} characters or fewer.")
    return text


def tell(voice: Voice, *, kind: str, text: str, by: User, at: datetime) -> None:
    """Say something to the person: in the shared lane, with word that there is news.

    Whoever is told something was acknowledged; the receipt lasts anew from this day. Changes the
    case in memory; the caller stores it with ``keep``.
    """
    day = timezone.localdate(at)
    VoiceMessage.objects.create(
        voice=voice, lane=VoiceMessage.Lane.SHARED, kind=kind, by=by, on=day, text=text
    )
    if voice.state == "new":
        voice.state, voice.acknowledged_on = "read", day
    voice.person_wrote_on = None
    lasts = day + timedelta(days=VoicePolicy.on(day).receipt_days)
    voice.receipt_until = max(voice.receipt_until, lasts)
    if voice.wants_news and voice.contact_sealed:
        # Late, so that the tasks that send it may import what they send.
        from sightline.listen.voices.tasks import tell_of_news

        pk = voice.pk
        transaction.on_commit(lambda: tell_of_news.enqueue(pk))


def keep(
    voice: Voice,
    *,
    action: str,
    summary: str,
    by: User | None,
    at: datetime,
    fields: Iterable[str] = (),
) -> Voice:
    """Store the case and write its line of the trail: which fields, never what they hold."""
    voice.save()
    record.record(
        action=f"listen.voices.{action}",
        subject=voice,
        by=by,
        at=at if by else start_of(timezone.localdate(at)),
        reference=voice.number,
        summary=summary,
        fields=fields,
        is_internal=True,
    )
    return voice
