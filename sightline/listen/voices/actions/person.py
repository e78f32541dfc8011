"""What the person does who came back with the receipt: ``by`` is nobody we know."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.listen.voices import case, rules
from sightline.listen.voices.models import Voice, VoiceMessage, VoicePolicy
from sightline.listen.voices.words import Changed, State, Urgency


@transaction.atomic
def add(*, voice: Voice, text: str, by: None, at: datetime) -> Voice:
    """Add detail, or answer a question. What is urgent in it lifts the case."""
    found = case.lock(voice)
    text = case.needed(text, "Write what you want to add.")
    _write(found, VoiceMessage.Kind.ADDED, text, at)
    lifted = rules.lifted(kind=found.kind, texts=[text], patients="", somebody="")
    found.urgency = max(Urgency(found.urgency), lifted.urgency)
    found.urgent_because = list(dict.fromkeys([*found.urgent_because, *lifted.because]))
    if rules.seems_to_name_somebody([text]) and not found.is_restricted:
        found.is_restricted, found.same_as = True, None
        Voice.objects.filter(same_as=found).update(same_as=None)
    found.person_wrote_on = timezone.localdate(at)
    return case.keep(found, action="add", summary="The person wrote", by=None, at=at)


@transaction.atomic
def confirm(*, voice: Voice, changed: str, text: str, by: None, at: datetime) -> Voice:
    """The person says whether it changed. If it did not, the case is taken up again."""
    found = case.lock(voice)
    if refused := rules.why_not_confirm(found.state):
        raise Refusal(refused)
    if changed not in Changed.values:
        raise Refusal("Choose whether it has changed.")
    day = timezone.localdate(at)
    said = Changed(changed).label
    _write(found, VoiceMessage.Kind.CHANGED, f"{said}. {text.strip()}".strip(), at)
    found.changed, found.changed_on = changed, day
    if changed == Changed.NO:
        found.state, found.answered_on = State.TAKEN, None
        found.answer_by = rules.due(day, VoicePolicy.on(day).limits(found.urgency)).answer
    if text.strip() or changed == Changed.NO:
        found.person_wrote_on = day
    return case.keep(
        found,
        action="confirm",
        summary=f"The person said: {said[0].lower()}{said[1:]}",
        fields=["changed", "state"],
        by=None,
        at=at,
    )


@transaction.atomic
def begin_now(*, voice: Voice, by: None, at: datetime) -> Voice:
    """Do not wait for the end of the placement after all."""
    found = case.lock(voice)
    day = timezone.localdate(at)
    if found.begins_on <= day:
        raise Refusal("Your case has been sent already.")
    due = rules.due(day, VoicePolicy.on(day).limits(found.urgency))
    found.begins_on = day
    found.acknowledge_by, found.triage_by, found.answer_by = (
        due.acknowledge,
        due.triage,
        due.answer,
    )
    return case.keep(
        found, action="begin_now", summary="Sent before the day chosen", by=None, at=at
    )


def _write(voice: Voice, kind: str, text: str, at: datetime) -> None:
    day = timezone.localdate(at)
    text = case.needed(text, "Write what you want to add.")
    written = voice.messages.filter(by=None, on=day).count()
    last = voice.messages.filter(by=None).order_by("-id").first()
    if last is not None and last.on == day and last.text == text:
        raise Refusal("You have sent this already. It was recorded once.")
    if written >= VoicePolicy.on(day).additions_a_day:
        raise Refusal("You have written many times today. Come back tomorrow to add more.")
    VoiceMessage.objects.create(
        voice=voice,
        lane=VoiceMessage.Lane.SHARED,
        kind=kind,
        by=None,
        on=day,
        text=text,
    )
