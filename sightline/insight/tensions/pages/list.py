"""Where sources disagree, in every place that the viewer judges."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.insight.tensions import queries
from sightline.insight.tensions import words as tension_words
from sightline.insight.tensions.models import Tension
from sightline.organisations.choosing import by_region
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Tension], text: str) -> QuerySet[Tension]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(organisation__name__icontains=text)
        | Q(organisation__code__iexact=text)
        | Q(standard__number=text)
    )


def _state(rows: QuerySet[Tension], value: str) -> QuerySet[Tension]:
    if value == "waiting":
        return rows.filter(ending=None, gone_at=None)
    return rows.exclude(ending=None) if value == "ended" else rows.filter(
        ending=None, gone_at__isnull=False
    )  # fmt: skip


FILTERS = Filters(
    filters=(
        Search("q", "Place, standard or reference", narrow=_by_words),
        Choice(
            "kind",
            "What disagrees",
            options=tension_words.Kind.choices,
            narrow=lambda rows, value: rows.filter(kind=value),
        ),
        Choice(
            "state",
            "State",
            options=[("waiting", "Waiting"), ("ended", "Ended"), ("gone", "Not so any more")],
            narrow=_state,
        ),
        by_region("organisation__region"),
    ),
    orders=(
        Order("latest", "Found last first", ("-found_at", "-pk")),
        Order("oldest", "Found first first", ("found_at", "pk")),
        Order("place", "By place", ("organisation__name", "-found_at", "-pk")),
    ),
)


@allow(Permission.JUDGE_STANDARDS)
def list_tensions(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        Tension.objects.visible_to(request.user).select_related(
            "organisation", "environment", "programme", "standard", "ending"
        )
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "insight/tensions/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "summary": queries.summary(request.user),
        },
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Tensions",
        columns=(
            Column("Reference"),
            Column("Place"),
            Column("Standard"),
            Column("What disagrees"),
            Column("Found", Kind.DATE),
            Column("State"),
        ),
        rows=[
            (
                Linked(one.reference, reverse("insight:tensions:show", args=[one.reference])),
                one.place.name,
                one.standard.number if one.standard else "",
                one.get_kind_display(),
                timezone.localdate(one.found_at),
                _state_words(one),
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )


def _state_words(one: Tension) -> str:
    if hasattr(one, "ending"):
        return str(one.ending.get_how_display())
    return "Not so any more" if one.gone_at else "Waiting"
