"""Can a small hidden number be moved at all, for a reader who also knows how many took part?

A reader sees that 6 of a provider's programme took part, and that the number who answered an item
there is hidden. So it is at most 6. Suppression (stats.suppression) hides companions, but if all
who took part answered the item in each companion that would have to go up, nothing can move, and
the number is known after all. This looks for such numbers. It may name one that is safe, never the
other way round.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sightline.stats.network import Graph, Growing, directed_components

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

# What a step costs that hides nothing more: little, so that the shortest way wins among equals.
STEP = 1 / 1024
# After so many more are hidden, look again: often the first rings free the others.
_AT_A_TIME = 8


class Flow:
    """The groups as ways along which respondents flow: see groups.Groups.ring."""

    def __init__(self, tail: Integers, head: Integers) -> None:
        self.tail, self.head = tail, head
        self.there = tail >= 0
        self.places = int(max(tail.max(), head.max())) + 1
        # A way that is not there leads from its end to itself.
        self.graph = Graph(np.where(self.there, tail, head), head, self.places)


def cost_of_hiding(flow: Flow, n: Integers, there: Booleans) -> Floats:
    """The respondents hidden, and more for groups with others inside, which go too."""
    inside = np.bincount(flow.tail[there], minlength=flow.places)
    cost: Floats = n * (1.0 + inside[: len(n)])
    return cost


class Measure:
    """How many answered one measure, seen by a reader who knows how many took part.

    Args:
        flow: the groups.
        n: how many answered, (groups,).
        respondents: how many took part, (groups,).
        withheld: where ``respondents`` is hidden as well, so that its limit is not known.
        threshold: the smallest number that is shown.
    """

    def __init__(
        self, flow: Flow, n: Integers, respondents: Integers, withheld: Booleans, threshold: int
    ) -> None:
        self.flow, self.n = flow, n
        self.there = flow.there & (n > 0)
        self.small = self.there & (n < threshold) & ~withheld
        # Where nobody is told how many took part, there may have been more, if so many fewer took
        # part in other such groups without answering.
        self.slack = flow.there & (n < respondents)
        self.up = flow.there & withheld & (respondents > 0)
        self._growing = Growing(flow.graph)

    @cached_property
    def free(self) -> Booleans:
        """Groups whose number can go up as well as down."""
        tail, head, up = self.flow.tail, self.flow.head, self.up
        down = up & self.slack
        room = directed_components(
            np.concatenate([tail[up], head[down]]),
            np.concatenate([head[up], tail[down]]),
            self.flow.places,
        )
        return self.there & (self.slack | (up & (room[tail] == room[head])))

    def stuck(self, hidden: Booleans) -> Integers:
        """Small numbers of shown groups, among the hidden, that perhaps cannot move; positions."""
        targets = np.flatnonzero(hidden & self.small)
        if not len(targets):
            return targets
        sure = hidden & self.free
        sure[targets] = True
        # Each target can go up and down: those that lie on a ring together can all move.
        still = self._growing.bridges(sure)
        targets = targets[still[targets]]
        if not len(targets):
            return targets
        others = np.flatnonzero(still & ~self.small)
        place = self._growing.components(self.flow.tail[others], self.flow.head[others])
        # Others can only go down. Along the ring of one target every other moves up, or every other
        # moves down.
        full = np.flatnonzero(hidden & self.there & ~self.free)
        back, forth = place[self.flow.head[full]], place[self.flow.tail[full]]
        one, two = place[self.flow.tail[targets]], place[self.flow.head[targets]]
        for _ in ("up", "down"):
            start, end = np.concatenate([one, back]), np.concatenate([two, forth])
            of = directed_components(start, end, int(place.max()) + 1)
            kept = of[one] != of[two]
            targets, one, two = targets[kept], two[kept], one[kept]
        return targets

    @cached_property
    def _ways(self) -> Ways:
        there = np.flatnonzero(self.there)
        return Ways(
            self.flow.tail[there], self.flow.head[there], there, self.slack[there], self.flow.places
        )

    @cached_property
    def _cost(self) -> Floats:
        return cost_of_hiding(self.flow, self.n, self.there)

    def loosen(self, targets: Integers, hidden: Booleans) -> Integers:
        """What to hide so that these can move: the cheapest ring through each, a few at a time.

        Nothing where there is such a ring already: these can move after all.

        Along the ring the target goes up, so others must be able to go up or down as they lie on
        it.
        """
        cost = np.where(hidden, STEP, self._cost)
        found: set[int] = set()
        for target in targets:
            source, goal = int(self.flow.head[target]), int(self.flow.tail[target])
            ring = self._ways.shortest(cost, source, goal, int(target))
            if ring is None:
                shown = np.flatnonzero(self.there & ~hidden)
                ring = shown[np.argsort(self.n[shown], kind="stable")[:1]].tolist()
            found.update(place for place in ring if not hidden[place])
            if len(found) > _AT_A_TIME:
                break
        return np.array(sorted(found), dtype=np.int64)


class Ways:
    """Ways from head to tail (a number goes down), and back where it can go up, as sparse rows."""

    def __init__(
        self, tail: Integers, head: Integers, group: Integers, up: Booleans, places: int
    ) -> None:
        start = np.concatenate([head, tail[up]])
        end = np.concatenate([tail, head[up]])
        order = np.lexsort((end, start))
        self.group = np.concatenate([group, group[up]])[order]
        self.start = start[order]
        self.end = end[order].astype(np.int32)
        self.bounds = np.searchsorted(self.start, np.arange(places + 1)).astype(np.int32)
        self.places = places

    def shortest(self, cost: Floats, source: int, goal: int, without: int) -> list[int] | None:
        """The groups on the shortest way from source to goal without one of them, if there is."""
        kept = self.group != without
        gone = self.start[~kept]
        bounds = self.bounds.copy()
        for place in gone:
            bounds[place + 1 :] -= 1
        group, end = self.group[kept], self.end[kept]
        graph = sparse.csr_array((cost[group], end, bounds), shape=(self.places, self.places))
        _, (before,) = sparse.csgraph.dijkstra(graph, indices=[source], return_predecessors=True)
        way: list[int] = []
        while goal != source:
            step = int(before[goal])
            if step < 0:
                return None
            low, high = bounds[step], bounds[step + 1]
            way.append(int(group[low + np.searchsorted(end[low:high], goal)]))
            goal = step
        return way
