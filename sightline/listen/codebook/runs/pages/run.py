"""How far work is that the machine was asked to do, and what came of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.codebook.runs import queries
from sightline.people.request import SignedInRequest

_REFRESH_SECONDS = 3


@allow(Permission.CODE_COMMENTS)
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible(request.user), pk=pk)
    is_stuck = found.is_stuck(timezone.now())
    response = render(
        request,
        "listen/codebook/runs/pages/run.jinja",
        {
            "run": found,
            "is_stuck": is_stuck,
            "themes": found.search.themes.count() if found.search else 0,
        },
    )
    if found.is_live and not is_stuck:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response
