"""Download the rows in error, to be mended."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.imports import storage
from sightline.listen.imports.models import SurveyImport
from sightline.people.request import SignedInRequest


@allow(Permission.IMPORT_SURVEY)
def errors(request: SignedInRequest, pk: int) -> FileResponse:
    found = get_object_or_404(SurveyImport.objects.visible_to(request.user), pk=pk)
    path = storage.place(found.stored_name).errors
    if not found.errors_name or not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"rows-in-error-import-{found.pk}.csv",
        content_type="text/csv; charset=utf-8",
    )
