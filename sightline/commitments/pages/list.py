from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.commitments.models import Commitment
from sightline.commitments.words import STATUS_WORDS, Status
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.organisations.choosing import by_region
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Commitment], text: str) -> QuerySet[Commitment]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(because_reference__iexact=text)
        | Q(promise__icontains=text)
        | Q(organisation__name__icontains=text)
        | Q(organisation__code__iexact=text)
    )


FILTERS = Filters(
    filters=(
        Search("q", "Reference, provider or words", narrow=_by_words),
        Choice(
            "status",
            "Status",
            options=[(status.value, words) for status, (words, _) in STATUS_WORDS.items()],
            narrow=lambda rows, value: rows.filter(status=value),
        ),
        by_region("organisation__region"),
        Search(
            "organisation",
            "Provider’s code",
            narrow=lambda rows, value: rows.filter(organisation__code=value),
        ),
    ),
    orders=(
        Order("due", "Still to do first, by date", ("is_kept", "due_date", "pk")),
        Order("newest", "Newest first", ("-agreed_at", "-pk")),
    ),
)


@allow(Permission.VIEW_COMMITMENTS)
def list_commitments(request: SignedInRequest) -> HttpResponseBase:
    chosen = FILTERS.read(request)
    rows = chosen.narrow(
        Commitment.objects.visible_to(request.user)
        .with_status(timezone.localdate())
        .select_related("organisation", "programme")
    )
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "commitments/pages/list.jinja",
        {"chosen": chosen, "page": page, "table": _table(page.rows), "words": STATUS_WORDS},
    )


def _table(rows: Any) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="Commitments",
        columns=(
            Column("Reference"),
            Column("Promise"),
            Column("Provider"),
            Column("Owner"),
            Column("Due", Kind.DATE),
            Column("Status"),
            Column("Because of"),
        ),
        rows=[
            (
                Linked(one.reference, reverse("commitments:show", args=[one.reference])),
                one.promise,
                one.organisation.name + (f", {one.programme.name}" if one.programme else ""),
                one.owner_name,
                one.due_date,
                STATUS_WORDS[Status(one.status)][0],
                one.because_reference,
            )
            for one in rows
        ],
        made_up=holds_made_up_data(),
    )
