"""Telling a story in public, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.replies.rules import faults_in
from sightline.listen.voices import case
from sightline.listen.voices.models import Voice
from sightline.listen.voices.stories.models import Story
from sightline.listen.voices.words import Outcome
from sightline.people.models import User

#: The smallest group of people whose number a story may tell, as in replies.
LEAST = 10


@transaction.atomic
def release(*, voice: Voice, title: str, text: str, by: User, at: datetime) -> Story:
    """Put a story on its provider's public page, in words in which nobody can be recognised.

    The person must have agreed. Raises Refusal with every fault that is found in the words.
    """
    found = case.lock_for(voice, by=by, at=at)
    viewer.require(by, Permission.PUBLISH_REPLY, at=found.organisation)
    provider = found.organisation.provider
    if found.outcome != Outcome.STORY:
        raise Refusal("Decide first that this case becomes a story.")
    if not found.may_publish:
        raise Refusal("The person does not want this told in public.")
    if provider is None:
        raise Refusal("The person did not say which provider it was, so there is no page for it.")
    if Story.objects.filter(voice=found).exists():
        raise Refusal("This story has been told already. Nothing was changed.")
    title = case.needed(title, "Give the story a title.")
    text = case.needed(text, "Write the story.")
    faults = [
        fault for one in (title, text) for fault in faults_in(one, percents=(), threshold=LEAST)
    ]
    if faults:
        raise Refusal(" ".join(faults))
    story = Story.objects.create(
        voice=found,
        organisation=provider,
        title=title,
        text=text,
        released_on=timezone.localdate(at),
        released_by=by,
    )
    case.keep(
        found,
        action="stories.release",
        summary="Story told in public",
        fields=["story"],
        by=by,
        at=at,
    )
    return story


@transaction.atomic
def withdraw(*, voice: Voice, reason: str, by: User, at: datetime) -> Story:
    """Take a story off the public page."""
    found = case.lock_for(voice, by=by, at=at)
    viewer.require(by, Permission.PUBLISH_REPLY, at=found.organisation)
    story = Story.objects.select_for_update().filter(voice=found, withdrawn_on=None).first()
    if story is None:
        raise Refusal("There is no public story to withdraw.")
    story.withdrawn_because = case.needed(reason, "Say why it is withdrawn.")
    story.withdrawn_on = timezone.localdate(at)
    story.save(update_fields=["withdrawn_because", "withdrawn_on"])
    case.keep(
        found, action="stories.withdraw", summary="Story withdrawn", fields=["story"], by=by, at=at
    )
    return story
