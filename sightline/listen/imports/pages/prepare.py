"""Prepare results from a file and switch them in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.imports import prepared, tasks
from sightline.listen.imports.models import SurveyImport
from sightline.people.request import SignedInRequest


@allow(Permission.IMPORT_SURVEY)
@require_POST
def prepare(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        SurveyImport.objects.visible_to(request.user).select_related("round", "mends"), pk=pk
    )
    if reason := prepared.reason_against(found):
        messages.error(request, reason)
        return redirect("listen:imports:show", pk=found.pk)
    tasks.prepare_results.enqueue(found.pk, by=request.user.pk)
    # The page waits until this start was taken up.
    return redirect(reverse("listen:imports:show", args=[found.pk]) + f"?after={found.run}")
