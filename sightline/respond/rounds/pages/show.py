from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.respond.rounds import queries
from sightline.respond.rounds.models import RoundStep
from sightline.respond.rounds.pages.found import found as found_at


@allow(Permission.VIEW_RESULTS)
def show(request: SignedInRequest, survey: str, year: int, code: str) -> HttpResponse:
    """A round on the register of a place: what is left to settle, and when it was closed."""
    found = found_at(request, survey, year, code, Permission.VIEW_RESULTS)
    standing = queries.standing(found.dataset, found.place)
    steps = queries.history(found.dataset, found.place)
    return render(
        request,
        "respond/rounds/pages/show.jinja",
        {
            "found": found,
            "standing": standing,
            "left": [
                (provider, list(lines))
                for provider, lines in groupby(standing.left, key=lambda one: one.provider)
            ],
            "steps": steps,
            "is_closed": bool(steps) and steps[-1].kind == RoundStep.Kind.CLOSED,
            "is_region": found.place.kind == Organisation.Kind.REGION,
            "may_close": viewer.may(request.user, Permission.CLOSE_ROUND, at=found.place),
        },
    )
