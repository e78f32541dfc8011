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
from sightline.listen.forums import queries
from sightline.listen.forums import words as forum_words
from sightline.listen.forums.models import Forum
from sightline.organisations.choosing import by_region
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Forum], text: str) -> QuerySet[Forum]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(name__icontains=text)
        | Q(purpose__icontains=text)
        | Q(place__name__icontains=text)
    )


def _running(rows: QuerySet[Forum], value: str) -> QuerySet[Forum]:
    over = queries.is_over(timezone.localdate())
    return rows.filter(over) if value == "ended" else rows.exclude(over)


FILTERS = Filters(
    filters=(
        Search("q", "Name, place or words", narrow=_by_words),
        Choice(
            "kind",
            "Kind",
            options=forum_words.Kind.choices,
            narrow=lambda rows, value: rows.filter(kind=value),
        ),
        by_region("place__region"),
        Choice(
            "running",
            "Running or ended",
            options=[("running", "Running"), ("ended", "Ended")],
            narrow=_running,
        ),
    ),
    orders=(
        Order("latest", "Last met first", ("-latest", "-pk")),
        Order("name", "By name", ("name", "pk")),
    ),
)


@allow(Permission.VIEW_FORUMS)
def list_forums(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(queries.with_counts(Forum.objects.visible_to(request.user)))
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "listen/forums/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows),
            "may_run": request.user.can(Permission.RUN_FORUMS),
        },
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Forums and focus groups",
        columns=(
            Column("Name"),
            Column("Kind"),
            Column("For"),
            Column("Meetings", Kind.NUMBER),
            Column("Last met", Kind.DATE),
            Column("Points", Kind.NUMBER),
        ),
        rows=[
            (
                Linked(one.name, reverse("listen:forums:show", args=[one.reference])),
                one.get_kind_display() + (" (ended)" if one.ended_date else ""),
                one.place_name,
                one.held,
                one.last_held,
                one.said,
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
