"""What is shown instead of a place without figures of its own: places like it as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from sightline.insight.queries.lines import same_question
from sightline.insight.reading import Reading
from sightline.organisations.models import Organisation
from sightline.results.gate import MeasureInfo, Pooled, Round, limit, rounded
from sightline.results.levels import NATION, GroupKey, Level
from sightline.stats import funnel, pooling

#: Rounds that are put together at most, this one included.
MOST_ROUNDS = 3
#: How much places differ is worked out from so many with figures or more.
LEAST_TO_DIFFER = 10
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
    """One measure: in this round, and with earlier ones in which the same was asked.

    ``network`` is the code of the network that the places are in; "" for the others of the board
    or provider. Of single places like these 95 in 100 lie in ``one`` (None: not known): see
    `stats.pooling.one_of_many`.
    """

    info: MeasureInfo
    network: str
    now: Figure
    rounds: Figure | None
    labels: tuple[str, ...]  # of the rounds put together, this one first
    one: tuple[float, float] | None


@dataclass(frozen=True)
class Together:
    """``compared`` is how many places with figures say how much places differ, at most."""

    whole: GroupKey  # the board or provider that the places are inside
    rows: list[Row]
    compared: int

    @property
    def places(self) -> int:
        """The most places that any of the figures is of."""
        return max(row.now.places for row in self.rows)

    @property
    def labels(self) -> tuple[str, ...]:
        """The rounds that were put together, at most."""
        return max((row.labels for row in self.rows), key=len)

    @property
    def networks(self) -> list[str]:
        return sorted({row.network for row in self.rows if row.network})

    @property
    def others(self) -> int:
        """The most places of a figure that is of no network; 0 for none."""
        return max((row.now.places for row in self.rows if not row.network), default=0)

    def in_network(self, code: str) -> int:
        """The most places of a figure of that network."""
        return max(row.now.places for row in self.rows if row.network == code)


def types() -> dict[str, str]:
    """The provider type of every provider, by code. One query."""
    return dict(Organisation.objects.providers().order_by().values_list("code", "provider_type"))


def together(
    found: Reading, key: GroupKey, infos: Sequence[MeasureInfo], types_: Mapping[str, str]
) -> Together | None:
    """What is shown instead of a place; None where that is nothing.

    Each round adds what it shows itself, as the places lay then, so rounds together tell nothing
    that they do not tell one by one. ``types_``: see `types`.
    """
    whole = found.round.whole_of(key)
    if whole is None:
        return None
    codes = [info.code for info in infos]
    pools_now = found.round.together(key, codes)
    if not any(pools_now):
        return None
    earlier = [
        (dataset.label, round_, round_.together(key, codes))
        for dataset in found.others
        if dataset.year < found.dataset.year
        for round_ in [found.open(dataset)]
    ][: MOST_ROUNDS - 1]
    differing = _Differing(found.round, key, codes, types_)
    rows = []
    for at, (info, now) in enumerate(zip(infos, pools_now, strict=True)):
        if now is None:
            continue
        usable = [
            (label, pool)
            for label, round_, pools in earlier
            for pool in [pools[at]]
            if pool is not None
            and (pool.whole, pool.network) == (now.whole, now.network)
            and _is_same(found.round, round_, info.code)
        ]
        pools = [now, *(pool for _, pool in usable)]
        labels = (found.dataset.label, *(label for label, _ in usable))
        rounds = _figure(pools) if usable else None
        one = differing.one(at, now)
        rows.append(Row(info, now.network, _figure([now]), rounds, labels, one))
    return Together(whole, rows, differing.most)


class _Differing:
    """How much places of the same kind with figures of their own differ, in each measure."""

    def __init__(
        self, round_: Round, key: GroupKey, codes: Sequence[str], types_: Mapping[str, str]
    ) -> None:
        places = round_.children(NATION, key.level)
        if key.level is Level.PROVIDER:
            kind = types_.get(key.code)
            places = [one for one in places if types_.get(one.code) == kind]
        self._numbers = round_.numbers(places, codes)
        self.most = 0

    def one(self, at: int, pool: Pooled) -> tuple[float, float] | None:
        n, score, sd = (
            table[:, at] for table in (self._numbers.n, self._numbers.score, self._numbers.sd)
        )
        use = np.isfinite(n) & (n > 1)
        if use.sum() < LEAST_TO_DIFFER:
            return None
        self.most = max(self.most, int(use.sum()))
        spread = funnel.means(score[use], sd[use], n[use], trim=0.0).overdispersion
        low, high = pooling.one_of_many(pool.score, pool.error, spread.tau2**0.5)
        return rounded(max(low, 0.0), 1), rounded(min(high, 100.0), 1)


def _is_same(one: Round, other: Round, code: str) -> bool:
    return other.measure(code) is not None and same_question(one, other, code)


def _figure(pools: Sequence[Pooled]) -> Figure:
    """Rounds together, each by how many answered."""
    n = sum(one.n for one in pools)
    score = sum(one.score * one.n for one in pools) / n
    half = _95 * hypot(*(one.error * one.n / n for one in pools))
    return Figure(n, rounded(score, 1), limit(score - half), limit(score + half), pools[0].places)
