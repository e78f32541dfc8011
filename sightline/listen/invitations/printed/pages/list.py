"""The open links of a round, with their posters, slides and QR codes; and how to make more."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.asked import Search
from sightline.design.filters import Filters
from sightline.listen.invitations import links
from sightline.listen.invitations.messages import wording
from sightline.listen.invitations.models import OpenLink
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest

FILTERS = Filters(
    filters=(
        Search(
            "place",
            "Name of the place",
            narrow=lambda rows, text: rows.filter(
                Q(organisation__name__icontains=text) | Q(environment__name__icontains=text)
            ),
        ),
    )
)


@allow(Permission.VIEW_ROUNDS)
def list_(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = get_object_or_404(
        Collection.objects.visible_to(request.user).select_related("round__survey", "place"), pk=pk
    )
    chosen = FILTERS.read(request)
    found = (
        OpenLink.objects.visible_to(request.user)
        .filter(collection=collection, ended_at=None)
        .select_related("organisation", "environment", "profession", "programme")
    )
    page = chosen.page(chosen.narrow(found))
    return render(
        request,
        "listen/invitations/printed/pages/list.jinja",
        {
            "collection": collection,
            "chosen": chosen,
            "page": page,
            "addresses": {
                one.pk: wording.address_of(links.path_of(one.token)) for one in page.rows
            },
            "may_run": Collection.objects.run_by(request.user).filter(pk=pk).exists(),
        },
    )
