"""Leave a file out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.imports import actions
from sightline.listen.imports.models import SurveyImport
from sightline.people.request import SignedInRequest


@allow(Permission.IMPORT_SURVEY)
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        SurveyImport.objects.visible_to(request.user).select_related("round", "round__survey"),
        pk=pk,
    )
    if request.method == "POST":
        try:
            actions.set_aside(survey_import=found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("listen:imports:show", pk=found.pk)
    return render(request, "listen/imports/pages/set_aside.jinja", {"one": found})
