"""Every survey, with its newest results."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.surveys import queries
from sightline.listen.surveys.models import Survey
from sightline.people.request import SignedInRequest


@allow(Permission.IMPORT_SURVEY)
def list_surveys(request: SignedInRequest) -> HttpResponse:
    found = list(Survey.objects.visible_to(request.user))
    return render(request, "listen/surveys/pages/list.jinja", {"surveys": queries.surveys(found)})
