"""One survey: its rounds with their results, its mappings and its files."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys import queries
from sightline.listen.surveys.models import Survey
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.IMPORT_SURVEY)
def show(request: SignedInRequest, code: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), code=code)
    rounds = list(survey.rounds.select_related("dataset"))
    imports = (
        SurveyImport.objects.visible_to(request.user)
        .filter(round__survey=survey)
        .select_related("round", "uploaded_by")
        .defer("findings")
    )
    datasets = queries.datasets(survey)
    return render(
        request,
        "listen/surveys/pages/show.jinja",
        {
            "survey": survey,
            "rounds": rounds,
            "datasets": datasets,
            "imports": imports[:30],
            "mappings": survey.mappings.select_related("made_by").defer("text"),
            "trail": record.lines_about(survey, internal=True, limit=30, also=[*rounds, *datasets]),
        },
    )
