"""Every place by every theme or question, in one table that stays readable."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponseBase

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.design.charts.heatmap import HeatCell, Heatmap, HeatRow, heatmap
from sightline.design.filters import Choice, Filters
from sightline.insight import files, links, reading, scope, words
from sightline.insight.queries import among, grid
from sightline.insight.queries.grid import Grid
from sightline.insight.reading import Reading
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.results.gate import MeasureInfo
from sightline.results.levels import Level

#: "Show" beside the code of a theme, whose questions are then the columns.
EVERY = "questions"


@allow(Permission.VIEW_RESULTS)
def heatmap_of_places(request: SignedInRequest) -> HttpResponseBase:
    found = reading.chosen(request)
    if found is None:
        raise Http404
    levels = [*grid.PLACES, *(grid.TAUGHT if scope.patch_of(request.user).nation else ())]
    types = Organisation.ProviderType.choices
    themes = [one for one in found.round.measures if one.is_theme]
    filters = Filters(
        (
            Choice(
                "rows",
                "Rows",
                options=[(one.value, words.MANY[one].capitalize()) for one in levels],
                any_text="Providers",
            ),
            Choice("type", "Kind of provider", options=types, any_text="Every trust"),
            Choice(
                "show",
                "Columns",
                options=[
                    (EVERY, "Every question asked of everybody"),
                    *((one.code, f"Questions of {one.label}") for one in themes),
                ],
                any_text="Themes" if themes else "Every question asked of everybody",
            ),
        ),
        kept=("survey", "round"),
    )
    chosen = filters.read(request)
    level = Level(chosen.values["rows"] or Level.PROVIDER)
    kind = chosen.values["type"] or ""
    infos = _columns(found, chosen.values["show"] or "")
    drawn = grid.grid(found.round, request.user, level, [one.code for one in infos], kind)
    what = among.KINDS.get(kind, "trusts") if level is Level.PROVIDER else words.MANY[level]
    caption = f"{what[:1].upper()}{what[1:]} by {_said(infos)}"
    chart = _drawn(caption, drawn, infos, level, found)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return files.response(chart.table, wanted, found, filters=chosen.said)
    first = next(
        (
            (row.key, info.code)
            for row in drawn.rows
            for info, cell in zip(infos, row.cells, strict=True)
            if cell.score is not None
        ),
        None,
    )
    return pictures.render(
        request,
        "insight/pages/heatmap.jinja",
        {
            "reading": found,
            "chosen": chosen,
            "grid": drawn,
            "what": what,
            "chart": chart,
            "explained": found.round.explain(*first) if first else None,
            "at": drawn.rows[0].name if drawn.rows else "",
            "links": links,
            "words": words,
        },
        source=found.source,
    )


def _columns(found: Reading, asked: str) -> list[MeasureInfo]:
    """The themes, the questions of one, or all that everybody is asked."""
    measures = found.round.measures
    themes = [one for one in measures if one.is_theme]
    if asked and asked != EVERY:
        return [one for one in measures if one.theme == asked]
    if themes and not asked:
        return themes
    return [one for one in measures if not one.is_theme and not one.branch]


def _said(infos: Sequence[MeasureInfo]) -> str:
    return "theme" if infos and infos[0].is_theme else "question"


def _drawn(
    caption: str, drawn: Grid, infos: Sequence[MeasureInfo], level: Level, found: Reading
) -> Heatmap:
    within = {
        Level.PROVIDER: ("Region", "Integrated care board"),
        Level.ICB: ("Region",),
        Level.PROGRAMME: ("Profession",),
    }.get(level, ())
    rows = [
        HeatRow(
            row.name,
            links.group(row.key, found.suffix),
            (*row.within, *("" for _ in range(len(within) - len(row.within)))),
            [HeatCell(*cell) for cell in row.cells],
        )
        for row in drawn.rows
    ]
    return heatmap(
        caption,
        [one.label for one in infos],
        rows,
        within_headings=within,
        made_up=found.made_up,
    )
