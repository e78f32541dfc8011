from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads
from sightline.design.filters import Choice, Filters
from sightline.insight import lineage, links, queries, reading, scope, tables, words
from sightline.insight.reading import Reading
from sightline.insight.scope import Group
from sightline.people.request import SignedInRequest
from sightline.results.gate import MeasureInfo
from sightline.results.levels import Level

#: How many places a chart can show and still be read.
MOST_DOTS = 40
_INSIDE = {
    Level.REGION: "regions",
    Level.ICB: "integrated care boards",
    Level.PROVIDER: "providers",
    Level.SITE: "sites",
    Level.PROGRAMME: "programmes",
    Level.PROFESSION: "professions",
    Level.PROVIDER_PROGRAMME: "programmes",
    Level.PROVIDER_PROFESSION: "professions",
}


def inside_text(group: Group, level: Level) -> str:
    """What stands inside a group: of a programme or profession, its providers."""
    if group.key.level in (Level.PROGRAMME, Level.PROFESSION):
        return "providers"
    return _INSIDE[level]


def opened(request: SignedInRequest, level: str, code: str, other: str) -> tuple[Group, Reading]:
    """The group and the round of an address; a 404 for a stranger and where there is none."""
    group = scope.find(request.user, level, code, other)
    if group is None:
        raise Http404
    found = reading.chosen(request)
    if found is None:
        raise Http404
    return group, found


@allow(Permission.VIEW_RESULTS)
def group(request: SignedInRequest, level: str, code: str, other: str = "") -> HttpResponseBase:
    """Everything about one group in one round: its results beside what is being done."""
    group_, found = opened(request, level, code, other)
    dataset, key = found.dataset, group_.key
    before = found.open(found.before) if found.before else None
    since = found.before.label if found.before else ""
    infos = found.round.measures
    lines = queries.lines(found.round, before, key, [info.code for info in infos], since)
    asked = [one for one in lines if one.cell.shown or not one.info.branch]
    table = tables.measures(
        f"Results of {group_.name}",
        key,
        asked,
        suffix=found.suffix,
        made_up=dataset.is_made_up,
    )
    wanted = request.GET.get("format")
    if wanted in ("csv", "xlsx") and group_.shows_own_results and "inside" not in request.GET:
        return downloads.response(table, wanted)
    inside = _inside(request, group_, found, infos)
    if wanted in ("csv", "xlsx") and inside:
        return downloads.response(inside["table"], wanted)
    themes = [one for one in lines if one.info.is_theme]
    return render(
        request,
        "insight/pages/group.jinja",
        {
            "reading": found,
            "group": group_,
            "level_text": words.LEVELS[key.level],
            "respondents": found.round.respondents(key),
            "is_known": found.round.has(key),
            "past": lineage.of(group_.organisation, found.others),
            "themes": themes,
            "chart": tables.measures_chart(
                "Scores by theme",
                key,
                themes,
                suffix=found.suffix,
                made_up=dataset.is_made_up,
            ),
            "sections": _sections(asked),
            "table": table,
            "inside": inside,
            "doing": queries.doing(request.user, group_),
            "not_shown": sum(not one.cell.shown for one in asked),
            "not_asked": len(lines) - len(asked),
            "explained": found.round.explain(key, themes[0].info.code) if themes else None,
            "links": links,
            "words": words,
        },
    )


def _sections(lines: list[queries.Line]) -> list[tuple[str, list[queries.Line]]]:
    """Items under their theme, in the order of the questionnaire."""
    labels = {one.info.code: one.info.label for one in lines if one.info.is_theme}
    found: dict[str, list[queries.Line]] = {}
    for one in lines:
        if not one.info.is_theme:
            found.setdefault(labels.get(one.info.theme, "Other questions"), []).append(one)
    return list(found.items())


def _inside(
    request: SignedInRequest, group_: Group, found: Reading, infos: tuple[MeasureInfo, ...]
) -> dict[str, Any] | None:
    """The groups inside this one for one measure: filter, rows, chart and what is not shown."""
    levels = queries.CHILDREN.get(group_.key.level, ())
    if not levels or not infos:
        return None
    filters = Filters(
        filters=(
            Choice(
                "inside",
                "Show",
                options=[(one.value, inside_text(group_, one).capitalize()) for one in levels],
                any_text=f"{inside_text(group_, levels[0]).capitalize()} (usual)",
            ),
            Choice(
                "measure",
                "For",
                options=[(info.code, info.label) for info in infos],
                any_text=f"{infos[0].label} (usual)",
            ),
        ),
        kept=("round",),
    )
    chosen = filters.read(request)
    level = Level(chosen.values["inside"] or levels[0].value)
    code = chosen.values["measure"] or infos[0].code
    info = next(one for one in infos if one.code == code)
    children = queries.children(found.round, request.user, group_.key, level, code)
    shown = [one for one in children if one.cell.shown]
    page = chosen.page(shown)
    caption = f"{info.label}: {inside_text(group_, level)}"
    details: dict[str, Any] = {"suffix": found.suffix, "made_up": found.dataset.is_made_up}
    return {
        "chosen": chosen,
        "caption": caption,
        "page": page,
        "rows": page.rows,
        "table": tables.places(caption, page.rows, code, **details)
        if request.GET.get("format") is None
        else tables.places(caption, shown, code, **details),
        "chart": tables.places_chart(caption, shown[:MOST_DOTS], code, **details)
        if shown
        else None,
        "more_than_chart": max(0, len(shown) - MOST_DOTS),
        "not_shown": len(children) - len(shown),
        "text": inside_text(group_, level),
    }
