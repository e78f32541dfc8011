"""The integrated care boards on a map of equal hexagons, for one theme or question."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponseBase

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.design.charts import tiles
from sightline.design.tables import Column, Linked, Table, Value
from sightline.insight import files, links, reading, tables, words
from sightline.insight.pages.measure import measure_in
from sightline.insight.queries import country
from sightline.insight.queries.country import Board
from sightline.insight.reading import Reading
from sightline.insight.tables import NUMBERS, numbers
from sightline.people.request import SignedInRequest
from sightline.results.gate import MeasureInfo

#: What stands on the page, and which of it a phone has room for; files have every column.
SHOWN = ("Region", "Answers", "Score", "95% low", "95% high", "Benchmark", "Compared")
NARROW = ("Score", "Compared")


@allow(Permission.VIEW_RESULTS)
def map_of_boards(request: SignedInRequest) -> HttpResponseBase:
    found = reading.chosen(request)
    if found is None:
        raise Http404
    chosen, info = measure_in(request, found)
    boards = country.boards(found.round, request.user, found.dataset.collected_to, info.code)
    table = _table(f"{info.label}: integrated care boards", boards, info, found)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return files.response(table, wanted, found, filters=chosen.said)
    first = next((one.key for one in boards if one.cell and one.cell.shown), None)
    return pictures.render(
        request,
        "insight/pages/map.jinja",
        {
            "reading": found,
            "chosen": chosen,
            "info": info,
            "chart": tiles.tiles(
                table, [_tile(one, info.code, found) for one in boards], measure=info.label
            ),
            "shown": _shown(table),
            "explained": found.round.explain(first, info.code) if first else None,
            "elsewhere": sum(one.cell is None for one in boards),
            "links": links,
            "words": words,
        },
        source=found.source,
    )


def _tile(board: Board, measure: str, found: Reading) -> tiles.Tile:
    cell = board.cell
    shown = cell if cell is not None and cell.shown else None
    return tiles.Tile(
        board.place.short,
        _short(board.name),
        board.place.column,
        board.place.row,
        value=shown.score if shown else None,
        low=shown.low if shown else None,
        high=shown.high if shown else None,
        colour=shown.flag.value if shown and shown.benchmark else "",
        is_known=cell is not None,
        href=links.item(board.key, measure, found.suffix) if cell is not None else "",
    )


def _table(caption: str, boards: list[Board], info: MeasureInfo, found: Reading) -> Table:
    """Those that the reader may open, in the order of the map's links, with their sign on it."""
    rows: list[list[Value]] = [
        [
            Linked(one.name, links.item(one.key, info.code, found.suffix)),
            one.region,
            one.place.short,
            *numbers(one.cell, info),
        ]
        for one in boards
        if one.cell is not None
    ]
    columns = [
        Column("Integrated care board"),
        Column("Region"),
        Column("On the map"),
        *NUMBERS,
    ]
    return Table(caption, columns, rows, made_up=found.made_up)


def _shown(table: Table) -> Table:
    """The table of the page: a board's sign stands beside its name, as hexagons are called."""
    kept = tables.some(table, ["Integrated care board", "On the map", *SHOWN])
    rows: list[list[Value]] = []
    for row in kept.rows:
        board, region, sign, *rest = row
        if isinstance(board, Linked):
            board = Linked(f"{_short(board.text)} ({sign})", board.href)
        rows.append([board, region, *rest])
    columns = [
        replace(one, wide_only=at > 0 and one.text not in NARROW)
        for at, one in enumerate(kept.columns)
        if one.text != "On the map"
    ]
    return replace(kept, columns=columns, rows=rows)


def _short(name: str) -> str:
    return name.replace("Integrated Care Board", "ICB")
