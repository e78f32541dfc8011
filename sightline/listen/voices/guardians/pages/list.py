"""Providers of somebody's patch with the contact of their guardian, those without one first."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design.filters import Filters, Order, Search, Tick
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = rows.matching(text)  # type: ignore[attr-defined]
    return found


FILTERS = Filters(
    filters=(
        Search("q", "Provider", narrow=_by_words),
        Tick("none", "Only without a contact", narrow=lambda rows, _: rows.filter(guardian=None)),
    ),
    orders=(Order("name", "By name", ("name", "code")),),
)


@allow(Permission.KEEP_GUARDIANS)
def list_guardians(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    places = Organisation.objects.providers().filter(
        request.user.patch(Permission.KEEP_GUARDIANS).q(), closed_date=None
    )
    page = chosen.page(
        chosen.narrow(
            places.annotate(
                guardian_name=F("guardian__name"),
                guardian_phone=F("guardian__phone"),
                guardian_email=F("guardian__email"),
                checked_on=F("guardian__checked_on"),
            )
        )
    )
    table = Table(
        caption="Freedom to Speak Up guardians",
        columns=(
            Column("Provider"),
            Column("Guardian"),
            Column("Telephone"),
            Column("Email"),
            Column("Last checked", Kind.DATE),
        ),
        rows=[
            (
                Linked(one.name, reverse("listen:voices:guardians:keep", args=[one.code])),
                one.guardian_name or "",
                one.guardian_phone or "",
                one.guardian_email or "",
                one.checked_on,
            )
            for one in page.rows
        ],
        made_up=holds_made_up_data(),
    )
    return render(
        request,
        "listen/voices/guardians/pages/list.jinja",
        {"chosen": chosen, "page": page, "table": table},
    )
