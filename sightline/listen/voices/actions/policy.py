from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.voices.models import VoicePolicy
from sightline.people.models import User
from sightline.trail import record


@transaction.atomic
def set_policy(
    *, from_date: date, is_checked: bool, by: User, at: datetime, **days: int
) -> VoicePolicy:
    """New clocks and limits from a day on; what came in before keeps the days people were told.

    ``days`` are the numbers of VoicePolicy by name, all of them.
    """
    viewer.require(by, Permission.CARE_FOR_DATA)
    if from_date < timezone.localdate(at):
        raise Refusal("New times begin today or later: people were told the old ones.")
    if VoicePolicy.objects.filter(from_date=from_date).exists():
        raise Refusal("There are times from that day already. Choose another day.")
    for start in ("", "urgent_"):
        named = [days[f"{start}{name}_days"] for name in ("acknowledge", "triage", "answer")]
        if named != sorted(named):
            raise Refusal("A case is read before it is triaged, and triaged before its answer.")
    made = VoicePolicy.objects.create(from_date=from_date, is_checked=is_checked, **days)
    record.record(
        action="listen.voices.set_policy",
        subject=made,
        by=by,
        at=at,
        summary=f"New times for what people raise, from {from_date:%-d %B %Y}",
        fields=sorted(days),
    )
    return made
