from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.listen.voices import case, rules
from sightline.listen.voices.models import Voice, VoiceMessage
from sightline.listen.voices.words import Kind, Outcome, State
from sightline.people.models import User

#: Outcomes with which a case is answered at once; a concern is answered when something came of it.
AT_ONCE = (Outcome.STORY, Outcome.SIGNPOST, Outcome.NOTHING)


@transaction.atomic
def triage(
    *, voice: Voice, outcome: str, answer: str, reason: str, by: User, at: datetime
) -> Voice:
    """Decide that a case becomes a story, is passed on, or goes no further, and tell the person.

    ``reason`` is for the team and needed for "no further action"; ``answer`` is what the person
    reads. A case becomes a concern by ``take_up``, which the register calls.
    """
    found = case.lock_for(voice, by=by, at=at)
    if refused := rules.why_not_triage(found.state):
        raise Refusal(refused)
    if outcome not in AT_ONCE:
        raise Refusal("Choose what becomes of this case.")
    if outcome == Outcome.STORY and found.kind == Kind.CONCERN:
        raise Refusal("A concern cannot be told as a story of good practice.")
    answer = case.needed(answer, "Write the answer to the person.")
    if outcome == Outcome.NOTHING:
        case.needed(reason, "Write the reason why nothing further is done.")
    day = timezone.localdate(at)
    if reason.strip():
        VoiceMessage.objects.create(
            voice=found,
            lane=VoiceMessage.Lane.INTERNAL,
            kind=VoiceMessage.Kind.DECIDED,
            by=by,
            on=day,
            text=case.needed(reason, ""),
        )
    case.tell(found, kind=VoiceMessage.Kind.DECIDED, text=answer, by=by, at=at)
    found.outcome, found.triaged_on = outcome, day
    found.state, found.answered_on = State.ANSWERED, day
    return case.keep(
        found,
        action="triage",
        summary=f"Triaged: {Outcome(outcome).label.lower()}",
        fields=["outcome", "state"],
        by=by,
        at=at,
    )


@transaction.atomic
def take_up(*, voice: Voice, concern_reference: str, answer: str, by: User, at: datetime) -> Voice:
    """The case is on the register as that concern; ``answer`` tells the person so."""
    found = case.lock_for(voice, by=by, at=at)
    if refused := rules.why_not_triage(found.state):
        raise Refusal(refused)
    answer = case.needed(answer, "Write what the person should read.")
    case.tell(found, kind=VoiceMessage.Kind.DECIDED, text=answer, by=by, at=at)
    found.outcome, found.concern_reference = Outcome.CONCERN, concern_reference
    found.state, found.triaged_on = State.TAKEN, timezone.localdate(at)
    return case.keep(
        found,
        action="take_up",
        summary="Taken up as a concern on the register",
        fields=["outcome", "state", "concern_reference"],
        by=by,
        at=at,
    )


@transaction.atomic
def answer(
    *, voice: Voice, text: str, by: User, at: datetime, also: Sequence[Voice] = ()
) -> list[Voice]:
    """Answer a case that was taken up; the same words answer the cases given in ``also``.

    All are answered or none: one that cannot be answered refuses the whole.
    """
    text = case.needed(text, "Write the answer to the person.")
    answered = []
    for one in (voice, *also):
        found = case.lock_for(one, by=by, at=at)
        if refused := rules.why_not_answer(found.state):
            raise Refusal(f"{found.number}: {refused}" if also else refused)
        case.tell(found, kind=VoiceMessage.Kind.ANSWER, text=text, by=by, at=at)
        found.state, found.answered_on = State.ANSWERED, timezone.localdate(at)
        answered.append(
            case.keep(found, action="answer", summary="Answered", fields=["state"], by=by, at=at)
        )
    return answered
