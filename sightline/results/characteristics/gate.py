"""The one way out for results by what people said of themselves. Inside the service only.

What is withheld and what nobody answered look the same. Groups of people that are withheld stand
together as "the others": that is the whole of the main table less what is shown, which anybody
could work out, so it tells nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isnan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.organisations.models import Profession
from sightline.results import flags, mart, totals
from sightline.results.characteristics import store, table, within
from sightline.results.characteristics.prepared import Prepared
from sightline.results.characteristics.store import NO_ANSWER, PREFER_NOT, Characteristic
from sightline.results.characteristics.table import FEWEST, LEAST_SPLIT, Booleans, Integers
from sightline.results.digits import rounded_all
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
        self.characteristics = store.asked(folder)
        self._prepared = Prepared(folder)
        self._tables: dict[str, table.Crossing] = {}
        self._withins: dict[str, within.Within] = {}

    def characteristic(self, code: str) -> Characteristic | None:
        return next((one for one in self.characteristics if one.code == code), None)

    def knows(self, key: GroupKey) -> bool:
        """Is it a place or profession that is split at all?"""
        return bool(self.characteristics) and key in self._rows

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
        row = self._rows[key]
        columns = [found.measures.index(one) for one in measures if one in found.measures]
        if len(columns) != len(measures):
            raise KeyError("This round did not ask one of these measures.")
        groups = next(one for one in self.characteristics if one.code == code).groups
        order = [*range(1, len(groups)), 0]  # "no answer" after all who gave one
        listed = [group for group in order if found.listed[row, group]]
        left = [group for group in order if not found.listed[row, group]]
        cells = _cells(found.sums[row][listed][:, columns], found.shown[row][listed][:, columns])
        parts = [
            Part(groups[group], int(found.respondents[row, group]), own)
            for group, own in zip(listed, cells, strict=True)
        ]
        if left and parts:
            parts.append(self._others(found, row, columns, [groups[one] for one in left]))
        return parts

    def by_branch(self, code: str, key: GroupKey, measures: Sequence[str]) -> list[Stratum]:
        """A place by group of professions, for a score as if all were in the same: never to show.

        The last is of all learners in no group of professions that can be used. Nothing for a
        place in which none can be, for one that is not split, or for a profession.

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
            every = _cells(found.sums[at][:, columns], found.used[at][:, columns])
            cells = {
                label: own
                for label, own, used in zip(groups, every, found.used[at], strict=True)
                if used.any()
            }
            if cells:
                strata.append(Stratum(int(found.people[at]), cells))
        if not strata:
            return []
        rest = found.whole[key] - sum(one.people for one in strata)
        return [*strata, Stratum(rest, {})]

    def _others(
        self, found: table.Crossing, row: int, columns: list[int], names: list[str]
    ) -> Part:
        """The withheld groups as one: the whole less what is shown."""
        listed = found.listed[row]
        whole = found.whole[row][columns]
        rest = whole - found.sums[row][:, columns].sum(axis=0)
        # Only where exactly these groups are left out of a measure.
        same = (found.shown[row][:, columns] == listed[:, None]).all(axis=0)
        shown = same & (rest[:, totals.N] >= FEWEST) & (whole[:, totals.N] > 0)
        (cells,) = _cells(rest[None], shown[None])
        return Part("The others together", None, cells, tuple(names))

    @cached_property
    def _rows(self) -> dict[GroupKey, int]:
        """Where each place and profession stands: the same in all characteristics."""
        kept = self._prepared
        keys = kept.keys if kept.is_there else self._table(self.characteristics[0].code).keys
        return {key: row for row, key in enumerate(keys)}

    def _table(self, code: str) -> table.Crossing:
        if code not in self._tables:
            at = self._at(code)
            self._tables[code] = (
                self._prepared.crossing(at)
                if self._prepared.is_there
                else table.crossing(self._count(at))
            )
        return self._tables[code]

    def _finer(self, code: str) -> within.Within:
        if code not in self._withins:
            at = self._at(code)
            self._withins[code] = (
                self._prepared.within(at)
                if self._prepared.is_there
                else within.within(*self._arguments(at), self._count(at), self._table(code))
            )
        return self._withins[code]

    def _at(self, code: str) -> int:
        return [one.code for one in self.characteristics].index(code)

    def _count(self, at: int) -> table.Counted:
        return table.count(*self._arguments(at), len(self.characteristics[at].groups))

    def _arguments(self, at: int) -> tuple[Path, Questionnaire, dict[str, str], NDArray[np.int8]]:
        """To work out what a round that was prepared before these were has not."""
        return self._folder, self._questionnaire, self._branches, self._said[:, at]

    @cached_property
    def _questionnaire(self) -> Questionnaire:
        return Questionnaire.from_json(mart.read_manifest(self._folder)["measures"])

    @cached_property
    def _said(self) -> NDArray[np.int8]:
        return store.read(self._folder)[1]


def _cells(sums: Integers, shown: Booleans) -> list[tuple[PartCell, ...]]:
    """Cells of parts (parts, measures), from their sums (parts, measures, 3): all at once, because
    a page of England has a thousand of them."""
    moments = flags.Moments.of(*sums[shown].T)
    limits = intervals.mean_normal(moments.mean, moments.sd, moments.n)
    filled = iter(
        [
            PartCell(True, n, score, error, *(None if isnan(one) else one for one in ends))
            for n, score, error, *ends in zip(
                moments.n.tolist(),
                rounded_all(moments.mean, 1).tolist(),
                (moments.sd / np.sqrt(moments.n)).tolist(),
                *(
                    rounded_all(each.clip(0, 100), 1).tolist()
                    for each in (limits.lower, limits.upper)
                ),
                strict=True,
            )
        ]
    )
    withheld = PartCell(shown=False)
    return [tuple(next(filled) if one else withheld for one in row) for row in shown.tolist()]


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
