"""Totals of learners by integrated care board or region, for those who look after them."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.govern.capacity import queries
from sightline.govern.capacity.words import NOT_KNOWN
from sightline.organisations.models import Profession
from sightline.organisations.words import Level as Study
from sightline.people.request import SignedInRequest

FILTERS = Filters(
    filters=(
        Choice("by", "Added up by", options=[("icb", "ICB"), ("region", "Region")]),
        Choice(
            "profession",
            "Profession",
            options=lambda: list(Profession.objects.values_list("code", "name")),
        ),
        Choice("study", "Level", options=Study.choices),
    )
)


@allow(Permission.VIEW_CAPACITY)
def totals(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    asked = chosen.values
    by = asked["by"] or "icb"
    found = queries.totals(
        request.user,
        timezone.localdate(),
        by=by,
        profession=asked["profession"] or "",
        study=asked["study"] or "",
    )
    table = _table(found, "Region" if by == "region" else "ICB", asked)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(table, wanted, filters=chosen.said)
    return render(
        request,
        "govern/capacity/pages/totals.jinja",
        {"chosen": chosen, "table": table, "found": found},
    )


def _table(found: list[queries.Area], heading: str, asked: dict[str, str | None]) -> Table:
    more = "".join(f"&{name}={asked[name]}" for name in ("profession", "study") if asked.get(name))
    page = reverse("govern:capacity:list")
    return Table(
        caption=f"Learners by {'region' if heading == 'Region' else heading}",
        columns=(
            Column(heading),
            Column("Providers", Kind.NUMBER),
            Column("Approved", Kind.NUMBER),
            Column("Actual", Kind.NUMBER),
            Column("Lines over capacity", Kind.NUMBER),
            Column("Lines not known", Kind.NUMBER),
        ),
        rows=[
            (
                Linked(one.name, f"{page}?q={one.code}{more}") if one.code else one.name,
                one.providers,
                NOT_KNOWN if one.total.approved is None else one.total.approved,
                NOT_KNOWN if one.total.actual is None else one.total.actual,
                one.total.over,
                one.total.unknown,
            )
            for one in found
        ],
        made_up=holds_made_up_data(),
    )
