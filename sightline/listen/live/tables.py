"""Tables and charts of a round that is open."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.design.charts.answers import Answers, stacked_answers
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld
from sightline.listen.live.queries import Group, Theme
from sightline.results.gate import Cell, Level

WORDS = {
    Level.NATION: "England",
    Level.REGION: "Regions",
    Level.ICB: "Integrated care boards",
    Level.PROVIDER: "Providers",
    Level.PROFESSION: "Professions",
    Level.PROGRAMME: "Programmes",
}
NUMBERS = (
    Column("Answers", Kind.NUMBER),
    Column("Positive", Kind.PERCENT),
    Column("Score", Kind.NUMBER, 1),
    Column("95% low", Kind.NUMBER, 1),
    Column("95% high", Kind.NUMBER, 1),
)
_NOT_YET = "Fewer than ten new answers, or all of them alike, or a small group beside it"


def numbers(cell: Cell) -> list[Value]:
    """The columns of NUMBERS: all withheld, or all that there is."""
    if not cell.shown:
        return [Withheld(_NOT_YET)] * len(NUMBERS)
    return [cell.n, cell.positive, cell.score, cell.low, cell.high]


def of_theme(theme: Theme, hrefs: dict[str, str], *, made_up: bool) -> Table:
    return Table(
        caption=theme.label,
        columns=[Column("Question"), *NUMBERS],
        rows=[[Linked(info.label, hrefs[info.code]), *numbers(cell)] for info, cell in theme.items],
        made_up=made_up,
    )


def across(
    level: Level, found: Sequence[tuple[Group, Cell]], hrefs: dict[str, str], *, made_up: bool
) -> Table:
    return Table(
        caption=WORDS[level],
        columns=[Column("Group"), *NUMBERS],
        rows=[[Linked(one.name, hrefs[one.value]), *numbers(cell)] for one, cell in found],
        made_up=made_up,
    )


def charts(theme: Theme, *, made_up: bool) -> list[Chart]:
    """How people answered, one picture for each scale of the theme; none while nothing is shown."""
    found = []
    for scale in theme.scales:
        cells = [
            (info, cell)
            for info, cell in theme.items
            if tuple(answer.text for answer in info.scale) == scale
        ]
        if not 2 <= len(scale) <= 7 or not any(cell.shown for _, cell in cells):
            continue
        found.append(
            stacked_answers(
                f"{theme.label}: how people answered",
                scale,
                [Answers(info.label, cell.answers if cell.shown else None) for info, cell in cells],
                made_up=made_up,
            )
        )
    return found
