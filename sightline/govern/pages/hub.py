"""Who may take learners, and how many: for those who decide and those who ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.permissions import Permission
from sightline.people.request import SignedInRequest


@dataclass(frozen=True)
class Way:
    """One thing to do here: its name, where its first page is, and a sentence on what it is for."""

    text: str
    url_name: str
    permission: Permission
    sentence: str


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
    ways = [way for way in WAYS if request.user.can(way.permission)]
    return render(request, "govern/pages/hub.jinja", {"ways": ways})
