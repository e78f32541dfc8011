"""Who opened restricted cases, and who took files with personal or restricted content."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Search
from sightline.listen.voices.models import VoiceOpening
from sightline.people.request import SignedInRequest
from sightline.trail.models import Entry
from sightline.trail.record import DOWNLOADS

FILTERS = Filters(
    filters=(
        Choice("of", "What", options=[("openings", "Restricted cases opened")],
               any_text="Files taken"),
        Search("who", "Name or email address of the person",
               narrow=lambda rows, value: rows.filter(by__name__icontains=value)
               | rows.filter(by__email__iexact=value)),
    ),
)  # fmt: skip


@allow(Permission.CARE_FOR_DATA)
def log(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    openings = chosen.values["of"] == "openings"
    rows = (
        VoiceOpening.objects.select_related("voice", "by").order_by("-at", "-pk")
        if openings
        else Entry.objects.filter(action__in=DOWNLOADS).select_related("by").order_by("-at", "-pk")
    )
    return render(
        request,
        "listen/care/pages/log.jinja",
        {"chosen": chosen, "page": chosen.page(chosen.narrow(rows)), "openings": openings},
    )
