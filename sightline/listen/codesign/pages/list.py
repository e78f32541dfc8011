from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.listen.codesign.models import Conversation, Statement
from sightline.people.request import SignedInRequest

FILTERS = Filters(
    filters=(
        Search(
            "q",
            "Title or words",
            narrow=lambda rows, text: rows.filter(
                Q(reference__iexact=text) | Q(title__icontains=text) | Q(purpose__icontains=text)
            ),
        ),
        Choice(
            "state",
            "State",
            options=Conversation.State.choices,
            narrow=lambda rows, value: rows.filter(state=value),
        ),
    ),
    orders=(Order("newest", "Newest first", ("-made_at", "-pk")),),
)


@allow(Permission.VIEW_FORUMS)
def list_conversations(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        Conversation.objects.visible_to(request.user)
        .select_related("place")
        .defer("result")
        .annotate(
            shown=Count("statements", filter=Q(statements__state=Statement.State.SHOWN)),
            waiting=Count("statements", filter=Q(statements__state=Statement.State.WAITING)),
        )
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "listen/codesign/pages/list.jinja",
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
        caption="Conversations",
        columns=(
            Column("Title"),
            Column("For"),
            Column("State"),
            Column("Last day", Kind.DATE),
            Column("Statements", Kind.NUMBER),
            Column("To be read", Kind.NUMBER),
        ),
        rows=[
            (
                Linked(one.title, reverse("listen:codesign:show", args=[one.reference])),
                one.place_name,
                one.get_state_display(),
                one.closes_date,
                one.shown,
                one.waiting,
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
