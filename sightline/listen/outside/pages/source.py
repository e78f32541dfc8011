"""One survey of another body: its rules, its editions and what it measures."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.tables import Column, Table, Value
from sightline.listen.outside.models import Source
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_ORGANISATIONS)
def source(request: SignedInRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Source, code=code)
    rows: list[list[Value]] = []
    for one in found.indicators.prefetch_related("standards"):
        numbers = sorted({standard.number for standard in one.standards.all()})
        asked = f"{one.first_year or '…'} to {one.last_year or 'now'}"
        rows.append(
            [
                one.label,
                one.get_audience_display(),
                one.theme or "–",
                one.get_scale_display(),
                asked if one.first_year or one.last_year else "Not known",
                ", ".join(numbers) or "None named",
            ]
        )
    columns = ["Indicator", "Whose answers", "Theme", "Scale", "Asked", "Standards it bears on"]
    return render(
        request,
        "listen/outside/pages/source.jinja",
        {
            "one": found,
            "editions": list(found.editions.all()),
            "table": Table("What it measures", [Column(text) for text in columns], rows),
            "may_import": request.user.can(Permission.IMPORT_SURVEY),
        },
    )
