"""What is kept for how long, carried out by a duty that reports."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from sightline.listen.voices import actions
from sightline.listen.voices.models import Voice, VoicePolicy
from sightline.listen.voices.receipts import actions as receipts
from sightline.listen.voices.words import STORIES, Outcome, State


def due(day: date) -> QuerySet[Voice]:
    """Cases whose words have been kept as long as their class is kept, by the policy of the day.

    Classes: concerns that went on the register, stories, and everything else. The time runs from
    the day of the answer; a case without one is not over.
    """
    policy = VoicePolicy.on(day)

    def over(days: int) -> Q:
        return Q(answered_on__lte=day - timedelta(days=days))

    concern, story = Q(outcome=Outcome.CONCERN), Q(kind__in=STORIES)
    return Voice.objects.filter(state=State.ANSWERED, erased_on=None).filter(
        (concern & over(policy.keep_concern_days))
        | (~concern & story & over(policy.keep_story_days))
        | (~concern & ~story & over(policy.keep_other_days))
    )


def carry_out(at: datetime) -> str | None:
    """Erase what has been kept long enough, and forget old wrong tries; a sentence about it."""
    receipts.forget(by=None, at=at)
    erased = 0
    for voice in due(timezone.localdate(at)).order_by("pk"):
        actions.erase(voice=voice, because="kept as long as it is kept", by=None, at=at)
        erased += 1
    return f"erased the words of {erased}" if erased else None
