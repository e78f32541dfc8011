"""Could her answer have been another one, for somebody who knows all others of her hidden group?

What is shown of an item is, for each answer, how many in each shown group gave it. The hidden
groups are ways along which people flow (see groups.Groups.ring), for each answer apart. Her answer
could have been b instead of a when there is another world in which everything shown is as it is:

- for a, one fewer in her group: around a ring of hidden groups others go up, which they always can,
  or down, which takes somebody in them who gave a;
- for b, one more in her group: around a ring others go down, which takes somebody who gave b;
- and where her site is shown but her programme there is not, somebody else at that site gave b.

No way leads through the rest of her own group, since that is known. This may name a group that is
safe, never the other way round, but for sites: what else people at a shared site could have
answered is not followed through every table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sightline.results.arcs import Arcs
from sightline.results.rings import STEP, Flow, Ways, cost_of_hiding
from sightline.results.spots import Spots
from sightline.results.tables import OfAnswer, Table

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]
Answers = NDArray[np.uint32]
Floats = NDArray[np.float64]

# So often more is hidden before one that could not move is looked at again.
_AGAIN_AFTER = 3
_NONE: Integers = np.zeros(0, dtype=np.int64)


class Item:
    """One item of a round.

    Args:
        spots, flow: where people stand, and the groups as ways.
        n, given: how many answered, and which answers they gave, (groups,).
        on_spot: the answers given on each spot, (spots,).
    """

    def __init__(
        self, spots: Spots, flow: Flow, n: Integers, given: Answers, on_spot: Answers
    ) -> None:
        self.spots, self.flow, self.n, self.given = spots, flow, n, given
        self.on_spot = on_spot
        self.there = flow.there & (n > 0)
        # What was found stays true as more is hidden: see _Can.
        self.up = np.zeros(len(n), dtype=np.uint32)
        self.down = self.up.copy()
        self._asked = 0
        self._looked_at: dict[int, int] = {}
        self._kept: dict[np.uint32, Ways] = {}

    def tells(self, hidden: Booleans) -> Integers:
        """What else to hide so that nobody's answer is told; positions of groups."""
        victims, known = self._victims(hidden)
        if not len(victims):
            return _NONE
        found = self._to_hide(hidden, victims, known)
        if not len(found) and self._looked_at:
            # Of those who were put off it may be the sites that tell.
            self._looked_at.clear()
            found = self._to_hide(hidden, victims, known)
        return found

    def _to_hide(self, hidden: Booleans, victims: Integers, known: Integers) -> Integers:
        can = _Can(self, hidden, victims, known)
        told = can.told(self._at_sites(hidden, victims))
        self._asked += 1
        return np.unique(
            np.concatenate([_NONE, *(self._more(hidden, can, int(at)) for at in told)])
        )

    def told(self, hidden: Booleans) -> Integers:
        """The programmes at providers where somebody's answer is told; positions of groups."""
        victims, known = self._victims(hidden)
        if not len(victims):
            return _NONE
        found: Integers = victims[
            _Can(self, hidden, victims, known).told(self._at_sites(hidden, victims))
        ]
        return found

    def _victims(self, hidden: Booleans) -> tuple[Integers, Integers]:
        """Programmes at providers where somebody answered and may be known by the others of a
        hidden group, and that group."""
        spots = self.spots
        fine = spots.first + np.arange(len(spots.above))
        known = self._known(fine, hidden)
        victims = fine[(known >= 0) & (self.n[fine] > 0)]
        return victims, known[victims - spots.first]

    def is_time_for(self, victim: int) -> bool:
        """Is it worth while to look again whether she can move, now that more is hidden?"""
        last = self._looked_at.get(victim)
        if last is not None and self._asked < last + _AGAIN_AFTER:
            return False
        self._looked_at[victim] = self._asked
        return True

    def _known(self, fine: Integers, hidden: Booleans) -> Integers:
        """The smallest hidden group with a name that each is of, whose others are known; or -1."""
        every = np.column_stack([fine, self.spots.above])
        size = np.where(hidden[every] & self.spots.listed[every], self.n[every], np.inf)
        best = size.argmin(axis=1)
        rows = np.arange(len(fine))
        return np.where(np.isfinite(size[rows, best]), every[rows, best], -1)

    def _at_sites(self, hidden: Booleans, victims: Integers) -> _AtSites:
        spots = self.spots
        provider = spots.above[spots.programme - spots.first, 1]
        use = ~hidden[provider] & (self.on_spot > 0)
        where = np.where(hidden[spots.site], provider, spots.site)[use]
        pairs, of = np.unique(where * len(self.n) + spots.programme[use], return_inverse=True)
        own = np.zeros(len(pairs), dtype=np.uint32)
        np.bitwise_or.at(own, of, self.on_spot[use])
        place, programme = np.divmod(pairs, len(self.n))
        others = others_in(place, own)
        at = np.searchsorted(victims, programme).clip(max=len(victims) - 1)
        kept = victims[at] == programme
        return _AtSites(at[kept], place[kept], own[kept], others[kept])

    def _more(self, hidden: Booleans, can: _Can, at: int) -> Integers:
        """What to hide so that her answer could be another one."""
        telling = can.telling(at)
        if len(telling):
            return self._around(hidden, int(can.victims[at]), telling)
        cost = np.where(hidden, STEP, self._cost)
        cost[can.left_out(at)] = np.inf
        every, own = list(bits(self.given)), can.own[at]
        rings = [
            self._ring(can, at, answer, cost, goes_up=False)
            for answer in every
            if own & ~can.down[at] & answer
        ]
        if _is_told(can.up[[at]], can.own[[at]])[0]:
            ways = [
                self._ring(can, at, answer, cost, goes_up=True)
                for answer in every
                if answer & ~can.up[at] and answer != own
            ]
            there = [way for way in ways if way is not None]
            rings.append(min(there, key=lambda way: float(cost[way].sum()), default=None))
        found = [ring for ring in rings if ring is not None]
        if not found:
            return self._around(hidden, int(can.victims[at]), telling)
        ring = np.unique(np.concatenate(found))
        return ring[~hidden[ring]]

    def _around(self, hidden: Booleans, victim: int, telling: Integers) -> Integers:
        """The sites that tell; or else the smallest group that is shown around."""
        spots = self.spots
        sites = telling[~hidden[telling] & (telling >= spots.site.min())]
        if len(sites):
            return sites
        own = spots.above[victim - spots.first]
        here = spots.above[:, 1] == own[1]
        near = spots.first + np.flatnonzero(here | (spots.above[:, 4] == own[4]))
        pools = (
            spots.site[here[spots.programme - spots.first]],
            np.concatenate([near, spots.above[here, 0]]),
            own[1:2],
            own,
        )
        for pool in pools:
            shown = np.unique(pool[~hidden[pool] & (self.n[pool] > 0)])
            if len(shown):
                return shown[self.n[shown].argmin()][None]
        return _NONE

    def _ring(
        self, can: _Can, at: int, answer: np.uint32, cost: Floats, *, goes_up: bool
    ) -> Integers | None:
        """The cheapest ring by which there could be one more, or one fewer, of an answer."""
        victim = int(can.victims[at])
        ends = int(self.flow.tail[victim]), int(self.flow.head[victim])
        start, end = ends[::-1] if goes_up else ends
        way = self._ways(answer).shortest(cost, start, end, victim)
        return None if way is None else np.array(way, dtype=np.int64)

    @cached_property
    def _cost(self) -> Floats:
        return cost_of_hiding(self.flow, self.n, self.there)

    def _ways(self, answer: np.uint32) -> Ways:
        """Along a way one more can go always, back where somebody in it gave the answer."""
        if answer not in self._kept:
            there = np.flatnonzero(self.there)
            gave = (self.given[there] & answer) > 0
            flow = self.flow
            self._kept[answer] = Ways(flow.head[there], flow.tail[there], there, gave, flow.places)
        return self._kept[answer]


@dataclass(frozen=True)
class _AtSites:
    """Each programme at a provider and site there: whose (a position among the victims), where,
    the answers given there, and those that others gave there. Hidden sites stand together, as the
    provider."""

    at: Integers
    place: Integers
    own: Answers
    others: Answers


class _Can:
    """Which answers there could be one more of (``up``), and one fewer (``down``), (victims,)."""

    def __init__(self, item: Item, hidden: Booleans, victims: Integers, known: Integers) -> None:
        self.item, self.hidden, self.victims, self.known = item, hidden, victims, known
        self.own = item.given[victims]
        self.alone = known == victims
        # Where all totals of programmes are shown, every ring is one of the table.
        programmes = item.spots.above[:, 4]
        self._is_sure = not (hidden[programmes] & (item.n[programmes] > 0)).any()
        self.up = np.where(self.alone, item.up[victims], 0).astype(np.uint32)
        self.down = np.where(self.alone, item.down[victims], 0).astype(np.uint32)

    def told(self, at_sites: _AtSites) -> Integers:
        """Of whom an answer is told; positions in ``victims``."""
        told = self._told(at_sites)
        if len(told):
            self._in_the_table(at_sites)
            told = self._told(at_sites)
        for at in told[~(self._is_sure & self.alone[told])]:
            if self.item.is_time_for(int(self.victims[at])):
                self._one(int(at))
        kept = self.victims[self.alone]
        self.item.up[kept], self.item.down[kept] = self.up[self.alone], self.down[self.alone]
        return self._told(at_sites)

    def telling(self, at: int) -> Integers:
        """The sites that tell it; none where it is told whatever the sites say."""
        if _is_told(self.up[[at]], self.own[[at]])[0] or self.own[at] & ~self.down[at]:
            return _NONE
        told: Integers = np.unique(self._sites.place[self._told_there & (self._sites.at == at)])
        return told

    def _told(self, at_sites: _AtSites) -> Integers:
        found = _is_told(self.up, self.own) | ((self.own & ~self.down) > 0)
        self._sites = at_sites
        self._told_there = _is_told(self.up[at_sites.at] & at_sites.others, at_sites.own)
        found[at_sites.at[self._told_there]] = True
        return np.flatnonzero(found)

    def _in_the_table(self, at_sites: _AtSites) -> None:
        """Through the table of hidden programmes at providers; for all at once."""
        spots, item = self.item.spots, self.item
        fine = np.flatnonzero(self.hidden[spots.first :][: len(spots.above)])
        fine = fine[item.n[spots.first + fine] > 0]
        above = spots.above[fine]
        shown, board = ~self.hidden[above[:, :4]], spots.board[fine]
        # A network that stands between is shown itself.
        shown[:, 2] |= board != above[:, 2]
        places = [above[:, 0], above[:, 1], board, above[:, 3]]
        place = np.select(list(shown.T), places, above[:, 6])
        table = Table(place, above[:, 4], item.given[spots.first + fine])
        if not table.is_laid_out:
            self._is_sure = False
            return
        use = np.flatnonzero(self.alone)
        at = np.searchsorted(spots.first + fine, self.victims[use])
        of_answers = {answer: OfAnswer(table, answer) for answer in bits(item.given)}
        for answer, of_answer in of_answers.items():
            fewer, more = of_answer.quickly()
            self.down[use[fewer[at]]] |= answer
            self.up[use[more[at]]] |= answer
        told = self._told(at_sites)
        told = np.searchsorted(use, told[self.alone[told]])
        for answer, of_answer in of_answers.items():
            fewer, more = of_answer.thoroughly(at[told])
            self.down[use[told[fewer]]] |= answer
            self.up[use[told[more]]] |= answer

    @cached_property
    def _ways(self) -> Integers:
        return np.flatnonzero(self.item.there & self.hidden)

    def _arcs(self, ways: Integers, answer: np.uint32) -> tuple[Integers, Integers]:
        """From where to where another one can flow: up always, down where somebody gave it."""
        flow = self.item.flow
        back = ways[(self.item.given[ways] & answer) > 0]
        return (
            np.concatenate([flow.tail[ways], flow.head[back]]),
            np.concatenate([flow.head[ways], flow.tail[back]]),
        )

    def _one(self, at: int) -> None:
        """One by one, along every way, whatever is not known yet."""
        flow, victim = self.item.flow, int(self.victims[at])
        tail, head = int(flow.tail[victim]), int(flow.head[victim])
        left_out = self.left_out(at)
        for answer, graph in self._graphs.items():
            with graph.without(flow.tail[left_out], flow.head[left_out]):
                if self.own[at] & answer & ~self.down[at] and graph.leads(tail, head):
                    self.down[at] |= answer
                if ~self.up[at] & answer and graph.leads(head, tail):
                    self.up[at] |= answer

    def left_out(self, at: int) -> Integers:
        """What is known and so is no way for her."""
        if self.alone[at]:
            return self.victims[[at]]
        return np.flatnonzero(self._inside(self.known[[at]]))

    @cached_property
    def _graphs(self) -> dict[np.uint32, Arcs]:
        places = self.item.flow.places
        return {
            answer: Arcs(*self._arcs(self._ways, answer), places)
            for answer in bits(self.item.given)
        }

    def _inside(self, known: Integers) -> Booleans:
        """The programmes at providers whose people are known."""
        spots = self.item.spots
        found = np.zeros(len(self.hidden), dtype=bool)
        fine = spots.first + np.arange(len(spots.above))
        found[fine[np.isin(fine, known) | np.isin(spots.above, known).any(axis=1)]] = True
        return found


def _is_told(possible: Answers, own: Answers) -> Booleans:
    """Is one of the answers given known, if only those possible could have been given instead?"""
    told: Booleans = (possible == 0) | ((np.bitwise_count(possible) == 1) & ((possible & own) > 0))
    return told


def others_in(row: Integers, own: Answers) -> Answers:
    """The answers that the others of the same row gave."""
    found = np.zeros(len(own), dtype=np.uint32)
    if not len(own):
        return found
    for bit in bits(own):
        has = (own & bit) > 0
        many = np.bincount(row, has, minlength=int(row.max()) + 1)
        found[many[row] - has >= 1] |= bit
    return found


def bits(answers: Answers) -> Iterator[np.uint32]:
    """A bit for each answer that anybody gave, and for those between."""
    every = int(np.bitwise_or.reduce(answers, initial=0))
    return (np.uint32(1 << at) for at in range(every.bit_length()))
