"""Download the rows in error, to be mended."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.imports import storage
from sightline.listen.imports.models import SurveyImport
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.IMPORT_SURVEY)
def errors(request: SignedInRequest, pk: int) -> FileResponse:
    found = get_object_or_404(SurveyImport.objects.visible_to(request.user), pk=pk)
    path = storage.place(found.stored_name).errors
    if not found.errors_name or not path.exists():
        raise Http404
    record.download(
        action="listen.imports.download",
        subject=found,
        by=request.user,
        at=timezone.now(),
        summary=f"Took the rows in error of import {found.pk}",
    )
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"rows-in-error-import-{found.pk}.csv",
        content_type="text/csv; charset=utf-8",
    )
