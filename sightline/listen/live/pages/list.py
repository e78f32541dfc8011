"""Rounds that are open now, to read what comes in."""

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.live.models import Released
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_ROUNDS)
def list_open(request: SignedInRequest) -> HttpResponse:
    """Those with numbers to show come first; of those without one sees that at once."""
    published = Released.objects.filter(collection=OuterRef("pk"))
    found = (
        Collection.objects.visible_to(request.user)
        .filter(state=Collection.State.OPEN)
        .annotate(
            of_invited=Exists(published.filter(is_open=False)),
            of_open_links=Exists(published.filter(is_open=True)),
        )
        .select_related("round__survey", "place")
        .order_by("-of_invited", "-of_open_links", "closes_at", "pk")
    )
    return render(
        request,
        "listen/live/pages/list.jinja",
        {"rounds": list(found), "may_run": request.user.can(Permission.RUN_ROUND)},
    )
