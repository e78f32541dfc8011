from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.listen.voices import case
from sightline.listen.voices.models import Voice
from sightline.people.models import User


@transaction.atomic
def erase(*, voice: Voice, because: str, by: User | None, at: datetime) -> Voice:
    """Erase every word of a case and its contact; what is left says that there was one, and when.

    ``by`` is somebody who cares for data, or None for the person who holds the receipt and for
    the keeping times. ``because`` is written in the trail, so it holds nothing personal. A concern
    on the register that came of it is in the quality team's own words and stays.
    """
    if by is not None:
        viewer.require(by, Permission.CARE_FOR_DATA)
    found = case.lock(voice)
    found.messages.exclude(text="").update(text="")
    story = getattr(found, "story", None)
    if story is not None:
        story.title, story.text = "Erased", ""
        story.withdrawn_on = story.withdrawn_on or timezone.localdate(at)
        story.withdrawn_because = story.withdrawn_because or "Erased"
        story.save()
    erased = ("what_happened", "who_is_affected", "what_they_wish", "place_text", "receipt_hash")
    for name in erased:
        setattr(found, name, "")
    found.contact_sealed, found.wants_news = None, False
    found.environment = found.programme = found.profession = None
    found.person_wrote_on = None
    found.erased_on = timezone.localdate(at)
    return case.keep(
        found,
        action="erase",
        summary=f"What was written was erased: {because}",
        fields=[*erased, "contact_sealed", "messages"],
        by=by,
        at=at,
    )
