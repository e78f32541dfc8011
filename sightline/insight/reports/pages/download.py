from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.insight.reports import actions
from sightline.insight.reports.pages.found import run_for
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RESULTS)
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    found = run_for(request, pk)
    try:
        path = actions.take(run=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("insight:reports:run", pk=pk)
    made_up = "made-up-" if found.dataset.is_made_up else ""
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{made_up}provider-reports-{found.dataset.year}.zip",
        content_type="application/zip",
    )
