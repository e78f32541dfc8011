"""Sending a feedback letter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.rules import questions_of
from sightline.assess.returns.letters import writing
from sightline.assess.returns.letters.models import FeedbackLetter
from sightline.assess.returns.locking import locked
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.trail import record


class CannotSend(Refusal):
    """The letter cannot be sent (now)."""


@transaction.atomic
def send(*, signature: Signature, by: User, at: datetime) -> FeedbackLetter:
    """Keep the letter as it is now and show it to the provider. One for each signed version."""
    found = locked(signature.self_assessment)
    viewer.require(by, Permission.REVIEW_RETURN, at=found.organisation)
    if found.current_id != signature.pk:
        raise CannotSend("A newer version was signed meanwhile. Review that one first.")
    if FeedbackLetter.objects.filter(signature=signature).exists():
        raise CannotSend("The letter about this version was sent already. Nothing was changed.")
    looked_at = set(signature.decisions.values_list("question", flat=True))
    if left := len(set(questions_of(signature.content)) - looked_at):
        raise CannotSend(f"{left} answers have not been looked at yet. Review them first.")
    letter = FeedbackLetter.objects.create(
        signature=signature, content=writing.write(found, signature), sent_by=by, sent_at=at
    )
    record.record(
        action="assess.returns.letters.send",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary="Feedback letter sent",
    )
    return letter
