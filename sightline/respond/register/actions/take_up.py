from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.voices import actions as voices
from sightline.listen.voices.models import Voice
from sightline.people.models import User
from sightline.respond.register import standings
from sightline.respond.register.actions.raise_ import NewEvidence, add_evidence, raise_concern
from sightline.respond.register.models import Concern, Standing


@transaction.atomic
def take_up_voice(*, voice: Voice, answer: str, by: User, at: datetime, **concern: Any) -> Concern:
    """Put what somebody raised on the register, and tell them so: both, or neither.

    ``concern`` is what ``raise_concern`` takes. The concern does not name the case: the case names
    the concern, so that whoever may not open the case learns nothing of it. Raises Refusal.
    """
    made = raise_concern(**concern, by=by, at=at)
    voices.take_up(voice=voice, concern_reference=made.reference, answer=answer, by=by, at=at)
    return made


class CannotAttach(Refusal):
    """A case cannot be added to that concern."""


@transaction.atomic
def attach_voice(
    *, voice: Voice, concern: Concern, evidence_text: str, answer: str, by: User, at: datetime
) -> Concern:
    """Add what somebody raised to a concern that is on the register, and tell them so.

    The concern gets a line of evidence, internal where ``by`` sees the internal part; it does not
    name the case. Raises Refusal, and NotPermitted for who may not manage the concern.
    """
    locked, standing = standings.lock(concern, at=at)
    if standing.state == Standing.State.CLOSED:
        raise CannotAttach("That concern is closed. Reopen it first, or choose another.")
    sees_internal = viewer.may(by, Permission.VIEW_INTERNAL, at=locked.organisation)
    add_evidence(
        concern=locked,
        evidence=NewEvidence(text=evidence_text, is_internal=sees_internal),
        by=by,
        at=at,
    )
    voices.take_up(voice=voice, concern_reference=locked.reference, answer=answer, by=by, at=at)
    return locked
