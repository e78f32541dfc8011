"""The country in one picture, and providers by their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from sightline.access.viewer import Viewer
from sightline.insight import scope
from sightline.organisations.models import Organisation
from sightline.results.gate import Cell, MeasureInfo, Round
from sightline.results.levels import NATION, GroupKey, Level
from sightline.stats import funnel
from sightline.stats.funnel import Funnel

_LAYOUTS = Path(__file__).resolve().parents[1] / "data" / "tiles.yaml"
#: Fewer units than this say nothing about how much units differ.
FEWEST_UNITS = 10


@dataclass(frozen=True)
class Place:
    """Where a board lies on the map of hexagons."""

    code: str
    short: str
    column: int
    row: int


@dataclass(frozen=True)
class Board:
    """A board on the map; ``cell`` is None for one outside the reader's patch."""

    place: Place
    name: str
    key: GroupKey
    cell: Cell | None


@dataclass(frozen=True)
class Unit:
    key: GroupKey
    name: str
    positive: int
    n: int

    @property
    def percent(self) -> float:
        return 100 * self.positive / self.n


@dataclass(frozen=True)
class Compared:
    """Units of one kind beside one another; ``funnel`` is None where there are too few.

    ``funnel`` has every unit of the country, and ``places`` says where those of ``units`` lie in
    it. ``hidden`` counts units of the viewer's that answered too little to be shown, or not at all.
    """

    units: Sequence[Unit]
    places: Sequence[int]
    funnel: Funnel | None
    hidden: int


@cache
def _layouts() -> tuple[tuple[date, tuple[Place, ...]], ...]:
    stored = yaml.safe_load(_LAYOUTS.read_text(encoding="utf-8"))["layouts"]
    return tuple((one["from"], tuple(Place(**place) for place in one["boards"])) for one in stored)


def layout_on(day: date) -> tuple[Place, ...]:
    """The map of the boards there were on a day; the oldest for days before."""
    fitting = [places for since, places in _layouts() if since <= day]
    return fitting[-1] if fitting else _layouts()[0][1]


def boards(round_: Round, viewer: Viewer, day: date, measure: str) -> list[Board]:
    """Every board of that day, from the north down; cells of those that the viewer may open."""
    places = layout_on(day)
    names = dict(
        Organisation.objects.filter(code__in=[one.code for one in places]).values_list(
            "code", "name"
        )
    )
    mine = scope.names_of(viewer, list(names))
    keys = [GroupKey(Level.ICB, one.code) for one in places]
    rows = round_.cells(keys, [measure])
    return [
        Board(place, names[place.code], key, row[0] if place.code in mine else None)
        for place, key, row in zip(places, keys, rows, strict=True)
        if place.code in names
    ]


def providers(round_: Round, viewer: Viewer, provider_type: str, info: MeasureInfo) -> Compared:
    """Share of positive answers of every provider of one type in the country, as a funnel.

    All of them set the target and the limits, because like is compared with like; only those that
    the viewer may open are named and counted among ``units``.
    """
    codes = set(
        Organisation.objects.filter(provider_type=provider_type).values_list("code", flat=True)
    )
    keys = [one for one in round_.children(NATION, Level.PROVIDER) if one.code in codes]
    positive = np.array([answer.positive for answer in info.scale])
    found: list[tuple[GroupKey, int, int]] = []
    for key, row in zip(keys, round_.cells(keys, [info.code]), strict=True):
        if row[0].answers is not None and row[0].n:
            found.append((key, int(np.array(row[0].answers)[positive].sum()), row[0].n))
    mine = scope.names_of(viewer, [key.code for key in keys])
    places = [at for at, (key, _, _) in enumerate(found) if key.code in mine]
    units = [Unit(found[at][0], mine[found[at][0].code], *found[at][1:]) for at in places]
    drawn = None
    if len(found) >= FEWEST_UNITS:
        x, n = np.array([[x, n] for _, x, n in found], dtype=np.float64).T
        drawn = funnel.proportions(x, n)
    return Compared(units, places, drawn, len(mine) - len(units))
