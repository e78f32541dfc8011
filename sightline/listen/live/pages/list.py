"""Rounds that are open now, to read what comes in."""

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_ROUNDS)
def list_open(request: SignedInRequest) -> HttpResponse:
    found = (
        Collection.objects.visible_to(request.user)
        .filter(state=Collection.State.OPEN)
        .select_related("round__survey", "place")
        .order_by("closes_at")
    )
    return render(request, "listen/live/pages/list.jinja", {"rounds": list(found)})
