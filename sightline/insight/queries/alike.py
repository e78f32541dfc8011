"""What is shown instead of a place without figures of its own: places like it as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from sightline.insight.queries.lines import same_question
from sightline.insight.reading import Reading
from sightline.organisations.models import Organisation
from sightline.results.digits import limit, rounded
from sightline.results.gate import MeasureInfo, Pooled, Round
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


class Kinds:
    """The provider type of every provider, and how much those of a type differ: worked out once for
    all places of a run. One query."""

    def __init__(self) -> None:
        providers = Organisation.objects.providers().order_by()
        self._of = dict(providers.values_list("code", "provider_type"))
        self._kept: dict[tuple[Round, Level, str | None, tuple[str, ...]], _Differing] = {}

    def differing(self, round_: Round, key: GroupKey, codes: Sequence[str]) -> _Differing:
        """Of places like this one with figures of their own."""
        is_provider = key.level is Level.PROVIDER
        kind = self._of.get(key.code) if is_provider else None
        place = (round_, key.level, kind, tuple(codes))
        if place not in self._kept:
            places = round_.children(NATION, key.level)
            if is_provider:
                places = [one for one in places if self._of.get(one.code) == kind]
            self._kept[place] = _Differing(round_, places, codes)
        return self._kept[place]


def together(
    found: Reading, key: GroupKey, infos: Sequence[MeasureInfo], kinds: Kinds
) -> Together | None:
    """What is shown instead of a place; None where that is nothing.

    Each round adds what it shows itself, as the places lay then, so rounds together tell nothing
    that they do not tell one by one.
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
    differing = kinds.differing(found.round, key, codes)
    rows, compared = [], 0
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
            and _are_same_places(found.round, round_, now, info.code)
        ]
        pools = [now, *(pool for _, pool in usable)]
        labels = (found.dataset.label, *(label for label, _ in usable))
        rounds = _figure(pools) if usable else None
        compared = max(compared, differing.places(at))
        one = differing.one(at, now)
        rows.append(Row(info, now.network, _figure([now]), rounds, labels, one))
    return Together(whole, rows, compared)


class _Differing:
    """How much places with figures of their own differ, in each measure."""

    def __init__(self, round_: Round, places: Sequence[GroupKey], codes: Sequence[str]) -> None:
        self._numbers = round_.numbers(places, codes)
        self._use = np.isfinite(self._numbers.n) & (self._numbers.n > 1)
        self._sd: dict[int, float] = {}

    def places(self, at: int) -> int:
        """How many places say so of a measure; 0 where they are too few."""
        many = int(self._use[:, at].sum())
        return many if many >= LEAST_TO_DIFFER else 0

    def one(self, at: int, pool: Pooled) -> tuple[float, float] | None:
        """Where 95 in 100 single places like these lie."""
        if not self.places(at):
            return None
        low, high = pooling.one_of_many(pool.score, pool.error, self._spread(at))
        return rounded(max(low, 0.0), 1), rounded(min(high, 100.0), 1)

    def _spread(self, at: int) -> float:
        """The standard deviation between places."""
        if at not in self._sd:
            use = self._use[:, at]
            score, sd, n = (
                table[use, at] for table in (self._numbers.score, self._numbers.sd, self._numbers.n)
            )
            self._sd[at] = funnel.means(score, sd, n, trim=0.0).overdispersion.tau2 ** 0.5
        return self._sd[at]


def _are_same_places(one: Round, other: Round, pool: Pooled, code: str) -> bool:
    """Those that are in no network shown are others where other networks are shown."""
    return bool(pool.network) or one.networks(pool.whole, code) == other.networks(pool.whole, code)


def _is_same(one: Round, other: Round, code: str) -> bool:
    return other.measure(code) is not None and same_question(one, other, code)


def _figure(pools: Sequence[Pooled]) -> Figure:
    """Rounds together, each by how many answered."""
    n = sum(one.n for one in pools)
    score = sum(one.score * one.n for one in pools) / n
    half = _95 * hypot(*(one.error * one.n / n for one in pools))
    return Figure(n, rounded(score, 1), limit(score - half), limit(score + half), pools[0].places)
