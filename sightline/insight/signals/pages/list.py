"""What is new and needs a person, in every place of the viewer's patch."""

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
from sightline.insight.signals import queries, words
from sightline.insight.signals.models import Signal
from sightline.organisations.choosing import by_region
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Signal], text: str) -> QuerySet[Signal]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(organisation__name__icontains=text)
        | Q(organisation__code__iexact=text)
        | Q(programme__name__icontains=text)
        | Q(profession__name__icontains=text)
        | Q(headline__icontains=text)
    )


_STATES = [
    ("waiting", "Waiting"),
    ("open", "Waiting, no open concern there"),
    ("gone", words.Turn.GONE.label),
    *((how.value, how.label) for how in words.How),
]


def _state(rows: Any, value: str) -> Any:
    if value == "waiting":
        return rows.filter(ending=None, gone_at=None)
    if value == "open":
        return rows.filter(rank=0)
    if value == "gone":
        return rows.filter(ending=None, gone_at__isnull=False)
    return rows.filter(ending__how=value)


FILTERS = Filters(
    filters=(
        Search("q", "Place, programme, words or reference", narrow=_by_words),
        Choice(
            "kind",
            "Kind",
            options=words.Kind.choices,
            narrow=lambda rows, value: rows.filter(kind=value),
        ),
        Choice("state", "State", options=_STATES, narrow=_state),
        by_region("organisation__region"),
    ),
    orders=(
        Order("need", "What needs a person first", ("rank", "-strength", "-pk")),
        Order("latest", "Found last first", ("-found_at", "-pk")),
        Order("oldest", "Found first first", ("found_at", "pk")),
        Order("place", "By place", ("organisation__name", "-found_at", "-pk")),
    ),
)


@allow(Permission.JUDGE_STANDARDS)
def list_signals(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        Signal.objects.visible_to(request.user)
        .neediest(request.user)
        .select_related("organisation", "programme", "profession", "ending__concern")
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    found = queries.summary(request.user)
    return render(
        request,
        "insight/signals/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "summary": found,
            "counts": _counts(found),
        },
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Signals",
        columns=(
            Column("Reference"),
            Column("Place"),
            Column("What was seen"),
            Column("Kind"),
            Column("Found", Kind.DATE),
            Column("Open concern there"),
            Column("State"),
        ),
        rows=[
            (
                Linked(one.reference, reverse("insight:signals:show", args=[one.reference])),
                one.place_name,
                one.headline,
                one.get_kind_display(),
                timezone.localdate(one.found_at),
                "Yes" if one.has_concern else "No",
                state_words(one),
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )


def state_words(one: Signal) -> str:
    if hasattr(one, "ending"):
        ending = one.ending
        concern = f" {ending.concern.reference}" if ending.concern else ""
        return f"{ending.get_how_display()}{concern}"
    return str(words.Turn.GONE.label) if one.gone_at else "Waiting"


def _counts(found: queries.Summary) -> Table:
    """How much the last look looked at, by kind."""
    return Table(
        caption="How much was looked at",
        columns=(
            Column("Kind"),
            Column("Results looked at", Kind.NUMBER, 0),
            Column("Signals there", Kind.NUMBER, 0),
            Column("False alarms to expect", Kind.NUMBER, 1),
        ),
        rows=[
            (one.get_kind_display(), one.looks, one.found, round(one.expected, 1))
            for one in found.counts
        ],
    )
