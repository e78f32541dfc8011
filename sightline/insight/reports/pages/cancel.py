from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.insight.reports import actions
from sightline.insight.reports.pages.found import run_for
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RESULTS)
@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    found = run_for(request, pk)
    try:
        actions.cancel(run=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("insight:reports:run", pk=pk)
