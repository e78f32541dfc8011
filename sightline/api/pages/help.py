"""How to connect Excel, Power BI or a program of one's own, and what is in the feed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.permissions import Permission
from sightline.api.odata import asking, signing_in
from sightline.api.odata.edm import SAID, EntitySet
from sightline.api.odata.sets import SETS
from sightline.design.tables import Column, Table
from sightline.people.request import SignedInRequest


@allow(SIGNED_IN)
def help_page(request: SignedInRequest) -> HttpResponse:
    at = timezone.now()
    readable = [one for one in SETS.values() if request.user.can(one.permission)]
    return render(
        request,
        "api/pages/help.jinja",
        {
            "may_see_results": request.user.can(Permission.VIEW_RESULTS),
            "address": request.build_absolute_uri(reverse("api:odata:service")),
            "sets": [(one, _columns(one)) for one in readable],
            "others": [one for one in SETS.values() if one not in readable],
            "keys": request.user.access_keys.live_at(at),
            "page": asking.PAGE,
            "most": signing_in.MOST,
        },
    )


def _columns(one: EntitySet) -> Table:
    """The columns of a set, from the same definitions as its metadata."""
    rows = [
        [
            column.name,
            SAID[column.type],
            f"{column.about}{' May be empty.' if column.may_be_empty else ''}",
        ]
        for column in one.properties
    ]
    return Table(
        f"Columns of {one.name}", [Column("Column"), Column("Type"), Column("Meaning")], rows
    )
