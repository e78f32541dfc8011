"""One questionnaire: its versions, who uses them, and the questions of one version."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.questionnaires import queries
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.people.request import SignedInRequest
from sightline.trail import record


def found_for(request: SignedInRequest, code: str) -> Questionnaire:
    """The questionnaire, or a 404 for whoever may not see it."""
    return get_object_or_404(Questionnaire.objects.visible_to(request.user), code=code)


def version_for(request: SignedInRequest, code: str, number: int) -> QuestionnaireVersion:
    """A version, or a 404 for whoever may not see its questionnaire."""
    questionnaire = found_for(request, code)
    found = get_object_or_404(questionnaire.versions, number=number)
    found.questionnaire = questionnaire
    return found


@allow(Permission.MANAGE_QUESTIONNAIRES)
def show(request: SignedInRequest, code: str, number: int | None = None) -> HttpResponse:
    questionnaire = found_for(request, code)
    rows = queries.versions(questionnaire)
    version = None
    if rows:
        wanted = rows[0].number if number is None else number
        version = questionnaire.versions.filter(number=wanted).first()
    if number is not None and version is None:
        raise Http404
    return render(
        request,
        "listen/questionnaires/pages/show.jinja",
        {
            "questionnaire": questionnaire,
            "versions": rows,
            "version": version,
            "form_shown": version.form if version else None,
            "outline": queries.outline(version.form) if version else [],
            "count": queries.count_shown(version.form) if version else 0,
            "trail": record.lines_about(questionnaire, internal=False),
        },
    )
