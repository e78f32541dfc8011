from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Search, Tick
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.listen.silence import queries
from sightline.listen.silence.pages.chosen import Rounds, rounds
from sightline.listen.silence.queries import Standing
from sightline.organisations import choosing
from sightline.people.request import SignedInRequest

FILTERS = Filters(
    filters=(
        Search(
            "q",
            "Name or code of the provider",
            narrow=lambda rows, text: [
                one
                for one in rows
                if text.casefold() in one.provider.name.casefold()
                or text.upper() == one.provider.code
            ],
        ),
        Choice(
            "region",
            "Region",
            options=choosing.regions,
            narrow=lambda rows, code: [
                one for one in rows if one.provider.region and one.provider.region.code == code
            ],
        ),
        Tick(
            "silent",
            "Only where something is silent",
            narrow=lambda rows, _: [one for one in rows if one.silent],
        ),
    ),
    kept=("survey", "round"),
)


@allow(Permission.VIEW_RESULTS)
def list_providers(request: SignedInRequest) -> HttpResponseBase:
    """Providers with low results in a round, the most silent first."""
    found = rounds(request)
    if found is None:
        return render(request, "listen/silence/pages/none.jinja")
    chosen = FILTERS.read(request)
    patch = request.user.patch(Permission.VIEW_RESULTS)
    rows = chosen.narrow(queries.standings(found.dataset, patch.q))
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows, found), wanted, filters=chosen.said)
    page = chosen.page(rows)
    low = sum(len(one.low) for one in rows)
    return render(
        request,
        "listen/silence/pages/list.jinja",
        {
            "chosen": chosen,
            "found": found,
            "page": page,
            "table": _table(page.rows, found),
            "low": low,
            "answered": sum(one.count_answered for one in rows),
            "silent_providers": sum(bool(one.silent) for one in rows),
        },
    )


def _table(rows: Sequence[Standing], found: Rounds) -> Table:
    return Table(
        caption=f"Low results and what came of them, {found.dataset}",
        columns=(
            Column("Provider"),
            Column("Region"),
            Column("Low results", Kind.NUMBER),
            Column("Answered", Kind.NUMBER),
            Column("Silent", Kind.NUMBER),
        ),
        rows=[
            (
                Linked(
                    one.provider.name,
                    reverse("listen:silence:show", args=[one.provider.code]) + found.suffix,
                ),
                one.provider.region.name if one.provider.region else "",
                len(one.low),
                one.count_answered,
                len(one.silent),
            )
            for one in rows
        ],
        made_up=found.dataset.is_made_up,
    )
