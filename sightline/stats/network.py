"""Which hidden numbers follow from sums that form a network: its bridges, in linear time.

Where every number is in at most two sums, sums are places and numbers are ways between them: what
comes in goes out. A number follows from the sums exactly when its way is on no ring of hidden ones.
Sums whose members are in no other sum (the sites of a provider) need no place: with two hidden
members they say nothing, with one they say what the total says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

_SEED = 20_261_127


class Graph:
    """Ways between places, sorted once, so that questions about some of them are quick.

    Args:
        one, two: the places each way lies between, (ways,). Ways from a place to itself are rings.
        places: how many places there are.
    """

    def __init__(self, one: Integers, two: Integers, places: int) -> None:
        self.one, self.two, self.places = one, two, places
        self.apart = one != two
        ways = np.flatnonzero(self.apart)
        start = np.concatenate([one[ways], two[ways]])
        end = np.concatenate([two[ways], one[ways]])
        order = np.lexsort((end, start))
        self._bounds = np.searchsorted(start[order], np.arange(places + 1))
        self._end = end[order].astype(np.int32)
        self._way = np.concatenate([ways, ways])[order]
        self._ends = start[order] * places + end[order]
        self._has_parallel = bool((np.diff(self._ends) == 0).any())
        self._flow = np.random.default_rng(_SEED).integers(-(2**62), 2**62, len(one))

    def components(self, use: Booleans) -> Integers:
        """Which component of the ways in use each place is in, (places,)."""
        bounds, ends = self._using(use)
        return _strong(_matrix(bounds, ends, self.places))

    def bridges(self, use: Booleans) -> Booleans:
        """Which of the ways in use are on no ring of them, (ways,).

        A random number flows along every way. What flows into the part of a spanning tree beyond a
        way of the tree is that way's own number exactly when no other way leads there. Two
        different sums are equal by a chance of one in 2**63; then a way is called a bridge that is
        not, which is the safe side.

        Source: cycle space sampling, Pritchard D, Thurimella R (2011), ACM Trans. Algorithms 7:46.

        >>> square_with_tail = np.array([0, 1, 2, 3]), np.array([1, 2, 0, 2])
        >>> Graph(*square_with_tail, 4).bridges(np.ones(4, dtype=bool)).tolist()
        [False, False, False, True]
        """
        found = np.zeros(len(self.one), dtype=bool)
        ways = np.flatnonzero(use & self.apart)
        if not len(ways):
            return found
        start, end, flow = self.one[ways], self.two[ways], self._flow[ways]
        bounds, ends = self._using(use)
        # One more place, from which all components are reached, and so the whole forest.
        of = _strong(_matrix(bounds, ends, self.places))
        root = np.full(self.places, -1, dtype=np.int32)
        root[of[start]] = start
        roots = root[root >= 0]
        graph = _matrix(
            np.append(bounds, bounds[-1] + len(roots)),
            np.concatenate([ends, roots]),
            self.places + 1,
        )
        order, before = sparse.csgraph.breadth_first_order(graph, self.places, directed=True)
        into = np.zeros(self.places + 1, dtype=np.int64)
        np.add.at(into, end, flow)
        np.subtract.at(into, start, flow)
        _add_up_tree(into, order, before)
        found[ways] = np.where(
            before[end] == start, into[end] == flow, (before[start] == end) & (into[start] == -flow)
        )
        return found

    def _using(self, use: Booleans) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The ways in use, both ways round, as sparse rows: where each begins, and the ends."""
        kept = use[self._way]
        if self._has_parallel:
            # Of ways between the same places one is enough: scipy never returns where there are
            # two.
            there = np.flatnonzero(kept)
            kept[there[1:][np.diff(self._ends[there]) == 0]] = False
        so_far = np.zeros(len(kept) + 1, dtype=np.int32)
        np.cumsum(kept, out=so_far[1:])
        return so_far[self._bounds], self._end[kept]


class Growing:
    """Bridges of a graph of which more and more ways are used.

    What lies on a ring stays on it, so places that rings join are seen as one from then on, and
    only ways between such places are looked at again.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._on_ring = np.zeros(len(graph.one), dtype=bool)
        self._used = self._on_ring
        self._place: Integers | None = None

    def bridges(self, use: Booleans) -> Booleans:
        """As `Graph.bridges`; quick where all ways are in use that were when it was asked last."""
        graph = self._graph
        if self._place is None or (self._used & ~use).any():
            found = graph.bridges(use)
            self._on_ring = use & ~found
            self._place = graph.components(self._on_ring)
        else:
            found = np.zeros(len(use), dtype=bool)
            ways = np.flatnonzero(use & ~self._on_ring)
            one, two = self._place[graph.one[ways]], self._place[graph.two[ways]]
            apart = one != two
            found[ways[apart]] = still = self._between(one[apart], two[apart])
            self._on_ring[ways[~apart]] = True
            self._on_ring[ways[apart][~still]] = True
        self._used = use.copy()
        return found

    def components(self, one: Integers, two: Integers) -> Integers:
        """Which places hang together by rings and by these further ways, (places,)."""
        if self._place is None:
            raise ValueError("Bridges come first.")
        one, two = self._place[one], self._place[two]
        start, end = np.concatenate([one, two]), np.concatenate([two, one])
        return directed_components(start, end, int(self._place.max()) + 1)[self._place]

    def _between(self, one: Integers, two: Integers) -> Booleans:
        """Which of the ways between places seen as one are bridges; the others join them."""
        bridges = bridges_of_few(one, two)
        if self._place is not None:
            self._place = _joined(self._place, one[~bridges], two[~bridges])
        return bridges


def bridges_of_few(one: Integers, two: Integers) -> Booleans:
    """As `Graph.bridges`, of a few ways between any places: sorting nothing, it is quicker there.

    Source: Tarjan RE (1974), Information Processing Letters 2:160.

    >>> bridges_of_few(np.array([7, 1, 2, 7]), np.array([1, 2, 7, 9])).tolist()
    [False, False, False, True]
    """
    beside: dict[int, list[tuple[int, int]]] = {}
    for way, (a, b) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
        beside.setdefault(a, []).append((b, way))
        beside.setdefault(b, []).append((a, way))
    found = np.zeros(len(one), dtype=bool)
    turn: dict[int, int] = {}  # when a place was first come to
    least: dict[int, int] = {}  # the earliest that leads back to from there or beyond
    for start in beside:
        if start in turn:
            continue
        turn[start] = least[start] = len(turn)
        path = [(start, -1, iter(beside[start]))]
        while path:
            place, came_by, rest = path[-1]
            for other, way in rest:
                if way == came_by:
                    continue
                if other not in turn:
                    turn[other] = least[other] = len(turn)
                    path.append((other, way, iter(beside[other])))
                    break
                least[place] = min(least[place], turn[other])
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    least[before] = min(least[before], least[place])
                    found[came_by] = least[place] > turn[before]
    return found


def _joined(place: Integers, one: Integers, two: Integers) -> Integers:
    """Places (as numbered in ``place``) with those numbered as one that these ways join."""
    leader: dict[int, int] = {}

    def lead(of: int) -> int:
        while (above := leader.setdefault(of, of)) != of:
            leader[of] = of = leader[above]
        return of

    for a, b in zip(one.tolist(), two.tolist(), strict=True):
        leader[lead(a)] = lead(b)
    if not leader:
        return place
    number = np.arange(int(place.max()) + 1)
    number[list(leader)] = [lead(of) for of in leader]
    found: Integers = number[place]
    return found


@dataclass(frozen=True, slots=True)
class Network:
    """Sums as a graph.

    The graph's ways are the unknowns; one leads from its place to itself where it is in no sum that
    has a place. Of the sums without a place, ``total`` is the parent, and ``row`` and ``member``
    name the sum and the unknown of each membership.
    """

    graph: Graph
    total: Integers
    row: Integers
    member: Integers

    def determined(self, hidden: Booleans, growing: Growing | None = None) -> Booleans:
        """Which of the ``hidden`` unknowns follow from the rest; both (unknowns,).

        ``growing`` (of the graph) remembers what it was asked before, so that it is quicker where
        more is hidden than then.

        The same as `determined.determined` of those columns, each with its own tiny chance to call
        an unknown determined that is not.
        """
        inside = hidden[self.member]
        members = np.bincount(self.row[inside], minlength=len(self.total))
        known = np.zeros(len(hidden), dtype=bool)
        # All its members are known, and so is the total.
        known[self.total[members == 0]] = True
        known &= hidden
        found = known | (growing or self.graph).bridges(hidden & ~known)
        alone = inside & (members[self.row] == 1)
        total = self.total[self.row[alone]]
        found[self.member[alone]] = found[total] | ~hidden[total]
        return found


def network(equations: Any) -> Network | None:
    """Sums as a network, or None where they are not one.

    Args:
        equations: sparse by rows, shape (sums, unknowns): -1 for the parent, 1 for its members.
    """
    table = equations.tocoo()
    row, column = table.row.astype(np.int64), table.col.astype(np.int64)
    member = table.data == 1
    sums, unknowns = table.shape
    uses = np.bincount(column, minlength=unknowns)
    has_place = np.bincount(row, member & (uses[column] > 1), sums) > 0
    parent = np.zeros(sums, dtype=np.int64)
    parent[row[~member]] = column[~member]
    order = np.argsort(column, kind="stable")
    order = order[has_place[row[order]]]
    uses = np.bincount(column[order], minlength=unknowns)
    if uses.max(initial=0) > 2:
        return None
    start = np.cumsum(uses) - uses
    one = np.full(unknowns, sums, dtype=np.int64)  # the ground
    two = one.copy()
    once, twice = uses > 0, uses > 1
    one[once] = row[order[start[once]]]
    two[twice] = row[order[start[twice] + 1]]
    against = member[order[start[twice]]] != member[order[start[twice] + 1]]
    if not _balanced(one[twice], two[twice], against, sums):
        return None
    apart = member & ~has_place[row]
    return Network(
        graph=Graph(one, two, sums + 1),
        total=parent[~has_place],
        row=(np.cumsum(~has_place) - 1)[row[apart]],
        member=column[apart],
    )


def _balanced(one: Integers, two: Integers, against: Booleans, sums: int) -> bool:
    """Whether sums can be turned round so that each unknown comes into one and goes out of another.

    Each sum stands twice, once turned round; an unknown joins the sides that go together.
    """
    same, turned = np.where(against, two, two + sums), np.where(against, two + sums, two)
    sides = Graph(np.concatenate([one, one + sums]), np.concatenate([same, turned]), 2 * sums)
    of = sides.components(np.ones(2 * len(one), dtype=bool))
    return bool((of[:sums] != of[sums:]).all())


def directed_components(start: Integers, end: Integers, places: int) -> Integers:
    """Which places can be reached from one another, going from start to end; (places,)."""
    # Of ways between the same places one is enough: see Graph._using.
    ways = np.sort(start * places + end)
    start, end = np.divmod(ways[np.diff(ways, prepend=-1) > 0], max(places, 1))
    bounds = np.zeros(places + 1, dtype=np.int32)
    np.cumsum(np.bincount(start, minlength=places), out=bounds[1:])
    return _strong(_matrix(bounds, end.astype(np.int32), places))


def _strong(graph: Any) -> Integers:
    _, of = sparse.csgraph.connected_components(graph, directed=True, connection="strong")
    return np.asarray(of, dtype=np.int64)


def _matrix(bounds: NDArray[np.int32], ends: NDArray[np.int32], places: int) -> Any:
    found = sparse.csr_array((places, places))
    # What it would check, in more time than the search takes, is so.
    found.data, found.indices, found.indptr = np.ones(len(ends)), ends, bounds
    return found


def _add_up_tree(into: Integers, order: NDArray[np.int32], before: NDArray[np.int32]) -> None:
    """Add to each place what the places behind it have, in place, the farthest first."""
    position = np.zeros(len(into), dtype=np.int64)
    position[order] = np.arange(len(order))
    # Places stand in the order of the ones before them, so those of one distance lie together.
    behind = position[before[order[1:]]]
    bounds = [1]
    while bounds[-1] < len(order):
        bounds.append(1 + int(np.searchsorted(behind, bounds[-1])))
    for low, high in zip(bounds[-2::-1], bounds[:0:-1], strict=True):
        level = order[low:high]
        np.add.at(into, before[level], into[level])
