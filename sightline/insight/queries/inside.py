"""The groups inside a group, as far as the viewer may open them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sightline.access.viewer import Viewer
from sightline.insight import scope, words
from sightline.insight.scope import Group
from sightline.organisations.models import Profession, Programme
from sightline.results.gate import Cell, Overview, Round
from sightline.results.levels import CROSSINGS, NATION, GroupKey, Level
from sightline.stats.outliers import Colour

#: Which groups stand inside a group, in the order in which they are offered.
_LEVELS: dict[Level, tuple[Level, ...]] = {
    Level.NATION: (Level.REGION, Level.ICB, Level.PROVIDER, Level.PROFESSION, Level.PROGRAMME),
    Level.REGION: (Level.ICB, Level.PROVIDER),
    Level.ICB: (Level.PROVIDER,),
    Level.PROVIDER: (Level.SITE, Level.PROVIDER_PROFESSION, Level.PROVIDER_PROGRAMME),
    Level.PROVIDER_PROFESSION: (Level.PROVIDER_PROGRAMME,),
    Level.PROFESSION: (Level.PROVIDER_PROFESSION,),
    Level.PROGRAMME: (Level.PROVIDER_PROGRAMME,),
}
_TAUGHT = (Level.PROGRAMME, Level.PROFESSION)


@dataclass(frozen=True)
class Row:
    """One group inside another, with its cells of the measures asked for."""

    key: GroupKey
    name: str
    respondents: int | None
    cells: Sequence[Cell]

    @property
    def cell(self) -> Cell:
        """The first cell: that of the measure, where only one was asked for."""
        return self.cells[0]

    @property
    def count_of_low(self) -> int:
        return sum(one.flag is Colour.RED for one in self.cells)


@dataclass(frozen=True)
class Inside:
    """What stands inside a group at a level: rows with something to show, and how many without."""

    level: Level
    text: str  # what they are called, such as "sites"
    rows: list[Row]
    count_of_hidden: int


@dataclass(frozen=True)
class Tally:
    """How many groups are red in a measure, of how many that are shown."""

    text: str
    low: int
    shown: int


def levels(group: Group) -> tuple[Level, ...]:
    """The levels offered inside a group."""
    return _LEVELS.get(group.key.level, ())


def inside(
    round_: Round, viewer: Viewer, group: Group, level: Level, measures: Sequence[str]
) -> Inside:
    """The groups of ``level`` inside a group, lowest first: most red, then the lowest mean score.

    Those where no measure is shown are counted only, so that a place with few answers looks like
    one with none.
    """
    named = _seen(round_, viewer, group.key, level)
    keys = list(named)
    shown = [keys[at] for at in with_any(round_.overview(keys, measures))]
    cells = round_.cells(shown, measures)
    rows = [
        Row(key, named[key], round_.respondents(key), row)
        for key, row in zip(shown, cells, strict=True)
    ]
    rows.sort(key=lambda row: (-row.count_of_low, _mean(row), row.name.casefold()))
    if len(measures) == 1:
        rows.sort(key=lambda row: (_mean(row), row.name.casefold()))
    return Inside(level, words.many(group.key.level, level), rows, len(keys) - len(shown))


def with_any(seen: Overview) -> list[int]:
    """The positions of keys with a measure that is shown."""
    return [int(at) for at in np.flatnonzero(seen.shown.any(axis=1))]


def _mean(row: Row) -> float:
    return float(np.mean([one.score for one in row.cells if one.score is not None]))


def tally(round_: Round, viewer: Viewer, group: Group, level: Level, measure: str) -> Tally:
    """How many of the groups of ``level`` inside a group are red in one measure."""
    keys = list(_seen(round_, viewer, group.key, level))
    found = round_.overview(keys, [measure])
    return Tally(
        words.many(group.key.level, level),
        int(found.are(Colour.RED).sum()),
        int(found.shown.sum()),
    )


def _seen(round_: Round, viewer: Viewer, key: GroupKey, level: Level) -> dict[GroupKey, str]:
    """The groups of ``level`` inside ``key`` that the viewer may open, with their names."""
    keys = round_.children(key, level)
    if level in CROSSINGS and key.level not in _TAUGHT:
        # At a provider that is open to the viewer: called by what is taught there.
        names = _taught(level, {one.other_code for one in keys})
        return {one: names.get(one.other_code, one.other_code) for one in keys}
    if level in _TAUGHT:
        names = _taught(level, {one.code for one in keys})
        return {one: names.get(one.code, one.code) for one in keys}
    names = scope.names_of(viewer, {one.code for one in keys})
    return {one: names[one.code] for one in keys if one.code in names}


def _taught(level: Level, codes: set[str]) -> dict[str, str]:
    if level in (Level.PROGRAMME, Level.PROVIDER_PROGRAMME):
        return dict(Programme.objects.filter(code__in=codes).values_list("code", "name"))
    return dict(Profession.objects.filter(code__in=codes).values_list("code", "name"))


def above(round_: Round, viewer: Viewer, key: GroupKey) -> list[tuple[GroupKey, str]]:
    """The places that a group was in, widest first, as far as the viewer may open them."""
    places = [one for one in round_.parents(key) if one.level in scope.KINDS]
    found = [(NATION, "England")] if scope.patch_of(viewer).nation and key != NATION else []
    names = scope.names_of(viewer, {one.code for one in places})
    return found + [(one, names[one.code]) for one in places if one.code in names]
