"""Take the file of a piece of evidence, if it is still the one that was added."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.evidence import files, names
from sightline.assess.evidence.pages.found import evidence_for
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.VIEW_EVIDENCE)
def file(request: SignedInRequest, reference: str) -> FileResponse:
    evidence = evidence_for(request, reference)
    kept = getattr(evidence, "file", None)
    if kept is None:
        raise Http404
    opened = files.open_checked(kept.stored_name, kept.sha256)
    record.download(
        action="assess.evidence.download",
        subject=evidence,
        by=request.user,
        at=timezone.now(),
        summary=f"Took the file of {evidence.reference}",
        reference=evidence.reference,
    )
    return FileResponse(
        opened,
        as_attachment=True,
        filename=names.given_out(kept.name, kept.content_type),
        content_type=kept.content_type,
    )
