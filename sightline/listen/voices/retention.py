"""What is kept for how long; listen.care carries it out and reports."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from sightline.listen.voices.models import Voice, VoicePolicy
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
