"""Requests to take more learners."""

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
from sightline.govern.expansions.models import ExpansionRequest
from sightline.govern.expansions.words import Outcome
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[ExpansionRequest], text: str) -> QuerySet[ExpansionRequest]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(organisation__name__icontains=text)
        | Q(organisation__code__iexact=text)
        | Q(environment__name__icontains=text)
    )


def _stands(rows: QuerySet[ExpansionRequest], value: str) -> QuerySet[ExpansionRequest]:
    return rows.filter(decision=None) if value == "waiting" else rows.filter(
        decision__outcome=value
    )  # fmt: skip


FILTERS = Filters(
    filters=(
        Search("q", "Place or reference", narrow=_by_words),
        Choice(
            "stands",
            "What came of it",
            options=[("waiting", "Waiting"), *Outcome.choices],
            narrow=_stands,
        ),
    ),
    orders=(Order("latest", "Latest first", ("-at", "-pk")),),
)


@allow(Permission.VIEW_CAPACITY)
def list_expansions(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        ExpansionRequest.objects.visible_to(request.user).select_related(
            "organisation", "environment", "programme", "profession", "by", "decision"
        )
    )
    page = chosen.page(rows)
    return render(
        request,
        "govern/expansions/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "may_ask": request.user.can(Permission.ASK_TO_EXPAND),
        },
    )


def _table(rows: Any) -> Table:
    return Table(
        caption="Requests to expand",
        columns=(
            Column("Request"),
            Column("Place"),
            Column("Learners"),
            Column("From", Kind.DATE),
            Column("Asked on", Kind.DATE),
            Column("What came of it"),
        ),
        rows=[
            (
                Linked(one.reference, reverse("govern:expansions:show", args=[one.reference])),
                one.place.name,
                one.what,
                one.from_date,
                timezone.localdate(one.at),
                one.decision.get_outcome_display() if hasattr(one, "decision") else "Waiting",
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
