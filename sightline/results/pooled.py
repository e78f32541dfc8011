"""Places too small for figures of their own, as one with others like them.

All providers of an integrated care board whose figure for a question is withheld stand together,
and so do all sites of a provider (with those who named no site). That is the figure of the board,
or of the provider, less those that are shown: whoever reads them all could work it out, so it tells
nothing new and no difference gives anything back. Inside a board, practices of one network stand
together where that gives nothing away, and the others of the board without them: see partition.py.
The sets of a round never share a place. One is shown where the whole is, and where those together
are as many as the smallest group, come from FEWEST places or more, and did not all answer alike.
Of a sensitive question each of its two answers was given by as many, and no network is shown.

Written when a round is built; rounds are put together by adding up what each shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.results import flags, mart
from sightline.results.levels import GroupKey, Level
from sightline.results.measures import Questionnaire

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

#: So many places or more give answers to a figure of places together.
FEWEST = 3
#: Places of which level are put together, and inside what.
INSIDE = {Level.PROVIDER: Level.ICB, Level.SITE: Level.PROVIDER}
KEYS, SUMS, SHOWN, POSITIVE = (
    "pooled.json",
    "pooled-sums.npy",
    "pooled-shown.npy",
    "pooled-positive.npy",
)


@dataclass(frozen=True, slots=True)
class Pooled:
    """One measure of places without a figure of their own, as one: all of them inside ``whole``,
    or those of a ``network`` of it; "" for the others.

    ``places`` is how many there are, answered or not. ``error`` is the standard error of the score,
    ``positives`` how many of the ``n`` were positive (None for a theme).
    """

    whole: GroupKey
    places: int
    n: int
    score: float
    error: float
    positives: int | None
    network: str = ""


@dataclass(frozen=True)
class Pools:
    """Places together: ``keys`` are the wholes that they are inside and the network, "" for the
    others; ``sums`` is (keys, measures, 3): N, SUM and SQUARES (see totals), ``positive`` (keys,
    items), 0 where not ``shown`` (keys, measures)."""

    keys: list[tuple[GroupKey, str]]
    sums: Integers
    positive: Integers
    shown: Booleans

    @cached_property
    def _rows(self) -> dict[tuple[GroupKey, str], int]:
        return {key: row for row, key in enumerate(self.keys)}

    def networks(self, whole: GroupKey, column: int) -> list[str]:
        """The networks of a board that are shown for one measure."""
        return [network for network, row in self._inside.get(whole, ()) if self.shown[row, column]]

    @cached_property
    def _inside(self) -> dict[GroupKey, list[tuple[str, int]]]:
        found: dict[GroupKey, list[tuple[str, int]]] = {}
        for row, (key, network) in enumerate(self.keys):
            if network:
                found.setdefault(key, []).append((network, row))
        return found

    def one(self, whole: GroupKey, column: int, network: str = "") -> Pooled | None:
        """One measure of a whole, without how many places it is; None where it is not shown."""
        row = self._rows.get((whole, network), -1)
        if row < 0 or not self.shown[row, column]:
            return None
        found = flags.Moments.of(*(self.sums[row, column, at][None] for at in range(3)))
        n = int(found.n[0])
        items = self.positive.shape[1]
        return Pooled(
            whole,
            0,
            n,
            float(np.floor(found.mean[0] * 10 + 0.5 + 1e-9) / 10),
            float(found.sd[0]) / n**0.5,
            int(self.positive[row, column]) if column < items else None,
            network,
        )


def write(folder: Path, pools: Pools) -> None:
    mart.save(folder, SUMS, pools.sums)
    mart.save(folder, POSITIVE, pools.positive)
    mart.save(folder, SHOWN, pools.shown)
    text = json.dumps([[key.level, key.code, network] for key, network in pools.keys])
    (folder / KEYS).write_text(text, encoding="utf-8")


def read(folder: Path, questionnaire: Questionnaire, *, shown: bool = True) -> Pools:
    """What `write` left; nothing where it is not ``shown``, or was built before there were any."""
    path = folder / KEYS
    if not shown or not path.exists():
        measures, items = len(questionnaire.measures), len(questionnaire.items)
        return Pools(
            [],
            np.zeros((0, measures, 3), dtype=np.int64),
            np.zeros((0, items), dtype=np.int64),
            np.zeros((0, measures), dtype=bool),
        )
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Pools(
        # Rounds that were built before there were networks say none.
        [(GroupKey(Level(level), code), "".join(network)) for level, code, *network in stored],
        np.asarray(mart.load(folder, SUMS)),
        np.asarray(mart.load(folder, POSITIVE)),
        np.asarray(mart.load(folder, SHOWN)),
    )
