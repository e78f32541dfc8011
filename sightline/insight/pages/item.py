from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.design.charts.answers import Answers, stacked_answers
from sightline.design.charts.chart import Chart
from sightline.insight import colours, files, links, tables, words
from sightline.insight.pages import five, places
from sightline.insight.pages.opened import Opened, opened
from sightline.insight.queries.doing import doing, related
from sightline.insight.queries.lines import Line, lines, points
from sightline.people.request import SignedInRequest
from sightline.results.gate import Cell, GroupKey, MeasureInfo
from sightline.stats.outliers import Colour


@allow(Permission.VIEW_RESULTS)
def item(
    request: SignedInRequest, level: str, code: str, measure: str, other: str = ""
) -> HttpResponseBase:
    """One measure in one group: is it low, is it real, is it new, who else, what is being done."""
    found = opened(request, level, code, other, measure)
    info = next(one for one in found.reading.round.measures if one.code == measure)
    own = found.group.shows_own_results
    listed = places.read(request, found, [measure])
    by_place = listed and tables.places(
        f"{info.label}: {listed.inside.text}, lowest first", listed.inside, info, found.reading
    )
    over_rounds = points(found.reading, found.group.key, measure) if own else []
    trend = tables.rounds_chart(f"{info.label}: score by round", over_rounds, found.reading)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        asks_places = not own or request.GET.get("of") == "places"
        return files.response(
            by_place if by_place and asks_places else trend.table, wanted, found.reading
        )
    line = lines(found.reading, found.group.key, [info])[0]
    done = doing(request.user, found.group, related(found.reading.round, info))
    return pictures.render(
        request,
        "insight/pages/item.jinja",
        {
            "found": found,
            "reading": found.reading,
            "group": found.group,
            "info": info,
            "theme": found.reading.round.measure(info.theme) if info.theme else None,
            "cell": line.cell,
            "own": own,
            "placed": colours.placed(line.cell),
            "wider": _wider(found, line) if own else None,
            "answers": five.answers_about(request.user, found, line, over_rounds, done),
            "split": _split(line, found) if own else None,
            **(_questions(found, info) if own and info.is_theme else {}),
            "trend": trend if len(trend.table.rows) > 1 else None,
            "places": listed,
            "places_chart": tables.places_chart(
                by_place, listed.inside, listed.positions, found.reading
            )
            if listed and by_place and listed.inside.rows
            else None,
            "doing": done,
            "explained": found.reading.round.explain(found.group.key, measure) if own else None,
            "places_explained": listed and listed.explained(found.reading.round),
            "raise_href": _raise_href(request, found, line),
            "reply_href": _reply_href(request, found, info),
            "is_low": line.cell.flag in (Colour.RED, Colour.PINK),
            "links": links,
            "words": words,
        },
        source=found.reading.source,
    )


def _questions(found: Opened, theme: MeasureInfo) -> dict[str, Any]:
    """The questions of a theme, those that are shown: the furthest below first."""
    infos = [one for one in found.reading.round.measures if one.theme == theme.code]
    said = [one for one in lines(found.reading, found.group.key, infos) if one.cell.shown]
    if not said:
        return {}
    said.sort(key=lambda one: one.cell.difference or 0.0)
    caption = f"Questions of {theme.label}"
    table = tables.measures(caption, "Question", found.group.key, said, found.reading)
    return {
        "questions": tables.some(
            table, ["Question", *tables.brief(found.reading, found.group.key)]
        ),
        "questions_explained": found.reading.round.explain(found.group.key, said[0].info.code),
    }


def _wider(found: Opened, line: Line) -> tuple[GroupKey, str, Cell] | None:
    """Where a figure is withheld, the smallest larger group that has one and may be opened."""
    if line.cell.shown:
        return None
    keys = [key for key, _ in found.above]
    cells = [row[0] for row in found.reading.round.cells(keys, [line.info.code])]
    around = zip(reversed(found.above), reversed(cells), strict=True)
    return next(((key, name, cell) for (key, name), cell in around if cell.shown), None)


def _split(line: Line, found: Opened) -> Chart | None:
    """How people answered; None for a theme and where it may not be shown."""
    if line.cell.answers is None or not 2 <= len(line.info.scale) <= 7:
        return None
    return stacked_answers(
        "How people answered",
        [one.text for one in line.info.scale],
        [Answers(line.info.label, line.cell.answers)],
        made_up=found.reading.made_up,
    )


def _raise_href(request: SignedInRequest, found: Opened, line: Line) -> str:
    place = found.group.organisation
    if place is None or not line.cell.shown:
        return ""
    if not viewer.may(request.user, Permission.RAISE_CONCERN, at=place):
        return ""
    return links.raise_concern(found.reading.dataset, found.group.key, line.info.code)


def _reply_href(request: SignedInRequest, found: Opened, info: MeasureInfo) -> str:
    place = found.group.organisation
    if place is None or not place.is_provider or info.is_theme:
        return ""
    if not viewer.may(request.user, Permission.DRAFT_REPLY, at=place):
        return ""
    return links.draft_reply(found.reading.dataset, found.group.key, info.code)
