"""Places too small for figures of their own, as one with others like them.

All providers of an integrated care board whose figure for a question is withheld stand together,
and so do all sites of a provider (with those who named no site). That is the figure of the board,
or of the provider, less those that are shown: whoever reads them all could work it out, so it tells
nothing new and no difference gives anything back. The sets of a round never share a place. One is
shown where the whole is, and where those together are as many as the smallest group, come from
FEWEST places or more, and did not all answer alike.

Written when a round is built; rounds are put together by adding up what each shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.results import flags, mart, totals
from sightline.results.groups import Groups
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
    """One measure of places without a figure of their own, as one: all of them inside ``whole``.

    ``places`` is how many there are, answered or not. ``error`` is the standard error of the score,
    ``positives`` how many of the ``n`` were positive (None for a theme).
    """

    whole: GroupKey
    places: int
    n: int
    score: float
    error: float
    positives: int | None


@dataclass(frozen=True)
class Pools:
    """Places together: ``keys`` are the wholes that they are inside; ``sums`` is (keys, measures,
    3): N, SUM and SQUARES (see totals), ``positive`` (keys, items), 0 where not ``shown`` (keys,
    measures)."""

    keys: list[GroupKey]
    sums: Integers
    positive: Integers
    shown: Booleans

    @cached_property
    def _rows(self) -> dict[GroupKey, int]:
        return {key: row for row, key in enumerate(self.keys)}

    def one(self, whole: GroupKey, column: int) -> Pooled | None:
        """One measure of a whole, without how many places it is; None where it is not shown."""
        row = self._rows.get(whole, -1)
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
        )


def work_out(
    arranged: Groups,
    n: Integers,
    rows: Integers,
    sums: Integers,
    counts: Integers,
    positives: Booleans,
    mask: Booleans,
    least: int,
) -> Pools:
    """What is left of each whole.

    Args:
        arranged: all groups of the round.
        n: how many answered, (groups, measures).
        rows: positions of the groups that are stored, in order.
        sums, counts: of those the sums (rows, measures, 3) and answers of items (rows, items,
            answers), 0 where withheld.
        positives: which answers are positive, (items, answers).
        mask: what is shown, (groups, measures).
        least: the smallest group that is shown.
    """
    row_of = np.full(arranged.size, -1, dtype=np.int64)
    row_of[rows] = np.arange(len(rows))
    keys: list[GroupKey] = []
    found: list[tuple[Integers, Integers, Booleans]] = []
    for level, above in INSIDE.items():
        tier, wholes = arranged.tiers[level], arranged.tiers[above]
        start = arranged.start[level]
        bounds = np.searchsorted(tier.parent, np.arange(len(wholes) + 1))
        for at, key in enumerate(wholes.keys):
            whole = row_of[arranged.start[above] + at]
            members = start + np.arange(bounds[at], bounds[at + 1])
            if not wholes.listed[at] or whole < 0 or len(members) < FEWEST:
                continue
            hidden = ~mask[members] & (n[members] > 0)
            shown_rows = row_of[members]
            shown_rows = shown_rows[shown_rows >= 0]
            rest = sums[whole] - sums[shown_rows].sum(axis=0)
            answers = counts[whole] - counts[shown_rows].sum(axis=0)
            named = tier.listed[members - start]
            shown = (
                mask[arranged.start[above] + at]
                & (rest[:, totals.N] >= least)
                & ((hidden & named[:, None]).sum(axis=0) >= FEWEST)
                & ~_alike(rest)
            )
            if shown.any():
                keys.append(key)
                found.append((rest, (answers * positives).sum(axis=1), shown))
    measures, items = n.shape[1], counts.shape[1]
    sums_ = np.array([each[0] for each in found], dtype=np.int64).reshape(-1, measures, 3)
    positive = np.array([each[1] for each in found], dtype=np.int64).reshape(-1, items)
    shown_ = np.array([each[2] for each in found], dtype=bool).reshape(-1, measures)
    return Pools(
        keys,
        np.where(shown_[..., None], sums_, 0),
        np.where(shown_[:, :items], positive, 0),
        shown_,
    )


def _alike(sums: Integers) -> Booleans:
    """Where all have the same score: n × the sum of squares is the square of the sum."""
    n, total, squares = (sums[..., column] for column in range(3))
    alike: Booleans = n * squares == total**2
    return alike


def write(folder: Path, pools: Pools) -> None:
    mart.save(folder, SUMS, pools.sums)
    mart.save(folder, POSITIVE, pools.positive)
    mart.save(folder, SHOWN, pools.shown)
    text = json.dumps([[key.level, key.code] for key in pools.keys])
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
        [GroupKey(Level(level), code) for level, code in stored],
        np.asarray(mart.load(folder, SUMS)),
        np.asarray(mart.load(folder, POSITIVE)),
        np.asarray(mart.load(folder, SHOWN)),
    )
