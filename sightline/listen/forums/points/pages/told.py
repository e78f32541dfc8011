from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import SIGNED_IN, allow
from sightline.listen.forums.points import queries
from sightline.people.request import SignedInRequest

MOST = 100


@allow(SIGNED_IN)
def told(request: SignedInRequest) -> HttpResponse:
    """What the forums told of which somebody is a member. Numbers and names are not here."""
    tellings = queries.told_to(request.user).prefetch_related("points")[:MOST]
    return render(request, "listen/forums/points/pages/told.jinja", {"tellings": list(tellings)})
