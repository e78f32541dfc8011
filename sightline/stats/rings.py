"""The cheapest ring through a hidden number: what else to hide so that it cannot be worked out.

Relations are places and unknowns are ways between the two relations that they are in. A hidden
number on a ring of hidden ones can be larger if its neighbours are smaller, all the way round, so
it cannot be worked out. Unknowns in one relation only lead to the ground, where every such way
meets: whatever is left over is free to go there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sightline.stats.relations import Integers, Structure


def cheapest_rings(
    structure: Structure,
    price: NDArray[np.float64],
    targets: Integers,
    closed: Integers,
) -> list[list[int]]:
    """For each target the other unknowns on its cheapest ring; none where there is no ring.

    Args:
        structure: the relations.
        price: what it costs to go by an unknown, shape (unknowns,), above 0; infinite: never.
        targets: unknowns to find a ring for.
        closed: unknowns that no ring may use, the targets among them.

    Source: shortest path by Dijkstra; in two-way tables the heuristic of Kelly JP, Golden BL, Assad
    AA (1992), Networks 22:397. An unknown in three relations or more counts as a way between each
    two of them, which finds a way that may need another ring to complete it.

    >>> from sightline.stats.relations import Relation, compile_relations
    >>> total_of_three = compile_relations(4, [Relation(0, [1, 2, 3])])
    >>> price, first = np.array([30.0, 2.0, 12.0, 16.0]), np.array([1])
    >>> cheapest_rings(total_of_three, price, first, first)
    [[2]]
    """
    ground = len(structure.parent)
    cost = price.copy()
    cost[closed] = np.inf
    low, high, length, unknown = _shortest_ways(structure, cost)
    bounds = np.searchsorted(low, np.arange(ground + 2)).astype(np.int32)
    graph = sparse.csr_array((length, high.astype(np.int32), bounds), (ground + 1, ground + 1))
    # In the order of _shortest_ways, so that the few ways on a ring are found by their two ends.
    ends_of = low * (ground + 1) + high
    places = [structure.relations_of(int(target)) for target in targets]
    sources = np.array([place[0] for place in places], dtype=np.int64)
    distance, before = sparse.csgraph.dijkstra(
        graph, directed=False, indices=sources, return_predecessors=True
    )
    rings: list[list[int]] = []
    for line, place in enumerate(places):
        ends = place[1:] if len(place) > 1 else np.array([ground])
        end = int(ends[np.argmin(distance[line, ends])])
        ring: list[int] = []
        while (start := int(before[line, end])) >= 0:
            way = np.searchsorted(ends_of, min(start, end) * (ground + 1) + max(start, end))
            ring.append(int(unknown[way]))
            end = start
        rings.append(ring)
    return rings


def _shortest_ways(
    structure: Structure, cost: NDArray[np.float64]
) -> tuple[Integers, Integers, NDArray[np.float64], Integers]:
    """The cheapest open way between each two places that have one: ends, cost, unknown."""
    length = cost[structure.edge_unknown]
    # Edges lie in order of their ends, and of unknowns where these are the same.
    first = structure.edge_first
    least = np.minimum.reduceat(length, first) if len(first) else length
    pair = np.repeat(np.arange(len(first)), np.diff(first, append=len(length)))
    cheapest = np.flatnonzero((length == least[pair]) & np.isfinite(length))
    best = cheapest[np.diff(pair[cheapest], prepend=-1) > 0]
    return (
        structure.edge_low[best],
        structure.edge_high[best],
        length[best],
        structure.edge_unknown[best],
    )
