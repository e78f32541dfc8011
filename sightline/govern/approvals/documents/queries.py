"""Who may withdraw a document of an approval, and who can still take one that was withdrawn."""

from __future__ import annotations

from sightline.access.permissions import Permission
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.models import Approval
from sightline.people.models import User


def may_read_withdrawn(document: ApprovalDocument, approval: Approval, by: User) -> bool:
    """Who sent it, and who decides: a decision that rests on it has to stay readable to them."""
    return document.by_id == by.pk or approval.may(by, Permission.DECIDE_APPROVAL)


def may_withdraw(document: ApprovalDocument, approval: Approval, by: User) -> bool:
    """The same, while they may write: the place takes nothing away that others sent about it."""
    return may_read_withdrawn(document, approval, by) and approvals.may_write(approval, by)
