from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.insight import links, queries, reading, scope
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.results.gate import Cell, MeasureInfo
from sightline.results.levels import GroupKey, Level
from sightline.stats.outliers import Colour

MOST_OUTLIERS = 20


@dataclass(frozen=True)
class Outlier:
    key: GroupKey
    name: str
    info: MeasureInfo
    cell: Cell
    was_red: bool


@allow(Permission.VIEW_RESULTS)
def results(request: SignedInRequest) -> HttpResponse:
    """Where reading begins: the viewer's patch in the newest round, and what stands out in it."""
    found = reading.chosen(request)
    start = scope.start(request.user)
    if start is None:
        raise Http404
    if found is None:
        return render(request, "insight/pages/none.jinja", {})
    group = scope.find(request.user, start.level, start.code)
    if group is None:
        raise Http404
    before = found.open(found.before) if found.before else None
    themes = [info.code for info in found.round.measures if info.is_theme]
    outliers = _outliers(found, request.user, themes)
    return render(
        request,
        "insight/pages/results.jinja",
        {
            "reading": found,
            "group": group,
            "lines": queries.lines(
                found.round,
                before,
                start,
                themes,
                found.before.label if found.before else "",
            ),
            "outliers": outliers[:MOST_OUTLIERS],
            "count_of_outliers": len(outliers),
            "respondents": found.round.respondents(start),
            "links": links,
        },
    )


def _outliers(found: reading.Reading, viewer: Viewer, themes: list[str]) -> list[Outlier]:
    """Red themes of providers in the patch: red twice running first, then the furthest below."""
    providers = Organisation.objects.providers().filter(scope.patch_of(viewer).q())
    named = dict(providers.values_list("code", "name"))
    keys = [GroupKey(Level.PROVIDER, code) for code in sorted(named)]
    before = found.open(found.before) if found.before else None
    outliers = []
    for key, row in zip(keys, found.round.cells(keys, themes), strict=True):
        for code, cell in zip(themes, row, strict=True):
            info = found.round.measure(code)
            if cell.flag is Colour.RED and info is not None:
                earlier = before.cell(key, code) if before else None
                was_red = earlier is not None and earlier.flag is Colour.RED
                outliers.append(Outlier(key, named[key.code], info, cell, was_red))
    return sorted(outliers, key=lambda o: (not o.was_red, o.cell.difference or 0.0))
