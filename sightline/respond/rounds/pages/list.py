from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.listen.silence.pages.chosen import Rounds, rounds
from sightline.people.request import SignedInRequest
from sightline.respond.rounds import queries
from sightline.respond.rounds.queries import Row

FILTERS = Filters(
    filters=(
        Search(
            "q",
            "Name or code",
            narrow=lambda rows, text: [
                one
                for one in rows
                if text.casefold() in one.place.name.casefold() or text.upper() == one.place.code
            ],
        ),
        Choice(
            "state",
            "State",
            options=(("open", "Open"), ("ready", "Ready to close"), ("closed", "Closed")),
            narrow=lambda rows, state: [one for one in rows if _state(one)[0] == state],
        ),
    ),
    kept=("survey", "round"),
)


def _state(row: Row) -> tuple[str, str]:
    if row.is_closed and row.step is not None:
        return "closed", f"Closed by {row.step.by.name}"
    return ("open", "Open") if row.left else ("ready", "Ready to close")


@allow(Permission.VIEW_RESULTS)
def list_places(request: SignedInRequest) -> HttpResponseBase:
    """Which regions and providers have a round closed on the register."""
    found = rounds(request)
    if found is None:
        return render(request, "listen/silence/pages/none.jinja")
    chosen = FILTERS.read(request)
    patch = request.user.patch(Permission.VIEW_RESULTS)
    rows = chosen.narrow(queries.rows(found.dataset, request.user, patch.q))
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows, found), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "respond/rounds/pages/list.jinja",
        {"chosen": chosen, "found": found, "page": page, "table": _table(page.rows, found)},
    )


def _table(rows: Sequence[Row], found: Rounds) -> Table:
    dataset = found.dataset
    return Table(
        caption=f"{dataset} on the register",
        columns=(
            Column("Place"),
            Column("Low results", Kind.NUMBER),
            Column("Left to settle", Kind.NUMBER),
            Column("State"),
            Column("Since", Kind.DATE),
        ),
        rows=[
            (
                Linked(
                    one.place.name,
                    reverse(
                        "respond:rounds:show", args=[dataset.survey, dataset.year, one.place.code]
                    ),
                ),
                one.low,
                one.left,
                _state(one)[1],
                timezone.localdate(one.step.at) if one.step else None,
            )
            for one in rows
        ],
        made_up=dataset.is_made_up,
    )
