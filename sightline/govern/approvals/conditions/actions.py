"""Conditions of an approval: evidence that they are met, and what the quality team says of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.govern.approvals import moving, queries, rules
from sightline.govern.approvals.conditions.models import Condition, ConditionWord
from sightline.govern.approvals.documents.models import ApprovalDocument, DocumentWithdrawal
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.joining.models import PlaceContact
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.rules import CannotApprove
from sightline.govern.approvals.words import ConditionState, Said, State
from sightline.people.models import User

_WAITING = (ConditionState.OPEN, ConditionState.NOT_MET)


@transaction.atomic
def prove(
    *,
    condition: Condition,
    text: str,
    document: ApprovalDocument | None = None,
    contact: PlaceContact | None = None,
    by: User | None,
    at: datetime,
) -> ConditionWord:
    """Say how a condition is met, perhaps with a document that was added before."""
    if by is not None:
        approval = moving.locked(condition.approval, by, Permission.APPLY_FOR_APPROVAL)
        if not queries.may_write(approval, by):
            raise CannotApprove("Only the place, those who applied and the quality team add to it.")
    else:
        approval = moving.unguarded(condition.approval)
        if contact is None or contact.approval_id != approval.pk:
            raise CannotApprove("This link does not lead here.")
        if over := joining.why_over(contact, timezone.localdate(at)):
            raise CannotApprove(over)
    held = _waiting(condition, approval)
    if document is not None and document.approval_id != approval.pk:
        raise CannotApprove("Choose a document of this approval.")
    # Asked anew: what the form has read may be older than the lock.
    if document is not None and DocumentWithdrawal.objects.filter(document=document).exists():
        raise CannotApprove("This document was withdrawn. Choose another, or add it again.")
    return _say(held, approval, Said.PROOF, text, document, joining.sender(contact, by), by, at)


@transaction.atomic
def check(*, condition: Condition, said: str, text: str, by: User, at: datetime) -> ConditionWord:
    """Find a condition met, or not met. When the last one is met, the approval is without any.

    One that is not met asks for a decision by a panel; nothing ends by itself.
    """
    approval = moving.locked(condition.approval, by, Permission.DECIDE_APPROVAL)
    held = _waiting(condition, approval)
    if said not in (Said.MET, Said.NOT_MET):
        raise CannotApprove("Say whether the condition is met.")
    # Without a document, or with one that nobody has withdrawn.
    if said == Said.MET and not (
        held.words.filter(said=Said.PROOF, document__withdrawal=None).exists()
    ):
        raise CannotApprove(
            "Nobody has sent evidence for this condition that still stands. Send it, or ask the "
            "owner for it, before you find it met."
        )
    word = _say(held, approval, Said(said), text, None, by.name, by, at)
    held.state = ConditionState(said)
    held.save(update_fields=["state"])
    if approval.state == State.CONDITIONS and not (
        approval.conditions.filter(state__in=_WAITING).exists()
    ):
        moving.move(approval, State.APPROVED, reason="All conditions are met.", by=by, at=at)
    return word


def _waiting(condition: Condition, approval: Approval) -> Condition:
    held = Condition.objects.select_for_update().get(pk=condition.pk)
    if held.state not in _WAITING or approval.state in rules.FINAL:
        raise CannotApprove(
            f"This condition is “{held.get_state_display().lower()}”, so nothing more is asked."
        )
    return held


def _say(
    held: Condition,
    approval: Approval,
    said: Said,
    text: str,
    document: ApprovalDocument | None,
    by_name: str,
    by: User | None,
    at: datetime,
) -> ConditionWord:
    if not text.strip():
        raise CannotApprove("Say how you know.")
    word = ConditionWord.objects.create(
        condition=held,
        said=said,
        text=text.strip(),
        document=document,
        by_name=by_name,
        by=by,
        at=at,
    )
    summary = f"A condition: {word.get_said_display().lower()}"
    moving.line(f"conditions.{said}", approval, by, at, summary, ["conditions"])
    return word
