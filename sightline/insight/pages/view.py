"""Standing views: wellbeing, educators, speaking up, patients' safety, equality."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads
from sightline.design.tables import Column, Linked, Table, Value, Withheld
from sightline.insight import files, links, scope, tables, views, words
from sightline.insight.queries import doing, standing
from sightline.insight.queries.standing import Asked, LowPlace
from sightline.insight.reading import Reading
from sightline.listen.comments import queries as comments
from sightline.people.request import SignedInRequest
from sightline.results.levels import NATION, GroupKey, Level

#: Levels of place that have standing views.
LEVELS = (Level.NATION, Level.REGION, Level.ICB, Level.PROVIDER)


@allow(Permission.VIEW_RESULTS)
def start(request: SignedInRequest) -> HttpResponseBase:
    """The views, each leading to the viewer's own widest place."""
    starts = [key for key in scope.starts(request.user) if key.level in LEVELS]
    if not starts:
        raise Http404
    listed = [(one, links.view(starts[0], one.code)) for one in views.every()]
    return render(request, "insight/pages/views.jinja", {"views": listed, "links": links})


@allow(Permission.VIEW_RESULTS)
def view(request: SignedInRequest, level: str, code: str, view: str) -> HttpResponseBase:
    found = views.named(view)
    group = scope.find(request.user, level, code) if level in LEVELS else None
    if found is None or group is None:
        raise Http404
    asked = standing.asked(found, group.key)
    wanted = request.GET.get("format")
    if wanted in downloads.FORMATS and request.GET.get("of") == "lowest" and asked:
        first = asked[0].reading
        low = standing.low_places(found, first, request.user, group.key)
        return files.response(
            _low(low, first),
            wanted,
            first,
            filters=[f"View: {found.title}", f"Place: {group.name}"],
        )
    if wanted in downloads.FORMATS:
        return files.response(_every(found.title, asked, group.key), wanted)
    # Its concerns stand in a list of their own.
    done = doing.doing(request.user, group, found.items, most=doing.MOST_OF_MANY)
    context: dict[str, Any] = {
        "group": group,
        "view": found,
        "others": [one for one in views.every() if one != found],
        "surveys": [(one.reading, _table(one, group.key), _hidden(one)) for one in asked],
        "questions": list(dict.fromkeys(line.info.label for one in asked for line in one.lines)),
        "changed": [line for one in asked for line in one.lines if line.change.was],
        "concerns": standing.open_concerns(found, request.user, group),
        "raised": standing.raised(found, request.user, group, timezone.localdate()),
        "doing": replace(done, concerns=(), cut=done.cut - {"concerns"}),
        "links": links,
        "words": words,
    }
    if asked:
        first = asked[0].reading
        low = standing.low_places(found, first, request.user, group.key)
        round_ = comments.round_of(first.dataset)
        context |= {
            "low": _low(low[: standing.MOST_PLACES], first) if low else None,
            "more": max(len(low) - standing.MOST_PLACES, 0),
            "round_of_comments": round_,
            "written": [
                replace(one, themes=themes)
                for one in comments.by_question(round_, group.key)
                if (themes := [each for each in one.themes if each.code in found.themes])
            ],
        }
    return render(request, "insight/pages/view.jinja", context)


def _table(one: Asked, key: GroupKey) -> Table:
    found = one.reading
    caption = f"{found.dataset.survey_name}, {found.dataset.label}"
    shown = [line for line in one.lines if line.cell.shown]
    table = tables.measures(caption, "Question", key, shown, found)
    return tables.some(table, ["Question", *tables.brief(found, key)])


def _hidden(one: Asked) -> int:
    return sum(not line.cell.shown and not line.info.branch for line in one.lines)


def _low(low: list[LowPlace], found: Reading) -> Table:
    rows: list[list[Value]] = [
        [Linked(one.name, links.group(one.key, found.suffix)), f"{one.low} of {one.shown}"]
        for one in low
    ]
    columns = [Column("Provider"), Column("Questions clearly below")]
    return Table("Where it is lowest", columns, rows, made_up=found.made_up)


def _every(title: str, asked: list[Asked], key: GroupKey) -> Table:
    """Every question of every survey, one row each."""
    rows: list[list[Value]] = []
    for one in asked:
        for line in one.lines:
            said: Value = line.change.short if line.cell.shown else Withheld()
            survey = one.reading.dataset.survey_name
            rows.append(
                [
                    survey,
                    one.reading.dataset.label,
                    line.info.label,
                    *tables.numbers(line.cell, line.info),
                    said,
                ]
            )
    columns = [Column("Survey"), Column("Round"), Column("Question"), *tables.NUMBERS]
    made_up = any(one.reading.made_up for one in asked)
    table = Table(title, [*columns, Column("Since the round before")], rows, made_up=made_up)
    left_out = tables.COMPARED if key == NATION else ()
    return tables.some(table, [one.text for one in table.columns if one.text not in left_out])
