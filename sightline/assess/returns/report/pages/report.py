"""The report of a cycle: by kind of provider, region and standard, beside the cycle before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.queries import Line
from sightline.assess.returns.models import Return
from sightline.assess.returns.report import queries
from sightline.assess.returns.report.queries import RATED, RegionLine, Report
from sightline.assess.returns.review.models import ReturnFinding
from sightline.assess.returns.words import Status
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.tables import Column, Kind, Linked, Table, Value
from sightline.people.request import SignedInRequest


@allow(Permission.REVIEW_RETURN)
def report(request: SignedInRequest, code: str) -> HttpResponseBase:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    patch = request.user.patch(Permission.REVIEW_RETURN)
    returns = Return.objects.filter(patch.q("organisation"), campaign=campaign)
    found = queries.report(campaign, returns, timezone.localdate())
    last = queries.before(campaign)
    earlier = None
    if last is not None:
        theirs = Return.objects.filter(patch.q("organisation"), campaign=last)
        earlier = queries.report(last, theirs, timezone.localdate())
        if not earlier.kinds:
            last = earlier = None
    beside = Beside(campaign, found, last, earlier)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        chosen = TABLES.get(request.GET.get("table", ""), _standards)
        return downloads.response(chosen(beside, None), wanted)
    return render(
        request,
        "assess/returns/report/pages/report.jinja",
        {
            "campaign": campaign,
            "whole": "England" if patch.nation else "your region",
            "last": last,
            "tables": [(name, make(beside, "–")) for name, make in TABLES.items()],
            "is_asked": bool(found.kinds),
        },
    )


@dataclass(frozen=True)
class Beside:
    """A cycle, and the one before it where somebody was asked in that."""

    campaign: Campaign
    found: Report
    last: Campaign | None
    earlier: Report | None

    def caption(self, of: str) -> str:
        return f"{self.campaign.name}: {of}"

    def column(self, text: str, kind: Kind = Kind.NUMBER) -> tuple[Column, ...]:
        """A column of the cycle before; none where there is none."""
        return (Column(f"{text}, {self.last.name}", kind),) if self.last else ()

    def value(self, value: Value) -> tuple[Value, ...]:
        return (value,) if self.last else ()


def _not_yet(line: Line | RegionLine) -> int:
    return line.number(Status.NOT_OPEN, Status.NOT_STARTED, Status.IN_PROGRESS, Status.OVERDUE)


_STATUSES = (
    Column("Asked", Kind.NUMBER),
    Column("Returned in time", Kind.NUMBER),
    Column("Returned late", Kind.NUMBER),
    Column("Missing", Kind.NUMBER),
    Column("Not returned yet", Kind.NUMBER),
)


def _numbers(line: Line | RegionLine) -> tuple[int, ...]:
    return (
        line.asked,
        line.number(Status.RETURNED),
        line.number(Status.RETURNED_LATE),
        line.number(Status.MISSING),
        _not_yet(line),
    )


def _returned(line: Line | RegionLine | None, none: str | None) -> Value:
    if line is None:
        return none
    return line.number(Status.RETURNED, Status.RETURNED_LATE)


def _kinds(beside: Beside, none: str | None) -> Table:
    before = {one.name: one for one in beside.earlier.kinds} if beside.earlier else {}
    return Table(
        caption=beside.caption("by kind of provider"),
        columns=(
            Column("Kind of provider"),
            *_STATUSES,
            *beside.column("Returned"),
            Column("Minutes asked", Kind.NUMBER, about="Of a small provider of the kind."),
            Column("Median minutes taken", Kind.NUMBER, about="From five signed ones on."),
            *beside.column("Median minutes taken"),
        ),
        rows=[
            (
                line.name,
                *_numbers(line),
                *beside.value(_returned(before.get(line.name), none)),
                line.expected,
                _or(line.minutes, none),
                *beside.value(
                    _or(before[line.name].minutes if line.name in before else None, none)
                ),
            )
            for line in beside.found.kinds
        ],
        made_up=holds_made_up_data(),
    )


def _regions(beside: Beside, none: str | None) -> Table:
    before = {one.name: one for one in beside.earlier.regions} if beside.earlier else {}
    return Table(
        caption=beside.caption("regions side by side"),
        columns=(
            Column("Region"),
            *_STATUSES,
            *beside.column("Returned"),
            Column("Answers met", Kind.PERCENT, about="Of those that are not “not applicable”."),
            *beside.column("Answers met", Kind.PERCENT),
        ),
        rows=[
            (
                line.name,
                *_numbers(line),
                *beside.value(_returned(before.get(line.name), none)),
                _or(queries.share_met(line.outcomes), none),
                *beside.value(
                    _or(
                        queries.share_met(before[line.name].outcomes)
                        if line.name in before
                        else None,
                        none,
                    )
                ),
            )
            for line in beside.found.regions
        ],
        made_up=holds_made_up_data(),
    )


def _findings(beside: Beside, none: str | None) -> Table:
    return Table(
        caption=beside.caption("what the reviews found"),
        columns=(
            Column("Kind of finding"),
            Column("Number", Kind.NUMBER),
            *beside.column("Number"),
        ),
        rows=[
            (
                one.label,
                beside.found.findings.get(one.value, 0),
                *beside.value(
                    beside.earlier.findings.get(one.value, 0) if beside.earlier else none
                ),
            )
            for one in ReturnFinding.Kind
        ],
        made_up=holds_made_up_data(),
    )


def _standards(beside: Beside, none: str | None) -> Table:
    # A number of another version of the framework is another standard.
    is_alike = beside.last is not None and beside.last.framework_id == beside.campaign.framework_id
    before = (
        {one.number: one for one in beside.earlier.standards} if beside.earlier and is_alike else {}
    )
    return Table(
        caption=beside.caption("answers that bear on each standard"),
        columns=(
            Column("Standard"),
            Column("What it says"),
            *(Column(one.label, Kind.NUMBER) for one in RATED),
            Column("Answers", Kind.NUMBER),
            Column("Met", Kind.PERCENT, about="Of those that are not “not applicable”."),
            *beside.column("Met", Kind.PERCENT),
        ),
        rows=[
            (
                Linked(line.number, reverse("standards:standard", args=[line.number])),
                line.words,
                *(line.counts.get(one.value, 0) for one in RATED),
                line.answers,
                _or(queries.share_met(line.counts), none),
                *beside.value(
                    _or(
                        queries.share_met(before[line.number].counts)
                        if line.number in before
                        else None,
                        none,
                    )
                ),
            )
            for line in beside.found.standards
        ],
        made_up=holds_made_up_data(),
    )


def _or(value: float | None, none: str | None) -> Value:
    return none if value is None else value


#: By the name that a download asks for. Each takes what is written where nothing is known.
TABLES: dict[str, Callable[[Beside, str | None], Table]] = {
    "kinds": _kinds,
    "regions": _regions,
    "findings": _findings,
    "standards": _standards,
}
