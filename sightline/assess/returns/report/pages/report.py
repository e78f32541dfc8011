"""The report of a cycle: by kind of provider, and by standard."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.models import Return
from sightline.assess.returns.report import queries
from sightline.assess.returns.report.queries import RATED, Report
from sightline.assess.returns.words import Status
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.people.request import SignedInRequest


@allow(Permission.REVIEW_RETURN)
def report(request: SignedInRequest, code: str) -> HttpResponseBase:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    patch = request.user.patch(Permission.REVIEW_RETURN)
    returns = Return.objects.filter(patch.q("organisation"), campaign=campaign)
    found = queries.report(campaign, returns, timezone.localdate())
    kinds, standards = _kinds(campaign, found), _standards(campaign, found)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(
            kinds if request.GET.get("table") == "kinds" else standards, wanted
        )
    return render(
        request,
        "assess/returns/report/pages/report.jinja",
        {
            "campaign": campaign,
            "whole": "England" if patch.nation else "your region",
            "kinds": kinds,
            "standards": standards,
        },
    )


def _kinds(campaign: Campaign, found: Report) -> Table:
    return Table(
        caption=f"{campaign.name}: by kind of provider",
        columns=(
            Column("Kind of provider"),
            Column("Asked", Kind.NUMBER),
            Column("Returned in time", Kind.NUMBER),
            Column("Returned late", Kind.NUMBER),
            Column("Missing", Kind.NUMBER),
            Column("Not returned yet", Kind.NUMBER),
            Column("Median minutes taken", Kind.NUMBER),
        ),
        rows=[
            (
                line.name,
                line.asked,
                line.number(Status.RETURNED),
                line.number(Status.RETURNED_LATE),
                line.number(Status.MISSING),
                line.number(
                    Status.NOT_OPEN, Status.NOT_STARTED, Status.IN_PROGRESS, Status.OVERDUE
                ),
                line.minutes,
            )
            for line in found.kinds
        ],
        made_up=holds_made_up_data(),
    )


def _standards(campaign: Campaign, found: Report) -> Table:
    return Table(
        caption=f"{campaign.name}: answers that bear on each standard",
        columns=(
            Column("Standard"),
            *(Column(one.label, Kind.NUMBER) for one in RATED),
            Column("Answers", Kind.NUMBER),
        ),
        rows=[
            (
                Linked(line.number, reverse("standards:standard", args=[line.number])),
                *(line.counts.get(one.value, 0) for one in RATED),
                line.answers,
            )
            for line in found.standards
        ],
        made_up=holds_made_up_data(),
    )
