from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.insight.tensions.pages.found import tension_for
from sightline.insight.tensions.words import KIND_MEANS
from sightline.people.request import SignedInRequest
from sightline.trail import record


@allow(Permission.JUDGE_STANDARDS)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    tension = tension_for(request, reference)
    return render(
        request,
        "insight/tensions/pages/show.jinja",
        {
            "tension": tension,
            "place": tension.place,
            "ending": getattr(tension, "ending", None),
            "means": KIND_MEANS.get(tension.kind, ""),
            "trail": record.lines_about(tension, internal=True),
        },
    )
