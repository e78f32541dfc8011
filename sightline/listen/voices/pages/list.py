"""The queue of a region: what waits, the urgent first, with its clocks."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Order, Search, Tick
from sightline.listen.voices import queries, words
from sightline.listen.voices.models import Voice
from sightline.organisations.choosing import by_region
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Voice], text: str) -> QuerySet[Voice]:
    return rows.filter(
        Q(number__icontains=text)
        | Q(organisation__name__icontains=text)
        | Q(organisation__provider__name__icontains=text)
        | Q(concern_reference__iexact=text)
    )


FILTERS = Filters(
    filters=(
        Search("q", "Number, place or concern", narrow=_by_words),
        Choice(
            "state",
            "State",
            options=words.State.choices,
            narrow=lambda rows, value: rows.filter(state=value),
        ),
        Choice(
            "urgency",
            "Urgency",
            options=[(str(one.value), one.label) for one in words.Urgency],
            narrow=lambda rows, value: rows.filter(urgency=int(value)),
        ),
        Choice(
            "kind",
            "Kind",
            options=words.Kind.choices,
            narrow=lambda rows, value: rows.filter(kind=value),
        ),
        by_region("region"),
        Tick(
            "late",
            "Only late",
            narrow=lambda rows, _: rows.filter(next_due__lt=timezone.localdate()),
        ),
        Tick(
            "written",
            "Only where the person wrote",
            narrow=lambda rows, _: rows.filter(person_wrote_on__isnull=False),
        ),
    ),
    orders=(
        Order(
            "urgent",
            "Most urgent first",
            ("is_done", "-urgency", F("next_due").asc(nulls_last=True), "pk"),  # type: ignore[arg-type]
        ),
        Order("newest", "Newest first", ("-raised_on", "-pk")),
    ),
    page_size=40,
)


@allow(Permission.TRIAGE_VOICES)
def list_voices(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    today = timezone.localdate()
    rows: Any = queries.in_order(Voice.objects.visible_to(request.user))
    page = chosen.page(chosen.narrow(rows).select_related("organisation__provider", "region"))
    return render(
        request,
        "listen/voices/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "today": today,
            "queue": queries.queue_of(request.user, today),
            "is_national": request.user.patch(Permission.TRIAGE_VOICES).nation,
        },
    )
