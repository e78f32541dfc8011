"""Say what the columns of a file are, from what stands in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.imports import actions, looking, tasks
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.pages.map_form import MapForm
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys import mapping_text
from sightline.listen.surveys.mapping import MappingRefused
from sightline.people.request import SignedInRequest


@allow(Permission.IMPORT_SURVEY)
def map_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(
        SurveyImport.objects.visible_to(request.user).select_related("round", "round__survey"),
        pk=pk,
    )
    context: dict[str, Any] = {"one": one}
    try:
        found = looking.columns_of(one)
    except Unreadable as reason:
        return render(request, "listen/imports/pages/map.jinja", {**context, "reason": reason})
    form = MapForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        survey = one.round.survey
        try:
            text = mapping_text.write(form.as_mapping(survey.code))
            saved = surveys.save_mapping(
                survey=survey, text=text, by=request.user, at=timezone.now()
            )
            actions.choose_mapping(
                survey_import=one, mapping=saved, by=request.user, at=timezone.now()
            )
        except MappingRefused as refusal:
            for problem in refusal.problems[:20]:
                form.add_error(None, problem.message)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            tasks.check_file.enqueue(one.pk, by=request.user.pk)
            return redirect("listen:imports:show", pk=one.pk)
    return render(request, "listen/imports/pages/map.jinja", {**context, "form": form})
