"""Many groups by many measures, under the places that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sightline.access.viewer import Viewer
from sightline.insight import colours, scope
from sightline.insight.queries.inside import with_any
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.results.gate import Round
from sightline.results.levels import NATION, GroupKey, Level
from sightline.stats import outliers
from sightline.stats.outliers import Side

#: What a row can be. Programmes and professions are whole-nation figures.
PLACES = (Level.PROVIDER, Level.ICB, Level.REGION)
TAUGHT = (Level.PROFESSION, Level.PROGRAMME)


class GridCell(NamedTuple):
    """A score, None where it is not shown, its flag and what that says; "" where nothing is
    compared."""

    score: float | None
    colour: str
    said: str


_NOT_SHOWN = GridCell(None, "", "")
_SAID = {(colour, side): colours.said(colour, side) for colour in outliers.Colour for side in Side}


@dataclass(frozen=True)
class GridRow:
    """A group with its cells; ``within`` are the names of what it belongs to, widest first."""

    key: GroupKey
    name: str
    within: tuple[str, ...]
    cells: Sequence[GridCell]


@dataclass(frozen=True)
class Grid:
    rows: list[GridRow]
    hidden: int  # groups of the viewer's without anything to show


def grid(
    round_: Round, viewer: Viewer, level: Level, measures: Sequence[str], provider_type: str = ""
) -> Grid:
    """Every group of a level that the viewer may open and that has something to show.

    Ordered by region, then board, then name. Providers of one type, or every trust if none is
    given. Three queries at most, however many groups there are.
    """
    if level in TAUGHT:
        return _taught(round_, level, measures)
    keys = round_.children(NATION, level)
    if level is Level.PROVIDER:
        providers = Organisation.objects.filter(kind__in=Organisation.PROVIDER_KINDS)
        providers = (
            providers.filter(provider_type=provider_type)
            if provider_type
            else providers.filter(kind=Organisation.Kind.TRUST)
        )
        of_type = set(providers.values_list("code", flat=True))
        keys = [key for key in keys if key.code in of_type]
    shown = _shown(round_, keys, measures)
    above = {key: [one for one in round_.parents(key) if one != NATION] for key in shown}
    wanted = {key.code for key in keys} | {one.code for each in above.values() for one in each}
    mine = scope.names_of(viewer, wanted)
    # The board and region of a provider are public names, also where only the provider is theirs.
    places = {one.code for each in above.values() for one in each}
    names = dict(Organisation.objects.filter(code__in=places).values_list("code", "name"))
    shown = [key for key in shown if key.code in mine]
    rows = [
        GridRow(
            key, mine[key.code], tuple(names.get(one.code, one.code) for one in above[key]), row
        )
        for key, row in zip(shown, _cells(round_, shown, measures), strict=True)
    ]
    rows.sort(key=lambda row: (row.within, row.name.casefold()))
    return Grid(rows, sum(key.code in mine for key in keys) - len(rows))


def _cells(
    round_: Round, keys: Sequence[GroupKey], measures: Sequence[str]
) -> list[list[GridCell]]:
    found = round_.scores(keys, measures)
    names = np.where(found.compared, np.array(outliers.COLOURS)[found.colours], "")
    sides = np.array(outliers.SIDES)[found.sides]
    table = (found.scores, names, sides, found.shown)
    return [
        [
            GridCell(score, name, _SAID[name, side] if name else "") if is_shown else _NOT_SHOWN
            for score, name, side, is_shown in zip(*row, strict=True)
        ]
        for row in zip(*(one.tolist() for one in table), strict=True)
    ]


def _shown(round_: Round, keys: Sequence[GroupKey], measures: Sequence[str]) -> list[GroupKey]:
    return [keys[at] for at in with_any(round_.overview(keys, measures))]


def _taught(round_: Round, level: Level, measures: Sequence[str]) -> Grid:
    """Programmes under their professions, or professions."""
    keys = round_.children(NATION, level)
    shown = _shown(round_, keys, measures)
    professions = dict(Profession.objects.values_list("code", "name"))
    named: dict[str, tuple[str, tuple[str, ...]]]
    if level is Level.PROFESSION:
        named = {code: (name, ()) for code, name in professions.items()}
    else:
        named = {
            code: (name, (professions[profession],))
            for code, name, profession in Programme.objects.values_list(
                "code", "name", "profession__code"
            )
        }
    rows = [
        GridRow(key, *named[key.code], cells)
        for key, cells in zip(shown, _cells(round_, shown, measures), strict=True)
        if key.code in named
    ]
    rows.sort(key=lambda row: (row.within, row.name.casefold()))
    return Grid(rows, len(keys) - len(rows))
