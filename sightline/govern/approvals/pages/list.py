"""Applications and approvals, a page at a time."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet
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
from sightline.govern.approvals import rules
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.words import STANDING_COLOURS, Standing
from sightline.organisations.choosing import by_region
from sightline.organisations.models import Profession
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Approval], text: str) -> QuerySet[Approval]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(organisation__code__iexact=text)
        | Q(organisation__name__icontains=text)
        | Q(environment__name__icontains=text)
    )


# What has no review date comes last, on each database alike.
_BY_REVIEW: Any = (F("review_date").asc(nulls_last=True), "pk")

FILTERS = Filters(
    filters=(
        Search("q", "Place, code or reference", narrow=_by_words),
        Choice(
            "standing",
            "How it stands",
            options=list(Standing.choices),
            narrow=lambda rows, value: rows.filter(standing=value),
        ),
        Choice(
            "profession",
            "Profession",
            options=lambda: list(Profession.objects.values_list("code", "name")),
            narrow=lambda rows, value: rows.filter(
                pk__in=Approval.objects.filter(lines__profession__code=value).values("pk")
            ),
        ),
        by_region("organisation__region"),
    ),
    orders=(
        Order("latest", "Latest first", ("-at", "-pk")),
        Order("review", "Review date, soonest first", _BY_REVIEW),
        Order("name", "Place", ("organisation__name", "pk")),
    ),
)


@allow(Permission.FIND_APPROVALS)
def list_approvals(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    today = timezone.localdate()
    rows = chosen.narrow(
        Approval.objects.visible_to(request.user)
        .with_standing(today)
        .select_related("organisation", "environment", "lead")
        .prefetch_related("lines__profession")
        .annotate(
            relying=Count(
                "reliances__education_provider",
                filter=Q(reliances__ended_at=None),
                distinct=True,
            )
        )
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "govern/approvals/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "standings": {one.value: (one.label, STANDING_COLOURS[one]) for one in Standing},
            "ahead": {
                one.pk: (one.review_date - today).days
                for one in page.rows
                if one.review_date and one.standing in rules.RELIABLE
            },
            "soon": max(rules.REMIND_DAYS),
            "may_apply": request.user.can(Permission.APPLY_FOR_APPROVAL),
        },
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Approvals of places",
        columns=(
            Column("Place"),
            Column("Reference"),
            Column("For"),
            Column("How it stands"),
            Column("Review by", Kind.DATE),
            Column("Lead"),
            Column("Who relies", Kind.NUMBER),
        ),
        rows=[
            (
                Linked(one.place.name, reverse("govern:approvals:show", args=[one.reference])),
                one.reference,
                ", ".join(dict.fromkeys(line.profession.name for line in one.lines.all())),
                Standing(one.standing).label,
                one.review_date,
                one.lead.name if one.lead else "",
                one.relying,
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
