"""The country in one picture, and providers by their size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from sightline.stats.funnel import Floats, Funnel

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
    """A board on the map; ``cell`` is None for one outside the reader's patch.

    ``region`` is the name of the one it lies in, "" where that is not known.
    """

    place: Place
    name: str
    region: str
    key: GroupKey
    cell: Cell | None


@dataclass(frozen=True)
class Unit:
    """A provider; ``value`` is its share of positive answers in per cent, or its score."""

    key: GroupKey
    name: str
    n: int
    value: float


@dataclass(frozen=True)
class Compared:
    """Units of one kind beside one another; ``funnel`` is None where there are too few.

    ``funnel`` has every unit of the country, and ``places`` says where those of ``units`` lie in
    it; times ``points`` its numbers are those of ``units``. ``hidden`` counts units of the viewer's
    that answered too little to be shown, or not at all.
    """

    units: Sequence[Unit]
    places: Sequence[int]
    funnel: Funnel | None
    points: float
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
    """Every board of that day, by region and name; cells of those that the viewer may open."""
    places = layout_on(day)
    codes = [one.code for one in places]
    known = {
        code: (name, region or "")
        for code, name, region in Organisation.objects.filter(code__in=codes).values_list(
            "code", "name", "region__name"
        )
    }
    mine = scope.names_of(viewer, codes)
    keys = [GroupKey(Level.ICB, code) for code in codes]
    rows = round_.cells(keys, [measure])
    found = [
        Board(place, *known[place.code], key, row[0] if place.code in mine else None)
        for place, key, row in zip(places, keys, rows, strict=True)
        if place.code in known
    ]
    return sorted(found, key=lambda one: (one.region, one.name))


def providers(round_: Round, viewer: Viewer, provider_type: str, info: MeasureInfo) -> Compared:
    """Every provider of one type in the country, as a funnel: of the share of positive answers for
    a question, of the score for a theme.

    All of them set the target and the limits, because like is compared with like; only those that
    the viewer may open are named and counted among ``units``.
    """
    codes = set(
        Organisation.objects.filter(provider_type=provider_type).values_list("code", flat=True)
    )
    keys = [one for one in round_.children(NATION, Level.PROVIDER) if one.code in codes]
    own = _scores(round_, keys, info) if info.is_theme else _shares(round_, keys, info)
    mine = scope.names_of(viewer, [key.code for key in keys])
    places = [at for at, key in enumerate(own.keys) if key.code in mine]
    units = [
        Unit(own.keys[at], mine[own.keys[at].code], int(own.n[at]), float(own.value[at]))
        for at in places
    ]
    drawn = own.funnel() if len(own.keys) >= FEWEST_UNITS else None
    return Compared(units, places, drawn, own.points, len(mine) - len(units))


@dataclass(frozen=True)
class _Own:
    """Providers that are shown, with their numbers, and how a funnel is made of these."""

    keys: list[GroupKey]
    n: Floats
    value: Floats
    points: float
    funnel: Callable[[], Funnel]


def _shares(round_: Round, keys: list[GroupKey], info: MeasureInfo) -> _Own:
    positive = np.array([answer.positive for answer in info.scale])
    found: list[tuple[GroupKey, int, int]] = []
    for key, row in zip(keys, round_.cells(keys, [info.code]), strict=True):
        if row[0].answers is not None and row[0].n:
            found.append((key, int(np.array(row[0].answers)[positive].sum()), row[0].n))
    x, n = (np.array([each[at] for each in found], dtype=np.float64) for at in (1, 2))
    shown = [key for key, _, _ in found]
    return _Own(shown, n, 100 * x / n, 100.0, lambda: funnel.proportions(x, n))


def _scores(round_: Round, keys: list[GroupKey], info: MeasureInfo) -> _Own:
    numbers = round_.numbers(keys, [info.code])
    score, sd, n = (each[:, 0] for each in (numbers.score, numbers.sd, numbers.n))
    shown = np.flatnonzero(n > 0)
    score, sd, n = score[shown], sd[shown], n[shown]
    return _Own([keys[at] for at in shown], n, score, 1.0, lambda: funnel.means(score, sd, n))
