"""Judgements of every place that the viewer sees."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.judgements.models import Judgement
from sightline.assess.judgements.words import Outcome
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search, Tick
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Judgement], text: str) -> QuerySet[Judgement]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(standard__number=text)
        | Q(organisation__name__icontains=text)
        | Q(organisation__code__iexact=text)
    )


def _due(rows: QuerySet[Judgement], _: str) -> QuerySet[Judgement]:
    return rows.filter(superseded_by=None, next_review_date__lte=timezone.localdate())


FILTERS = Filters(
    filters=(
        Search("q", "Place, standard or reference", narrow=_by_words),
        Choice(
            "outcome",
            "Judgement",
            options=Outcome.choices,
            narrow=lambda rows, value: rows.filter(outcome=value),
        ),
        Choice(
            "stands",
            "Stands or superseded",
            options=[("yes", "Stands"), ("no", "Superseded")],
            narrow=lambda rows, value: rows.filter(superseded_by__isnull=value == "yes"),
        ),
        Tick("due", "Only where the review is due", narrow=_due),
        Tick("dissent", "Only with dissent", narrow=lambda rows, _: rows.exclude(dissent="")),
    ),
    orders=(
        Order("latest", "Latest first", ("-at", "-pk")),
        Order("review", "Next review soonest", ("next_review_date", "pk")),
        Order("place", "By place", ("organisation__name", "standard__position", "-at")),
    ),
)


@allow(Permission.VIEW_EVIDENCE)
def list_judgements(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        Judgement.objects.visible_to(request.user).select_related(
            "organisation", "environment", "programme", "standard", "superseded_by"
        )
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "assess/judgements/pages/list.jinja",
        {"chosen": chosen, "page": page, "table": _table(page.rows)},
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Judgements",
        columns=(
            Column("Reference"),
            Column("Place"),
            Column("Standard"),
            Column("Judgement"),
            Column("Confidence"),
            Column("Made by"),
            Column("On", Kind.DATE),
            Column("Next review", Kind.DATE),
            Column("State"),
        ),
        rows=[
            (
                Linked(one.reference, reverse("assess:judgements:show", args=[one.reference])),
                one.place.name,
                one.standard.number,
                one.get_outcome_display(),
                one.get_confidence_display(),
                one.made_by,
                one.decided_date,
                one.next_review_date,
                "Superseded" if hasattr(one, "superseded_by") else "Stands",
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
