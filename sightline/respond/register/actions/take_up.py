from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from sightline.listen.voices import actions as voices
from sightline.listen.voices.models import Voice
from sightline.people.models import User
from sightline.respond.register.actions.raise_ import raise_concern
from sightline.respond.register.models import Concern


@transaction.atomic
def take_up_voice(*, voice: Voice, answer: str, by: User, at: datetime, **concern: Any) -> Concern:
    """Put what somebody raised on the register, and tell them so: both, or neither.

    ``concern`` is what ``raise_concern`` takes. The concern does not name the case: the case names
    the concern, so that whoever may not open the case learns nothing of it. Raises Refusal.
    """
    made = raise_concern(**concern, by=by, at=at)
    voices.take_up(voice=voice, concern_reference=made.reference, answer=answer, by=by, at=at)
    return made
