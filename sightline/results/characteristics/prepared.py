"""The crossings of a round with what people said of themselves, worked out when it is prepared.

Beside the answers of a dataset whose people were asked:

- ``crossed.json``: the places and professions that are split, and for each characteristic those of
  them that are crossed with groups of professions;
- ``crossed-0.npy``, ``crossed-1.npy`` … for each characteristic, in its order: int64 (keys, groups
  + 1, measures + 1, 4). The keys are those of `table.Crossing`, then those of `within.Within`. Of
  each group of people: N, SUM and SQUARES of each measure, and 1 where it may be used; before the
  measures how many people they are, and 1 where they may be shown. After the groups, the whole.

One file for each, so that a process that has many rounds open has few files open. What is withheld
is 0 in them. A round that was prepared before these were has none: see `gate`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.results import mart
from sightline.results.characteristics import store, table, within
from sightline.results.characteristics.table import Crossing
from sightline.results.characteristics.within import Within
from sightline.results.levels import GroupKey, Level
from sightline.results.measures import Questionnaire

Integers = NDArray[np.int64]

FILE = "crossed.json"
#: Where in the last axis it is said whether something may be used.
_MAY = 3


def write(folder: Path, questionnaire: Questionnaire, branches: Mapping[str, str]) -> None:
    """Work out all crossings of a folder that has everything else, and keep them there.

    Nothing for a folder of a round that asked nobody.
    """
    asked, said = store.read(folder)
    if not asked:
        return
    finer = []
    for at, one in enumerate(asked):
        arguments = (folder, questionnaire, dict(branches), said[:, at])
        counted = table.count(*arguments, len(one.groups))
        crossing = table.crossing(counted)
        inside = within.within(*arguments, counted, crossing)
        mart.save(folder, _name(at), _packed(crossing, inside))
        finer.append([[key.level, key.code, branch] for key, branch in inside.keys])
    about = {
        "keys": [[key.level, key.code] for key in crossing.keys],
        "measures": crossing.measures,
        "finer": finer,
    }
    (folder / FILE).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True)
class Prepared:
    """What `write` left in a folder."""

    folder: Path

    @cached_property
    def is_there(self) -> bool:
        return (self.folder / FILE).exists()

    @cached_property
    def keys(self) -> tuple[GroupKey, ...]:
        """The places and professions that are split."""
        return tuple(GroupKey(Level(level), code) for level, code in self._about["keys"])

    def crossing(self, at: int) -> Crossing:
        """The table of a characteristic, mapped and read-only; ``at`` is its place in the order."""
        found = mart.load(self.folder, _name(at))[: len(self.keys)]
        return Crossing(
            self.keys,
            tuple(self._about["measures"]),
            found[:, :-1, 0, 0],
            found[:, :-1, 1:, :_MAY],
            found[:, -1, 1:, :_MAY],
            found[:, :-1, 0, _MAY] > 0,
            found[:, :-1, 1:, _MAY] > 0,
        )

    def within(self, at: int) -> Within:
        """What may be used of the same by group of professions, mapped and read-only."""
        found = mart.load(self.folder, _name(at))
        main, found = found[: len(self.keys)], found[len(self.keys) :]
        keys = tuple(
            (GroupKey(Level(level), code), branch)
            for level, code, branch in self._about["finer"][at]
        )
        people = dict(zip(self.keys, main[:, -1, 0, 0].tolist(), strict=True))
        return Within(
            keys,
            found[:, -1, 0, 0],
            {key: people[key] for key, _ in keys},
            found[:, :-1, 1:, :_MAY],
            found[:, :-1, 1:, _MAY] > 0,
        )

    @cached_property
    def _about(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / FILE).read_text(encoding="utf-8"))
        return found


def _name(at: int) -> str:
    return f"crossed-{at}.npy"


def _packed(crossing: Crossing, inside: Within) -> Integers:
    main, groups, measures = crossing.shown.shape
    found = np.zeros((main + len(inside.keys), groups + 1, measures + 1, _MAY + 1), dtype=np.int64)
    found[:main, :-1, 0, 0] = crossing.respondents
    found[:main, :-1, 0, _MAY] = crossing.listed
    found[:main, :-1, 1:, :_MAY] = crossing.sums
    found[:main, :-1, 1:, _MAY] = crossing.shown
    found[:main, -1, 1:, :_MAY] = crossing.whole
    found[:main, -1, 0, 0] = [inside.whole.get(key, 0) for key in crossing.keys]
    found[main:, :-1, 1:, :_MAY] = inside.sums
    found[main:, :-1, 1:, _MAY] = inside.used
    found[main:, -1, 0, 0] = inside.people
    return found
