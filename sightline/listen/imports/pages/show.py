"""One file: how far it is, what its check found, and what can be done next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.imports import family
from sightline.listen.imports.models import SurveyImport
from sightline.people.request import SignedInRequest
from sightline.trail import record

_REFRESH_SECONDS = 3
State = SurveyImport.State


@allow(Permission.IMPORT_SURVEY)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        SurveyImport.objects.visible_to(request.user).select_related(
            "round", "round__survey", "mapping", "mapping__survey", "mends", "dataset"
        ),
        pk=pk,
    )
    now = timezone.now()
    is_stuck = found.is_stuck(now)
    is_waiting = (found.state == State.UPLOADED and found.mapping_id is not None) or (
        not found.is_running and request.GET.get("after") == str(found.run)
    )
    together = [one for one in family.members(found) if one.pk != found.pk]
    about = [found.dataset] if found.dataset else []
    response = render(
        request,
        "listen/imports/pages/show.jinja",
        {
            "one": found,
            "is_stuck": is_stuck,
            "is_waiting": is_waiting,
            "together": together,
            "good_together": found.rows_good + sum(one.rows_good for one in together),
            "trail": record.lines_about(found, internal=True, limit=30, also=about),
        },
    )
    if (found.is_running and not is_stuck) or is_waiting:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response
