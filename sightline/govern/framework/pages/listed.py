"""One kind of record that names standards of the version before, by name."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Order
from sightline.design.tables import Column, Linked, Table
from sightline.govern.framework import listed as lists
from sightline.govern.framework.words import Kind
from sightline.people.request import SignedInRequest
from sightline.standards.models import FrameworkVersion
from sightline.standards.pages.standard import first_place
from sightline.standards.succession import queries as succession

_ORDERS = (Order("latest", "Last first", ("-pk",)),)


@allow(Permission.VIEW_OPEN_WORK)
def listed(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    new = get_object_or_404(FrameworkVersion, code=code)
    old = succession.before(new)
    if old is None or kind not in lists.LISTINGS:
        raise Http404
    day, viewer = timezone.localdate(), request.user
    of_standard = Choice(
        "standard",
        f"Standard of {old.code}",
        options=lambda: [(one.number, one.number) for one in old.standards.order_by("position")],
        narrow=lambda rows, number: rows.filter(
            pk__in=lists.rows(kind, old, day, viewer, number).order_by().values("pk")
        ),
    )
    # Self-assessments are about all standards.
    filters = Filters(filters=() if kind == Kind.RETURNS else (of_standard,), orders=_ORDERS)
    chosen = filters.read(request)
    page = chosen.page(chosen.narrow(lists.rows(kind, old, day, viewer)))
    listing = lists.LISTINGS[kind]
    results_of = first_place(viewer) if viewer.can(Permission.VIEW_RESULTS) else None
    table = Table(
        caption=listing.heading,
        columns=(Column("What"), Column("About"), Column(f"Standards of {old.code}")),
        rows=[
            (Linked(one.text, one.href) if one.href else one.text, one.about,
             one.standards or "All that it was asked")
            for one in lists.lines(kind, old, page.rows, results_of)
        ],
    )  # fmt: skip
    return render(
        request,
        "govern/framework/pages/listed.jinja",
        {
            "new": new,
            "old": old,
            "listing": listing,
            "chosen": chosen,
            "page": page,
            "table": table,
        },
    )
