"""Requests for personal data, those that are due first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Order
from sightline.listen.care.models import DataRequest
from sightline.listen.care.words import Kind, State
from sightline.people.request import SignedInRequest

FILTERS = Filters(
    filters=(
        Choice("state", "State", options=State.choices,
               narrow=lambda rows, value: rows.filter(state=value)),
        Choice("kind", "What they ask for", options=Kind.choices,
               narrow=lambda rows, value: rows.filter(kind=value)),
    ),
    orders=(Order("due", "Open first, by the day they are due", ("-state", "due_date", "pk")),),
)  # fmt: skip


@allow(Permission.CARE_FOR_DATA)
def list_requests(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    page = chosen.page(chosen.narrow(DataRequest.objects.visible_to(request.user)))
    today = timezone.localdate()
    return render(
        request,
        "listen/care/requests/pages/list.jinja",
        {"chosen": chosen, "page": page, "today": today},
    )
