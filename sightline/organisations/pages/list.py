"""Find an organisation by name, code or postcode."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Linked, Table
from sightline.organisations.choosing import boards, by_region
from sightline.organisations.models import Organisation
from sightline.organisations.words import openness

Kind = Organisation.Kind


FILTERS = Filters(
    filters=(
        Search("q", "Name, code or postcode", narrow=lambda rows, text: rows.matching(text)),
        Choice("kind", "Kind", options=Kind.choices, narrow=lambda rows, v: rows.filter(kind=v)),
        by_region("region"),
        Choice(
            "icb",
            "Integrated care board",
            options=boards,
            narrow=lambda rows, value: rows.filter(icb__code=value),
        ),
        Choice(
            "state",
            "Open or closed",
            options=(("open", "Open"), ("closed", "Closed")),
            any_text="Both",
            narrow=lambda rows, value: rows.filter(closed_date__isnull=value == "open"),
        ),
        Search(
            "within",
            "Code of what it belongs to",
            narrow=lambda rows, value: rows.filter(parent__code__iexact=value),
        ),
    ),
    orders=(
        Order("best", "Best match first", ("rank", "name", "code")),
        Order("name", "Name", ("name", "code")),
        Order("code", "Code", ("code",)),
    ),
    page_size=25,
)


@allow(Permission.VIEW_ORGANISATIONS)
def list_organisations(request: HttpRequest) -> HttpResponseBase:
    user: Any = request.user
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        Organisation.objects.visible_to(user)
        .best_match_first(chosen.values["q"] or "")
        .select_related("icb", "region")
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "organisations/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "may_load": user.can(Permission.LOAD_ORGANISATIONS),
        },
    )


def _table(rows: Iterable[Organisation]) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Organisations",
        columns=tuple(
            Column(text)
            for text in ("Name", "Code", "Kind", "Integrated care board", "Region", "Open")
        ),
        rows=[
            (
                Linked(one.name, reverse("organisations:show", args=[one.code])),
                one.code,
                one.get_kind_display(),
                one.icb.name if one.icb and one.icb != one else "",
                one.region.name if one.region and one.region != one else "",
                openness(one.opened_date, one.closed_date),
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
