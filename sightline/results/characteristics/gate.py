"""The one way out for results by what people said of themselves. Inside the service only.

What is withheld and what nobody answered look the same. Groups of people that are withheld stand
together as "the others": that is the whole of the main table less what is shown, which anybody
could work out, so it tells nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from sightline.organisations.models import Profession
from sightline.results import flags, mart
from sightline.results.characteristics import store, table, within
from sightline.results.characteristics.store import NO_ANSWER, PREFER_NOT, Characteristic
from sightline.results.characteristics.table import FEWEST, LEAST_SPLIT
from sightline.results.gate import limit, rounded
from sightline.results.levels import GroupKey, Level
from sightline.results.measures import Questionnaire
from sightline.results.models import Dataset
from sightline.stats import intervals

__all__ = [
    "FEWEST",
    "LEAST_SPLIT",
    "NO_ANSWER",
    "PREFER_NOT",
    "Characteristic",
    "Crossed",
    "Part",
    "PartCell",
    "Stratum",
    "open_round",
]


@dataclass(frozen=True, slots=True)
class PartCell:
    """One measure of a group of people: nothing at all when ``shown`` is false.

    ``error`` is the standard error of the score; ``low`` and ``high`` its 95% limits.
    """

    shown: bool
    n: int | None = None
    score: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A group of people in a place. ``together`` names the groups that are shown as one."""

    label: str
    respondents: int | None
    cells: tuple[PartCell, ...]
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stratum:
    """Of a place, those in a group of professions: how many, and the cells of each group of people.

    It may be worked with and not be shown: see `within`.
    """

    people: int
    cells: Mapping[str, tuple[PartCell, ...]]


class Crossed:
    """The results of one dataset by what people said of themselves. Read-only."""

    def __init__(self, folder: Path, branches: dict[str, str]) -> None:
        self._folder = folder
        self._branches = branches
        self.characteristics, self._said = store.read(folder)
        stored = mart.read_manifest(folder)["measures"]
        self._questionnaire = Questionnaire.from_json(stored)
        self._tables: dict[str, table.Crossing] = {}
        self._withins: dict[str, within.Within] = {}

    def characteristic(self, code: str) -> Characteristic | None:
        return next((one for one in self.characteristics if one.code == code), None)

    def knows(self, key: GroupKey) -> bool:
        """Is it a place or profession that is split at all?"""
        return bool(self.characteristics) and key in self._keys

    def split(self, code: str, key: GroupKey, measures: Sequence[str]) -> list[Part]:
        """A place by the groups of people of a characteristic, in the order of the question.

        Groups that are withheld stand last, as one, where there are enough of them. Nothing for a
        place that is not split.

        Raises:
            KeyError: a characteristic or measure that this round did not ask.
        """
        if not self.knows(key):
            return []
        found = self._table(code)
        row = found.keys.index(key)
        columns = [found.measures.index(one) for one in measures if one in found.measures]
        if len(columns) != len(measures):
            raise KeyError("This round did not ask one of these measures.")
        groups = next(one for one in self.characteristics if one.code == code).groups
        order = [*range(1, len(groups)), 0]  # "no answer" after all who gave one
        parts, left = [], []
        for group in order:
            if not found.listed[row, group]:
                left.append(group)
                continue
            sums = found.sums[row, group, columns]
            shown = found.shown[row, group, columns]
            cells = tuple(_cell(*each) for each in zip(sums, shown, strict=True))
            parts.append(Part(groups[group], int(found.respondents[row, group]), cells))
        if left and parts:
            parts.append(self._others(found, row, columns, [groups[one] for one in left]))
        return parts

    def by_branch(self, code: str, key: GroupKey, measures: Sequence[str]) -> list[Stratum]:
        """A place by group of professions, for a score as if all were in the same: never to show.

        The last is of all learners in no group of professions that can be used. Nothing for a
        profession, or for a place that is not split.

        Raises:
            KeyError: a characteristic or measure that this round did not ask.
        """
        if not self.knows(key) or key.level is Level.PROFESSION:
            return []
        main, found = self._table(code), self._finer(code)
        columns = [main.measures.index(one) for one in measures if one in main.measures]
        if len(columns) != len(measures):
            raise KeyError("This round did not ask one of these measures.")
        groups = next(one for one in self.characteristics if one.code == code).groups
        strata = []
        for at in (number for number, (place, _) in enumerate(found.keys) if place == key):
            cells = {
                label: tuple(
                    _cell(*each)
                    for each in zip(
                        found.sums[at, group, columns], found.used[at, group, columns], strict=True
                    )
                )
                for group, label in enumerate(groups)
                if found.used[at, group].any()
            }
            if cells:
                strata.append(Stratum(int(found.people[at]), cells))
        rest = found.whole[key] - sum(one.people for one in strata)
        return [*strata, Stratum(rest, {})]

    def _others(
        self, found: table.Crossing, row: int, columns: list[int], names: list[str]
    ) -> Part:
        """The withheld groups as one: the whole less what is shown."""
        cells = []
        for column in columns:
            listed = found.listed[row]
            whole = found.whole[row, column]
            rest = whole - found.sums[row, :, column].sum(axis=0)
            # Only where exactly these groups are left out of this measure.
            same = bool((found.shown[row, :, column] == listed).all())
            cells.append(_cell(rest, same and rest[0] >= FEWEST and whole[0] > 0))
        return Part("The others together", None, tuple(cells), tuple(names))

    @cached_property
    def _keys(self) -> frozenset[GroupKey]:
        return frozenset(self._table(self.characteristics[0].code).keys)

    def _table(self, code: str) -> table.Crossing:
        if code not in self._tables:
            at = [one.code for one in self.characteristics].index(code)
            self._tables[code] = table.crossing(self._count(at))
        return self._tables[code]

    def _count(self, at: int) -> table.Counted:
        return table.count(
            self._folder,
            self._questionnaire,
            self._branches,
            self._said[:, at],
            len(self.characteristics[at].groups),
        )

    def _finer(self, code: str) -> within.Within:
        if code not in self._withins:
            at = [one.code for one in self.characteristics].index(code)
            self._withins[code] = within.within(
                self._folder,
                self._questionnaire,
                self._branches,
                self._said[:, at],
                self._count(at),
                self._table(code),
            )
        return self._withins[code]


def _cell(sums: np.ndarray, shown: bool | np.bool_) -> PartCell:
    if not shown:
        return PartCell(shown=False)
    moments = flags.Moments.of(*(np.array([each]) for each in sums))
    limits = intervals.mean_normal(moments.mean, moments.sd, moments.n)
    n = int(moments.n[0])
    return PartCell(
        shown=True,
        n=n,
        score=rounded(float(moments.mean[0]), 1),
        error=float(moments.sd[0]) / n**0.5,
        low=limit(limits.lower[0]),
        high=limit(limits.upper[0]),
    )


@lru_cache(maxsize=16)
def _opened(folder: Path) -> Crossed:
    branches = dict(Profession.objects.order_by().values_list("code", "branch"))
    return Crossed(folder, branches)


def open_round(dataset: Dataset) -> Crossed:
    """The results of a prepared dataset by what people said of themselves; kept per process.

    Raises:
        mart.NotPrepared: the dataset's files are not there.
    """
    return _opened(mart.folder_of(dataset.folder))
