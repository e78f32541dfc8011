from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation, OrganisationQuerySet
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.respond.register import heard, results
from sightline.respond.register.pages.raise_ import FLAG, flag_query

MOST = 30


@allow(Permission.RAISE_CONCERN)
def where(request: SignedInRequest) -> HttpResponse:
    """Choose the organisation that a new concern sits at."""
    found = results.find(request.GET, request.user) if "dataset" in request.GET else None
    said = heard.find_point(request.GET["from"], request.user) if "from" in request.GET else None
    sought = request.GET.get("find", "").strip()
    places = _own(request.user)
    systems = places.filter(kind__in=(Organisation.Kind.REGION, Organisation.Kind.ICB))
    if sought:
        shown = list(places.matching(sought)[: MOST + 1])
    else:
        own = list(places[: MOST + 1])
        # Whoever looks after a few places chooses from them; others search.
        shown = own if len(own) <= MOST else []
    return render(
        request,
        "respond/register/pages/where.jinja",
        {
            "found": found,
            "said": said,
            "sought": sought,
            "places": shown[:MOST],
            "is_cut": len(shown) > MOST,
            "systems": systems.order_by("-kind", "name"),
            "flag_query": flag_query(request),
            "kept": {name: request.GET[name] for name in FLAG if name in request.GET},
        },
    )


def _own(user: User) -> OrganisationQuerySet:
    inside = user.patch(Permission.RAISE_CONCERN).q()
    return (
        Organisation.objects.filter(inside)
        .open_on(timezone.localdate())
        .select_related("provider", "icb")
        .order_by("name", "code")
    )
