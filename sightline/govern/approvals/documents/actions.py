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
from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.joining.models import PlaceContact
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.rules import CannotApprove
from sightline.people.models import User

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
        if held.documents.count() >= MOST:
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
        at=at,
    )
    moving.line("documents.add", held, by, at, "A document was added", ["documents"])
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
