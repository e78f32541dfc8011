from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads
from sightline.design.charts.answers import Answers, stacked_answers
from sightline.design.charts.chart import Chart
from sightline.insight import links, queries, tables, words
from sightline.insight.pages.group import MOST_DOTS, inside_text, opened
from sightline.insight.reading import Reading
from sightline.insight.scope import Group
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.results.gate import Cell, MeasureInfo


@allow(Permission.VIEW_RESULTS)
def item(
    request: SignedInRequest, level: str, code: str, measure: str, other: str = ""
) -> HttpResponseBase:
    """One measure in one group: how people answered, where it stands, and what is being done."""
    group, found = opened(request, level, code, other)
    info = found.round.measure(measure)
    if info is None:
        raise Http404
    cell = found.round.cell(group.key, measure)
    points = _points(group, found, info)
    trend = tables.rounds_chart(
        f"{info.label}: score by round", points, made_up=found.dataset.is_made_up
    )
    inside_levels = queries.CHILDREN.get(group.key.level, ())
    children = [
        one
        for inside in inside_levels[:1]
        for one in queries.children(found.round, request.user, group.key, inside, measure)
    ]
    shown = [one for one in children if one.cell.shown]
    inside_text_ = inside_text(group, inside_levels[0]) if inside_levels else ""
    inside = tables.places_chart(
        f"{info.label}: {inside_text_}, lowest first",
        shown[:MOST_DOTS],
        measure,
        suffix=found.suffix,
        made_up=found.dataset.is_made_up,
    )
    if (wanted := request.GET.get("format")) in ("csv", "xlsx"):
        return downloads.response(inside.table if "inside" in request.GET else trend.table, wanted)
    before = found.before
    place = group.organisation
    return render(
        request,
        "insight/pages/item.jinja",
        {
            "reading": found,
            "group": group,
            "level_text": words.LEVELS[group.key.level],
            "info": info,
            "cell": cell,
            "placed": words.placed(cell),
            "since": words.change(
                cell, found.open(before).cell(group.key, measure), info, before.label
            )
            if before and cell.shown
            else "",
            "answers": _answers(info, cell, found.dataset.is_made_up),
            "trend": trend if len(points) > 1 else None,
            "inside": inside if shown else None,
            "inside_text": inside_text_,
            "not_shown": len(children) - len(shown),
            "doing": queries.doing(request.user, group, measure),
            "explained": found.round.explain(group.key, measure),
            "raise_href": links.raise_concern(found.dataset, group.key, measure)
            if _may(request, Permission.RAISE_CONCERN, place) and cell.shown
            else "",
            "reply_href": links.draft_reply(found.dataset, group.key, measure)
            if place is not None
            and place.is_provider
            and not info.is_theme
            and _may(request, Permission.DRAFT_REPLY, place)
            else "",
            "links": links,
        },
    )


def _may(request: SignedInRequest, permission: Permission, place: Organisation | None) -> bool:
    return place is not None and viewer.may(request.user, permission, at=place)


def _answers(info: MeasureInfo, cell: Cell, made_up: bool) -> Chart | None:
    """The split by answer; None for a theme and where it may not be shown."""
    if cell.answers is None or not 2 <= len(info.scale) <= 7:
        return None
    return stacked_answers(
        "How people answered",
        [one.text for one in info.scale],
        [Answers(info.label, cell.answers)],
        made_up=made_up,
    )


def _points(group: Group, found: Reading, info: MeasureInfo) -> list[tuple[str, Cell, str]]:
    """Every round that asked it, oldest first; another wording breaks the line."""
    points = []
    earlier: MeasureInfo | None = None
    for dataset in sorted((found.dataset, *found.others), key=lambda one: one.year):
        round_ = found.open(dataset)
        asked = round_.measure(info.code)
        if asked is None or not round_.has(group.key):
            continue
        changed = earlier is not None and (earlier.wording, earlier.scale) != (
            asked.wording,
            asked.scale,
        )
        cell = round_.cell(group.key, info.code)
        points.append((dataset.label, cell, "Question changed" if changed else ""))
        earlier = asked
    return points
