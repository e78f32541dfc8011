"""What is shown instead of a place without figures of its own: places like it as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from sightline.insight.queries.lines import same_question
from sightline.insight.reading import Reading
from sightline.results.gate import MeasureInfo, Pooled, Round, limit, rounded
from sightline.results.levels import GroupKey

#: Rounds that are put together at most, this one included.
MOST_ROUNDS = 3
_95 = 1.959964


@dataclass(frozen=True)
class Figure:
    """A score of places as one, 0 to 100 with its 95% limits. ``places`` are of this round."""

    n: int
    score: float
    low: float | None
    high: float | None
    places: int


@dataclass(frozen=True)
class Row:
    """One measure: in this round, and with earlier ones in which the same was asked."""

    info: MeasureInfo
    now: Figure
    rounds: Figure | None
    labels: tuple[str, ...]  # of the rounds put together, this one first


@dataclass(frozen=True)
class Together:
    whole: GroupKey  # the board or provider that the places are inside
    rows: list[Row]

    @property
    def places(self) -> int:
        """The most places that any of the figures is of."""
        return max(row.now.places for row in self.rows)

    @property
    def labels(self) -> tuple[str, ...]:
        """The rounds that were put together, at most."""
        return max((row.labels for row in self.rows), key=len)


def together(found: Reading, key: GroupKey, infos: Sequence[MeasureInfo]) -> Together | None:
    """What is shown instead of a place; None where that is nothing.

    Each round adds what it shows itself, as the places lay then, so rounds together tell nothing
    that they do not tell one by one.
    """
    whole = found.round.whole_of(key)
    if whole is None:
        return None
    codes = [info.code for info in infos]
    earlier = [
        (dataset.label, round_, round_.together(key, codes))
        for dataset in found.others
        if dataset.year < found.dataset.year
        for round_ in [found.open(dataset)]
    ][: MOST_ROUNDS - 1]
    rows = []
    for at, (info, now) in enumerate(zip(infos, found.round.together(key, codes), strict=True)):
        if now is None:
            continue
        usable = [
            (label, pools[at])
            for label, round_, pools in earlier
            if pools[at] is not None and _is_same(found.round, round_, info.code)
        ]
        pools = [now, *(pool for _, pool in usable if pool is not None)]
        labels = (found.dataset.label, *(label for label, _ in usable))
        rows.append(Row(info, _figure([now]), _figure(pools) if usable else None, labels))
    return Together(whole, rows) if rows else None


def _is_same(one: Round, other: Round, code: str) -> bool:
    return other.measure(code) is not None and same_question(one, other, code)


def _figure(pools: Sequence[Pooled]) -> Figure:
    """Rounds together, each by how many answered."""
    n = sum(one.n for one in pools)
    score = sum(one.score * one.n for one in pools) / n
    half = _95 * hypot(*(one.error * one.n / n for one in pools))
    return Figure(n, rounded(score, 1), limit(score - half), limit(score + half), pools[0].places)
