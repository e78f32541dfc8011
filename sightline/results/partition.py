"""Which places without figures of their own are shown as one.

All hidden sites of a provider are one pool, and so are all hidden providers of a board: that is the
board's figure less those that are shown, which a reader could work out. Inside a board, practices
that are in one network are a pool of their own where that gives nothing away:

- in it, FEWEST places or more and as many answers as the smallest group, not all alike, and the
  others of each place did not all answer alike (see `masks.one_answer_left`);
- what is then left of the board is nobody, or enough by the same rules: else the smallest network
  joins it (`stats.pooling`);
- no hidden number, and nobody's answer to somebody who knows all others of her hidden group, is
  known that was not known without it. A network that is shown is one more sum: the masks' own
  searches for bridges, for small numbers that cannot move and for answers that could not have been
  others are made again, with the network between the board and its practices.

A network of a theme is shown only where it is for each of its questions. Of a sensitive question,
and of a theme that has one, no network is shown, and what is left of a whole only where each of the
two answers was given by as many as the fewest in a pool.

A network that fails is not shown for that question, and its practices are left with their board.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sightline.results import masks, totals
from sightline.results.groups import Groups
from sightline.results.levels import GroupKey, Level
from sightline.results.pooled import FEWEST, INSIDE, Pools
from sightline.results.told import Look
from sightline.stats import pooling

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

#: After so many turns in which a network gave something away, none is shown for that question.
_MOST_TURNS = 4


@dataclass(frozen=True)
class Members:
    """Providers that are in a network.

    ``at`` are their positions among all groups, in order; ``pair`` says which of ``pairs`` each is
    in: (position of the board in its tier, code of the network).
    """

    at: Integers
    pair: Integers
    pairs: list[tuple[int, str]]

    @staticmethod
    def of(arranged: Groups, networks: Mapping[str, str]) -> Members:
        tier, start = arranged.tiers[Level.PROVIDER], arranged.start[Level.PROVIDER]
        boards = arranged.tiers[Level.ICB].listed
        found: dict[tuple[int, str], list[int]] = {}
        for place, key in enumerate(tier.keys if networks else []):
            network, board = networks.get(key.code), int(tier.parent[place])
            if network and boards[board]:
                found.setdefault((board, network), []).append(start + place)
        pairs = sorted(one for one, own in found.items() if len(own) >= FEWEST)
        at = np.array([each for one in pairs for each in found[one]], dtype=np.int64)
        pair = np.repeat(np.arange(len(pairs)), [len(found[one]) for one in pairs])
        order = np.argsort(at, kind="stable")
        return Members(at[order], pair[order], pairs)


@dataclass(frozen=True)
class Choice:
    """Which networks are ``shown``, (pairs, measures), where it is ``known``, (measures,)."""

    known: Booleans
    shown: Booleans


@dataclass(frozen=True)
class Figures:
    """Counts of some groups: ``at`` are their positions, in order; ``sums`` (rows, measures, 3: see
    totals) and ``counts`` of answers (rows, items, answers)."""

    at: Integers
    sums: Integers
    counts: Integers

    def of(self, groups: Integers) -> tuple[Integers, Integers]:
        """The sums of those of these groups that are among them."""
        rows = np.searchsorted(self.at, groups).clip(max=max(len(self.at) - 1, 0))
        rows = rows[self.at[rows] == groups] if len(self.at) else rows[:0]
        return self.sums[rows].sum(axis=0), self.counts[rows].sum(axis=0)


@dataclass
class _Left:
    """What is left of a whole: of its hidden members, together. ``places`` (measures,) are those
    with a name in which somebody answered; ``groups`` are all members."""

    key: GroupKey
    whole: int
    groups: Integers
    named: Booleans
    sums: Integers
    counts: Integers
    places: Integers


def work_out(
    arranged: Groups,
    tallies: masks.Tallies,
    mask: masks.Mask,
    shown: Figures,
    members: Members,
    of_members: Figures,
    positives: Booleans,
    thresholds: tuple[int, int],
    earlier: Choice | None = None,
) -> tuple[Pools, Booleans]:
    """All pools of a round, and which networks are shown, (pairs, measures).

    Args:
        arranged: the groups.
        tallies, mask: what masks were made from, and what may be shown inside the service.
        shown: figures of the groups that are stored, 0 where withheld.
        members, of_members: providers in networks and their figures, nothing withheld.
        positives: which answers are positive, (items, answers).
        thresholds: the smallest group that is shown, and the fewest answers in a pool.
        earlier: what an earlier version chose, of measures that are as they were in it.
    """
    wholes = list(_wholes(arranged, tallies.n, mask, shown))
    boards = {one.whole: one for one in wholes if one.key.level is Level.ICB}
    networks = _Networks(arranged, tallies, mask, members, of_members, boards, thresholds)
    chosen = networks.choose(earlier)
    keys: list[tuple[GroupKey, str]] = []
    found: list[tuple[Integers, Integers, Booleans]] = []
    for one in wholes:
        sums, counts, places = one.sums, one.counts, one.places
        inside = [at for at, (board, _) in enumerate(members.pairs) if board == one.whole]
        if one.key.level is Level.ICB and inside:
            use = chosen[inside]
            sums = sums - (networks.sums[inside] * use[..., None]).sum(axis=0)
            of_items = use[:, : counts.shape[0], None]
            counts = counts - (networks.counts[inside] * of_items).sum(axis=0)
            places = places - (networks.places[inside] * use).sum(axis=0)
        start = arranged.start[one.key.level]
        is_shown = (
            mask.measures[start + one.whole]
            & (sums[:, totals.N] >= thresholds[1])
            & (places >= FEWEST)
            & ~_alike(sums)
        )
        positive = (counts * positives).sum(axis=1)
        of_each = np.minimum(positive, sums[: len(positive), totals.N] - positive)
        is_shown[: len(positive)] &= ~tallies.parts.sensitive | (of_each >= thresholds[1])
        if is_shown.any():
            keys.append((one.key, ""))
            found.append((sums, positive, is_shown))
    for at in np.flatnonzero(chosen.any(axis=1)).tolist():
        board, network = members.pairs[at]
        keys.append((boards[board].key, network))
        positive = (networks.counts[at] * positives).sum(axis=1)
        found.append((networks.sums[at], positive, chosen[at]))
    return _pools(keys, found, tallies.n.shape[1], len(positives)), chosen


def _pools(
    keys: list[tuple[GroupKey, str]],
    found: list[tuple[Integers, Integers, Booleans]],
    measures: int,
    items: int,
) -> Pools:
    sums = np.array([each[0] for each in found], dtype=np.int64).reshape(-1, measures, 3)
    positive = np.array([each[1] for each in found], dtype=np.int64).reshape(-1, items)
    shown = np.array([each[2] for each in found], dtype=bool).reshape(-1, measures)
    return Pools(
        keys,
        np.where(shown[..., None], sums, 0),
        np.where(shown[:, :items], positive, 0),
        shown,
    )


def _wholes(arranged: Groups, n: Integers, mask: masks.Mask, shown: Figures) -> Iterator[_Left]:
    for level, above in INSIDE.items():
        tier, wholes = arranged.tiers[level], arranged.tiers[above]
        start = arranged.start[level]
        bounds = np.searchsorted(tier.parent, np.arange(len(wholes) + 1))
        stored = np.searchsorted(shown.at, arranged.start[above] + np.arange(len(wholes)))
        for at, key in enumerate(wholes.keys):
            groups = start + np.arange(bounds[at], bounds[at + 1])
            row = stored[at]
            is_stored = row < len(shown.at) and shown.at[row] == arranged.start[above] + at
            if not wholes.listed[at] or not is_stored or len(groups) < FEWEST:
                continue
            sums, counts = shown.of(groups)
            named = tier.listed[groups - start]
            hidden = ~mask.measures[groups] & (n[groups] > 0)
            yield _Left(
                key,
                at,
                groups,
                named,
                shown.sums[row] - sums,
                shown.counts[row] - counts,
                (hidden & named[:, None]).sum(axis=0),
            )


class _Networks:
    """Networks with what their hidden practices answered together; ``sums``, ``counts`` and
    ``places`` are (pairs, …) as those of _Left."""

    def __init__(
        self,
        arranged: Groups,
        tallies: masks.Tallies,
        mask: masks.Mask,
        members: Members,
        figures: Figures,
        boards: Mapping[int, _Left],
        thresholds: tuple[int, int],
    ) -> None:
        self.arranged, self.tallies, self.mask = arranged, tallies, mask
        self.members, self.boards, self.thresholds = members, boards, thresholds
        self.items = tallies.given.shape[1]
        many = len(members.pairs)
        self.hidden = ~mask.measures[members.at] & (tallies.n[members.at] > 0)
        measures = self.hidden.shape[1]
        self.sums = np.zeros((many, measures, 3), dtype=np.int64)
        self.counts = np.zeros((many, *figures.counts.shape[1:]), dtype=np.int64)
        self.places = np.zeros((many, measures), dtype=np.int64)
        rows = np.searchsorted(figures.at, members.at)
        np.add.at(self.sums, members.pair, figures.sums[rows] * self.hidden[..., None])
        of_items = self.hidden[:, : self.items, None]
        np.add.at(self.counts, members.pair, figures.counts[rows] * of_items)
        np.add.at(self.places, members.pair, self.hidden)

    def choose(self, earlier: Choice | None) -> Booleans:
        """Which are shown, (pairs, measures)."""
        n = self.sums[..., totals.N]
        start = self.arranged.start[Level.ICB]
        board = np.array([start + one for one, _ in self.members.pairs], dtype=np.int64)
        fits = (
            self.mask.measures[board]
            & (n >= self.thresholds[1])
            & (self.places >= FEWEST)
            & (n > self.places)  # else each of them would be 1
            & ~_alike(self.sums)
        )
        fits[:, self.tallies.parts.with_sensitive()] = False
        known = np.zeros(fits.shape[1], dtype=bool)
        if earlier is not None:
            known, fits[:, earlier.known] = earlier.known, earlier.shown[:, earlier.known]
        for place in np.flatnonzero(fits.any(axis=0) & ~known).tolist():
            # Items come first; a theme less its other items would be the one that is not shown.
            items = np.flatnonzero(self.tallies.parts.made_of[place])
            fits[:, place] &= fits[:, items].all(axis=1)
            self._leave_enough(place, fits[:, place])
            if fits[:, place].any():
                self._withdraw(place, fits[:, place])
        return fits

    def _leave_enough(self, place: int, fits: Booleans) -> None:
        """Keep those of which nobody's answer is left, and that leave enough of their boards."""
        for at in np.flatnonzero(fits).tolist():
            groups = self.members.at[(self.members.pair == at) & self.hidden[:, place]]
            fits[at] = not self._one_answer_left(place, groups)
        n = self.sums[:, place, totals.N]
        of_board: dict[int, list[int]] = {}
        for at in np.flatnonzero(fits).tolist():
            of_board.setdefault(self.members.pairs[at][0], []).append(at)
        for board, alone in of_board.items():
            enough = partial(self._leaves_enough, place, board, alone)
            more = pooling.joined(n.tolist(), alone, enough)
            fits[alone if more is None else more] = False

    def _leaves_enough(self, place: int, board: int, alone: list[int], more: list[int]) -> bool:
        shown = [at for at in alone if at not in more]
        return self._is_enough(place, self.boards[board], shown)

    def _is_enough(self, place: int, board: _Left, networks: list[int]) -> bool:
        """May what is left of a board be shown beside these networks?"""
        sums = board.sums[place] - self.sums[networks, place].sum(axis=0)
        n = int(sums[totals.N])
        if n == 0 or not networks:
            return True
        places = int(board.places[place] - self.places[networks, place].sum())
        if n < self.thresholds[1] or places < FEWEST or bool(_alike(sums)):
            return False
        gone = self.members.at[np.isin(self.members.pair, networks)]
        groups = board.groups[
            ~np.isin(board.groups, gone)
            & ~self.mask.measures[board.groups, place]
            & (self.tallies.n[board.groups, place] > 0)
        ]
        return n > len(groups) and not self._one_answer_left(place, groups)

    def _one_answer_left(self, place: int, groups: Integers) -> bool:
        if place >= self.items:
            return False
        given = self.tallies.given[groups, place]
        return bool(masks.one_answer_left(np.zeros(len(groups), dtype=np.int64), given, 1)[0])

    def _withdraw(self, place: int, fits: Booleans) -> None:
        """Take back networks with which something is known that was not without them."""
        look = Look(self.arranged, self.tallies, self.mask, self.thresholds[0], place)
        for _ in range(_MOST_TURNS):
            at_fault = look.told(self._between(fits))
            if not at_fault.any():
                return
            boards = look.boards(np.flatnonzero(at_fault))
            guilty = np.array([board in boards for board, _ in self.members.pairs], dtype=bool)
            if not (guilty & fits).any():
                break
            fits &= ~guilty
        else:
            if not look.told(self._between(fits)).any():
                return
        fits[:] = False

    def _between(self, fits: Booleans) -> Integers:
        """Of each provider, the pool that stands between it and its board; -1 for none."""
        tier, start = self.arranged.tiers[Level.PROVIDER], self.arranged.start[Level.PROVIDER]
        found = np.full(len(tier), -1, dtype=np.int64)
        use = fits[self.members.pair]
        found[self.members.at[use] - start] = self.members.pair[use]
        return found


def _alike(sums: Integers) -> Booleans:
    """Where all have the same score: n × the sum of squares is the square of the sum."""
    n, total, squares = (sums[..., column] for column in range(3))
    alike: Booleans = n * squares == total**2
    return alike
