"""The surveys of other bodies that are known, and their editions."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.outside import queries
from sightline.listen.outside.models import OutsideImport
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest

_MOST_FILES = 20
_MOST_PLACES = 30


@allow(Permission.VIEW_ORGANISATIONS)
def list_sources(request: SignedInRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    patch = request.user.patch(Permission.VIEW_RESULTS)
    places = Organisation.objects.filter(patch.q()).exclude(outside_units=None)
    if query:
        places = places.matching(query)
    found = list(places.distinct().order_by("name")[: _MOST_PLACES + 1])
    files = OutsideImport.objects.visible_to(request.user).select_related("source", "uploaded_by")
    return render(
        request,
        "listen/outside/pages/list.jinja",
        {
            "listed": queries.sources(),
            "files": files[:_MOST_FILES],
            "may_import": request.user.can(Permission.IMPORT_SURVEY),
            "may_read": not patch.empty,
            "query": query,
            "places": found[:_MOST_PLACES],
            "has_more": len(found) > _MOST_PLACES,
        },
    )
