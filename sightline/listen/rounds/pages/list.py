"""Rounds that Sightline collects answers for itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest

COLOURS = {"draft": "yellow", "open": "green", "closed": "grey"}
FILTERS = Filters(
    filters=(
        Search(
            "q",
            "Name",
            narrow=lambda rows, text: rows.filter(round__survey__name__icontains=text),
        ),
        Choice(
            "state",
            "State",
            options=Collection.State.choices,
            narrow=lambda rows, value: rows.filter(state=value),
        ),
    ),
    orders=(
        Order("newest", "Newest first", ("-opens_at", "-pk")),
        Order("closing", "Closing first", ("closes_at", "pk")),
    ),
)


@allow(Permission.VIEW_ROUNDS)
def list_rounds(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    rounds = Collection.objects.visible_to(request.user).select_related(
        "round__survey", "version__questionnaire", "place"
    )
    return render(
        request,
        "listen/rounds/pages/list.jinja",
        {
            "chosen": chosen,
            "page": chosen.page(chosen.narrow(rounds)),
            "colours": COLOURS,
            "may_run": request.user.can(Permission.RUN_ROUND),
        },
    )
