"""Who may take learners, and how many: for those who decide and those who ask."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.permissions import Permission
from sightline.access.ways import Way, open_to
from sightline.people.request import SignedInRequest

WAYS = (
    Way(
        "Approvals of places",
        "govern:approvals:list",
        Permission.FIND_APPROVALS,
        "Where learners may be sent: applications, panels, decisions and conditions. A place is "
        "approved once, for all who send learners.",
    ),
    Way(
        "Quality passports",
        "govern:passports:find",
        Permission.VIEW_EVIDENCE,
        "What is known of one place, on one page. Copies are kept with the decisions they are for.",
    ),
    Way(
        "Capacity",
        "govern:capacity:list",
        Permission.VIEW_CAPACITY,
        "How many learners each place is approved for, how many it has, and where there are more.",
    ),
    Way(
        "Requests to expand",
        "govern:expansions:list",
        Permission.VIEW_CAPACITY,
        "Providers ask to take more learners. Each request carries its quality passport.",
    ),
)


@allow(SIGNED_IN)
def hub(request: SignedInRequest) -> HttpResponse:
    ways = open_to(request.user, WAYS)
    return render(request, "design/hub.jinja", {"title": "Govern", "ways": ways})
