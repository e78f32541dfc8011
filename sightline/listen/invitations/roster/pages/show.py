"""One roster: what was found in it, and what can be done next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.roster.models import Roster
from sightline.people.request import SignedInRequest

_REFRESH_SECONDS = 3


@allow(Permission.RUN_ROUND)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    roster = found_for(request, pk)
    is_stuck = roster.is_stuck(timezone.now())
    at_work = not is_stuck and (
        roster.is_running
        or roster.state == Roster.State.UPLOADED
        or (roster.state == Roster.State.CHECKED and "applying" in request.GET)
    )
    response = render(
        request,
        "listen/invitations/roster/pages/show.jinja",
        {"roster": roster, "is_stuck": is_stuck, "at_work": at_work},
    )
    if at_work:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


def found_for(request: SignedInRequest, pk: int) -> Roster:
    return get_object_or_404(
        Roster.objects.visible_to(request.user).select_related(
            "collection__round__survey", "collection__place", "series__place"
        ),
        pk=pk,
    )
