from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.listen.replies.models import Reply
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Reply], text: str) -> QuerySet[Reply]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(commitment__reference__iexact=text)
        | Q(you_said__icontains=text)
        | Q(we_did__icontains=text)
        | Q(organisation__name__icontains=text)
    )


FILTERS = Filters(
    filters=(
        Search("q", "Reference, provider or words", narrow=_by_words),
        Choice(
            "state",
            "State",
            options=Reply.State.choices,
            narrow=lambda rows, value: rows.filter(state=value),
        ),
        Choice(
            "outcome",
            "What came of it",
            options=Reply.Outcome.choices,
            narrow=lambda rows, value: rows.filter(outcome=value),
        ),
        Search(
            "organisation",
            "Provider’s code",
            narrow=lambda rows, value: rows.filter(organisation__code=value),
        ),
    ),
    orders=(Order("newest", "Newest first", ("-drafted_at", "-pk")),),
)


@allow(Permission.VIEW_REPLIES)
def list_replies(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        Reply.objects.visible_to(request.user).select_related("organisation", "programme")
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "listen/replies/pages/list.jinja",
        {"chosen": chosen, "page": page, "table": _table(page.rows)},
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Replies to learners",
        columns=(
            Column("Reference"),
            Column("You said"),
            Column("What came of it"),
            Column("Provider"),
            Column("State"),
            Column("Published", Kind.DATE),
        ),
        rows=[
            (
                Linked(one.reference, reverse("listen:replies:show", args=[one.reference])),
                one.you_said,
                one.get_outcome_display() + (f" {one.passed_to}" if one.passed_to else ""),
                one.organisation.name + (f", {one.programme.name}" if one.programme else ""),
                one.get_state_display(),
                one.published_at,
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
