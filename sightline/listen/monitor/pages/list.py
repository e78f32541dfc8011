"""Rounds that run or ran here, with how many have answered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters
from sightline.listen.monitor import queries
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest

FILTERS = Filters(
    filters=(
        Choice(
            "state",
            "State",
            options=Collection.State.choices,
            narrow=lambda rows, value: rows.filter(state=value),
        ),
    ),
    page_size=30,
)


@allow(Permission.VIEW_ROUNDS)
def list_(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    found = Collection.objects.visible_to(request.user).select_related("round__survey", "place")
    page = chosen.page(chosen.narrow(found))
    return render(
        request,
        "listen/monitor/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "totals": queries.totals(page.rows, request.user),
            "may_run": set(
                Collection.objects.run_by(request.user)
                .filter(pk__in=[one.pk for one in page.rows])
                .values_list("pk", flat=True)
            ),
        },
    )
