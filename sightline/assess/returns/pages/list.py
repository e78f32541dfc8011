"""Self-assessments: the provider's own, or those of a region, a page at a time."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.journeys import reading
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import STATUS_COLOURS, Status
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.organisations.choosing import by_region
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Return], text: str) -> QuerySet[Return]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(organisation__code__iexact=text)
        | Q(organisation__name__icontains=text)
    )


FILTERS = Filters(
    filters=(
        Search("q", "Provider’s name or code", narrow=_by_words),
        Choice(
            "campaign",
            "Campaign",
            options=lambda: list(Campaign.objects.values_list("code", "name")),
            narrow=lambda rows, value: rows.filter(campaign__code=value),
        ),
        Choice(
            "status",
            "Status",
            options=list(Status.choices),
            narrow=lambda rows, value: rows.filter(status=value),
        ),
        Choice(
            "review",
            "Review",
            options=[("no", "To review"), ("yes", "Reviewed")],
            narrow=lambda rows, value: (
                rows.to_review() if value == "no" else rows.filter(current__letter__isnull=False)
            ),
        ),
        Choice(
            "journey",
            "Kind of provider",
            options=lambda: [(one.code, one.name) for one in reading.latest().values()],
            narrow=lambda rows, value: rows.filter(journey_code=value),
        ),
        by_region("organisation__region"),
    ),
    orders=(
        Order(
            "newest",
            "Newest campaign first",
            ("-campaign__closes_date", "organisation__name", "pk"),
        ),
        Order("name", "Provider", ("organisation__name", "-campaign__closes_date", "pk")),
    ),
)


@allow(Permission.VIEW_RETURNS)
def list_returns(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    today = timezone.localdate()
    rows = chosen.narrow(
        Return.objects.visible_to(request.user)
        .with_status(today)
        .select_related("campaign", "organisation")
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "assess/returns/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "statuses": {one.value: (one.label, STATUS_COLOURS[one]) for one in Status},
            "may_run": request.user.can(Permission.RUN_CAMPAIGN),
        },
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Self-assessments",
        columns=(
            Column("Provider"),
            Column("Code"),
            Column("Kind"),
            Column("Campaign"),
            Column("Due", Kind.DATE),
            Column("Status"),
        ),
        rows=[
            (
                Linked(one.organisation.name, reverse("assess:returns:show", args=[one.reference])),
                one.organisation.code,
                one.journey.name,
                one.campaign.name,
                one.campaign.closes_date,
                Status(one.status).label,
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
