"""Can a small hidden number be moved at all, for a reader who also knows how many took part?

A reader sees that 6 of a provider's programme took part, and that the number who answered an item
there is hidden. So it is at most 6. Suppression (stats.suppression) hides companions, but if all
who took part answered the item in each companion that would have to go up, nothing can move, and
the number is known after all. This looks for such numbers. It may name one that is safe, never the
other way round.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sightline.stats.determined import determined

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

# What a step costs that hides nothing more: little, so that the shortest way wins among equals.
_STEP = 1 / 1024
# After so many more are hidden, look again: often the first rings free the others.
_AT_A_TIME = 8


def stuck(
    tail: Integers,
    head: Integers,
    n: Integers,
    respondents: Integers,
    hidden: Booleans,
    withheld: Booleans,
    threshold: int,
) -> Integers:
    """Small hidden numbers of shown groups that perhaps cannot move; positions of groups.

    Args:
        tail, head: see groups.Groups.ring.
        n: how many answered, (groups,).
        respondents: how many took part, (groups,).
        hidden: where ``n`` is hidden.
        withheld: where ``respondents`` is hidden as well, so that its limit is not known.
        threshold: the smallest number that is shown.
    """
    there = hidden & (n > 0) & (tail >= 0)
    size = int(max(tail.max(), head.max())) + 1
    # Where nobody is told how many took part, there may have been more, if so many fewer took part
    # in other such groups without answering.
    slack = (tail >= 0) & (n < respondents)
    up = (tail >= 0) & withheld & (respondents > 0)
    down = up & slack
    room = _components(
        np.concatenate([tail[up], head[down]]),
        np.concatenate([head[up], tail[down]]),
        size,
        "strong",
    )
    free = there & (slack | (up & (room[tail] == room[head])))
    full = np.flatnonzero(there & ~free)
    targets = np.flatnonzero(there & (n < threshold) & ~withheld)
    if not len(targets):
        return targets
    sure = free.copy()
    sure[targets] = False
    place = _components(tail[sure], head[sure], size, "weak")
    # Each target can go up and down: those that lie on a ring together can all move.
    still = _bridges(place[tail[targets]], place[head[targets]], size)
    sure[targets[~still]] = True
    targets = targets[still]
    place = _components(tail[sure], head[sure], size, "weak")
    one, two = place[tail], place[head]
    # Others can only go down. Along the ring of one target every other moves up, or every other
    # moves down.
    for start, end in ((one, two), (two, one)):
        together = _components(
            np.concatenate([start[targets], two[full]]),
            np.concatenate([end[targets], one[full]]),
            size,
            "strong",
        )
        targets = targets[together[one[targets]] != together[two[targets]]]
    return targets


def _bridges(one: Integers, two: Integers, size: int) -> Booleans:
    """Which edges are on no ring of these edges."""
    apart = one != two
    edges = np.flatnonzero(apart)
    found = np.zeros(len(one), dtype=bool)
    ones = np.ones(len(edges), dtype=np.int64)
    columns = np.arange(len(edges))
    incidence = sparse.csr_array(
        (
            np.concatenate([ones, -ones]),
            (np.concatenate([one[edges], two[edges]]), np.concatenate([columns, columns])),
        ),
        shape=(size, len(edges)),
    )
    found[edges] = determined(incidence)
    return found


def _components(
    start: Integers, end: Integers, size: int, connection: Literal["weak", "strong"]
) -> Integers:
    graph = sparse.csr_array((np.ones(len(start), dtype=bool), (start, end)), shape=(size, size))
    _, of = sparse.csgraph.connected_components(graph, directed=True, connection=connection)
    return np.asarray(of, dtype=np.int64)


def loosen(
    tail: Integers,
    head: Integers,
    targets: Integers,
    n: Integers,
    respondents: Integers,
    hidden: Booleans,
) -> Integers:
    """What to hide so that these can move: the cheapest ring through each, a few at a time.

    Nothing where there is such a ring already: these can move after all.

    Along the ring the target goes up, so others must be able to go up or down as they lie on it.
    Hiding costs the respondents hidden, and more for groups with others inside, which go too.
    """
    there = np.flatnonzero((n > 0) & (tail >= 0))
    inside = np.bincount(tail[there], minlength=int(max(tail.max(), head.max())) + 1)
    cost = np.where(hidden, _STEP, n * (1.0 + inside[: len(n)]))[there]
    up = n[there] < respondents[there]
    start = np.concatenate([head[there], tail[there[up]]])
    end = np.concatenate([tail[there], head[there[up]]])
    by = np.concatenate([there, there[up]])
    length = np.concatenate([cost, cost[up]])
    found: set[int] = set()
    for target in targets:
        ring = _shortest(start, end, length, by, int(head[target]), int(tail[target]), int(target))
        if ring is None:
            shown = there[~hidden[there]]
            ring = shown[np.argsort(n[shown], kind="stable")[:1]].tolist()
        found.update(place for place in ring if not hidden[place])
        if len(found) > _AT_A_TIME:
            break
    return np.array(sorted(found), dtype=np.int64)


def _shortest(
    start: Integers,
    end: Integers,
    length: NDArray[np.float64],
    by: Integers,
    source: int,
    goal: int,
    without: int,
) -> list[int] | None:
    """The groups on the shortest way from source to goal without one of them, if there is one."""
    use = by != without
    start, end, length, by = start[use], end[use], length[use], by[use]
    size = int(max(start.max(initial=0), end.max(initial=0), source, goal)) + 1
    graph = sparse.csr_array((length, (start, end)), shape=(size, size))
    _, before = sparse.csgraph.dijkstra(graph, indices=[source], return_predecessors=True)
    key = start * size + end
    order = np.argsort(key)
    way: list[int] = []
    while goal != source:
        step = int(before[0, goal])
        if step < 0:
            return None
        way.append(int(by[order[np.searchsorted(key, step * size + goal, sorter=order)]]))
        goal = step
    return way
