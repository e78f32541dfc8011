"""Questionnaires: what people are asked, by name."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Filters, Order, Search
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Questionnaire], text: str) -> QuerySet[Questionnaire]:
    return rows.filter(Q(name__icontains=text) | Q(code__icontains=text))


FILTERS = Filters(
    filters=(
        Search("q", "Name or code", narrow=_by_words),
        Choice(
            "audience",
            "Who answers",
            options=Questionnaire.Audience.choices,
            narrow=lambda rows, value: rows.filter(audience=value),
        ),
    ),
    orders=(Order("name", "By name", ("name", "pk")),),
)


@allow(Permission.MANAGE_QUESTIONNAIRES)
def list_questionnaires(request: SignedInRequest) -> HttpResponse:
    chosen = FILTERS.read(request)
    versions = QuestionnaireVersion.objects.filter(questionnaire=OuterRef("pk"))
    published = versions.exclude(published_at=None).order_by("-number")
    rows = Questionnaire.objects.visible_to(request.user).annotate(
        has_draft=Exists(versions.filter(published_at=None)),
        newest=published.values("number")[:1],
        since=published.values("published_at")[:1],
    )
    page = chosen.page(chosen.narrow(rows))
    table = Table(
        caption="Questionnaires",
        columns=(
            Column("Name"),
            Column("Who answers"),
            Column("Published"),
            Column("Since", Kind.DATE),
            Column("Draft"),
        ),
        rows=[
            (
                Linked(one.name, reverse("listen:questionnaires:show", args=[one.code])),
                one.get_audience_display(),
                f"Version {one.newest}" if one.newest else "Not yet",
                one.since,
                "Yes" if one.has_draft else "No",
            )
            for one in page.rows
        ],
    )
    return render(
        request,
        "listen/questionnaires/pages/list.jinja",
        {"chosen": chosen, "page": page, "table": table},
    )
