"""The numbers of one place, approved beside actual, with all that was ever recorded."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.govern.capacity import queries
from sightline.govern.capacity.words import COLOURS
from sightline.govern.pages.found import provider_or_part
from sightline.people.request import SignedInRequest

#: The newest of the history; a place has a handful a year.
MOST_SHOWN = 100


@allow(Permission.VIEW_CAPACITY)
def place(request: SignedInRequest, level: str, code: str, part: str = "") -> HttpResponse:
    user = request.user
    found = provider_or_part(request, Permission.VIEW_CAPACITY, level, code, part)
    at = found.organisation
    return render(
        request,
        "govern/capacity/pages/place.jinja",
        {
            "place": found,
            "lines": queries.of_place(found, user, timezone.localdate()),
            "history": queries.history(found, user)[:MOST_SHOWN],
            "most": MOST_SHOWN,
            "colours": COLOURS,
            "may_add": viewer.may(user, Permission.COUNT_LEARNERS, at=at)
            or viewer.may(user, Permission.APPROVE_CAPACITY, at=at),
            "may_ask": viewer.may(user, Permission.ASK_TO_EXPAND, at=at),
            "may_see_passport": viewer.may(user, Permission.VIEW_EVIDENCE, at=at),
        },
    )
