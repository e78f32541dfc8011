"""Download the rows in error of a roster, to be mended."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.imports import storage
from sightline.listen.invitations.roster.pages.show import found_for
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.RUN_ROUND)
def errors(request: SignedInRequest, pk: int) -> FileResponse:
    roster = found_for(request, pk)
    if not roster.has_errors_file:
        raise Http404
    path = storage.place(roster.stored_name).errors
    if not path.exists():
        raise Http404
    record.download(
        action="listen.invitations.roster.download",
        subject=roster,
        by=request.user,
        at=timezone.now(),
        summary=f"Took the rows in error of roster {roster.pk}",
    )
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"rows-in-error-roster-{roster.pk}.csv",
        content_type="text/csv; charset=utf-8",
    )
