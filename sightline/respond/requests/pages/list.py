"""Reviews that are asked for."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.people.request import SignedInRequest
from sightline.respond.requests.models import ReviewRequest


def _by_words(rows: QuerySet[ReviewRequest], text: str) -> QuerySet[ReviewRequest]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(organisation__name__icontains=text)
        | Q(organisation__code__iexact=text)
    )


FILTERS = Filters(
    filters=(
        Search("q", "Place or reference", narrow=_by_words),
        Choice(
            "answered",
            "Answered or waiting",
            options=[("no", "Waiting"), ("yes", "Answered")],
            narrow=lambda rows, value: rows.filter(answer__isnull=value == "no"),
        ),
    ),
    orders=(Order("latest", "Latest first", ("-at", "-pk")),),
)


@allow(Permission.VIEW_INTERNAL)
def list_requests(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        ReviewRequest.objects.visible_to(request.user)
        .select_related("organisation", "environment", "programme", "by", "answer")
        .prefetch_related("standards")
    )
    page = chosen.page(rows)
    return render(
        request,
        "respond/requests/pages/list.jinja",
        {"chosen": chosen, "page": page, "table": _table(page.rows)},
    )


def _table(rows: Any) -> Table:
    return Table(
        caption="Reviews that are asked for",
        columns=(
            Column("Reference"),
            Column("Place"),
            Column("Standards"),
            Column("Asked by"),
            Column("On", Kind.DATE),
            Column("What came of it"),
        ),
        rows=[
            (
                Linked(one.reference, reverse("respond:requests:show", args=[one.reference])),
                one.place.name,
                ", ".join(standard.number for standard in one.standards.all()),
                one.by.name,
                timezone.localdate(one.at),
                one.answer.get_outcome_display() if hasattr(one, "answer") else "Waiting",
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
