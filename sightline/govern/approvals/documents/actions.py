"""Documents of an approval: kept with the files of evidence, by the same checks."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.assess.evidence import files
from sightline.assess.evidence.models import EvidenceFile
from sightline.govern.approvals import moving, queries, rules
from sightline.govern.approvals.documents import queries as documents
from sightline.govern.approvals.documents.models import ApprovalDocument, DocumentWithdrawal
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.joining.models import PlaceContact
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.rules import CannotApprove
from sightline.people.models import User

#: Documents that stand, in one application.
MOST = 60


def add(
    *,
    approval: Approval,
    title: str,
    file: IO[bytes],
    file_name: str,
    contact: PlaceContact | None = None,
    by: User | None,
    at: datetime,
) -> ApprovalDocument:
    """Add a document. ``contact`` is who sends it where nobody is signed in.

    Nothing is kept of a file that is refused. Raises files.CannotTake, scanning.Infected,
    scanning.CannotScan, CannotApprove.
    """
    with transaction.atomic():
        held = _open_to(approval, contact, by, at)
        title = " ".join(title.split())
        if not title:
            raise CannotApprove("Say what the document is.")
        if held.documents.standing().count() >= MOST:
            raise CannotApprove(f"{MOST} documents are the most for one application.")
        taken = files.take(file, file_name)
        try:
            return _write(held, title, taken, contact, by, at)
        except BaseException:
            files.delete(taken.stored_name)
            raise


def _write(
    held: Approval,
    title: str,
    taken: files.Taken,
    contact: PlaceContact | None,
    by: User | None,
    at: datetime,
) -> ApprovalDocument:
    scans = EvidenceFile.Scan
    made = ApprovalDocument.objects.create(
        approval=held,
        title=title,
        name=taken.name,
        stored_name=taken.stored_name,
        content_type=taken.content_type,
        size=taken.size,
        sha256=taken.sha256,
        scan=scans.CLEAN if taken.is_scanned else scans.NOT_SCANNED,
        by_name=joining.sender(contact, by),
        by=by,
        contact=contact if by is None else None,
        at=at,
    )
    moving.line("documents.add", held, by, at, "A document was added", ["documents"])
    return made


@transaction.atomic
def withdraw(
    *,
    document: ApprovalDocument,
    reason: str,
    contact: PlaceContact | None = None,
    by: User | None,
    at: datetime,
) -> DocumentWithdrawal:
    """Take a document back: who sent it, or the quality team, but not whom it is about.

    It stays in the record with the reason, and only these can still take it. Also when all is
    decided: what should never have been sent is taken out of sight.
    """
    if by is not None:
        held = moving.locked(document.approval, by, Permission.APPLY_FOR_APPROVAL)
        if not documents.may_withdraw(document, held, by):
            raise CannotApprove(
                "Only who sent a document and the quality team can withdraw it. Ask them to."
            )
    else:
        held = moving.unguarded(document.approval)
        if contact is None or document.contact_id != contact.pk:
            raise CannotApprove("This document was not sent with this link.")
        if over := joining.why_over(contact, timezone.localdate(at)):
            raise CannotApprove(over)
    if not reason.strip():
        raise CannotApprove("Say why it is withdrawn.")
    if DocumentWithdrawal.objects.filter(document=document).exists():
        raise CannotApprove("This document was withdrawn already. Nothing was changed.")
    made = DocumentWithdrawal.objects.create(
        document=document,
        reason=reason.strip(),
        by_name=joining.sender(contact, by),
        by=by,
        at=at,
    )
    moving.line("documents.withdraw", held, by, at, "A document was withdrawn", ["documents"])
    return made


def _open_to(
    approval: Approval, contact: PlaceContact | None, by: User | None, at: datetime
) -> Approval:
    if by is not None:
        held = moving.locked(approval, by, Permission.APPLY_FOR_APPROVAL)
        if not queries.may_write(held, by):
            raise CannotApprove("Only the place, those who applied and the quality team add to it.")
    else:
        held = moving.unguarded(approval)
        if contact is None or contact.approval_id != held.pk:
            raise CannotApprove("This link does not lead here.")
        if over := joining.why_over(contact, timezone.localdate(at)):
            raise CannotApprove(over)
    if held.state in rules.FINAL:
        raise CannotApprove(
            f"It is “{held.get_state_display().lower()}”, so nothing can be added to it."
        )
    return held
