"""Places and arcs between them, of which some can be left out for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]


class Arcs:
    """Arcs from start to end, of which some can be left out for a while."""

    def __init__(self, start: Integers, end: Integers, places: int) -> None:
        order = np.lexsort((end, start))
        self.start, self.end = start[order], end[order].astype(np.int32)
        bounds = np.searchsorted(self.start, np.arange(places + 1)).astype(np.int32)
        self.graph = sparse.csr_array((np.ones(len(start)), self.end, bounds), (places, places))
        self.places = places

    @contextmanager
    def without(self, one: Integers, two: Integers) -> Iterator[None]:
        """Without the arcs between these places, either way: each leads to where it begins."""
        ends = self.graph.indices
        gone = []
        for start, end in ((one, two), (two, one)):
            for a, b in zip(start, end, strict=True):
                low, high = self.graph.indptr[a : a + 2]
                gone += (low + np.flatnonzero(self.end[low:high] == b)).tolist()
        kept = ends[gone].copy()
        ends[gone] = self.start[gone]
        yield
        ends[gone] = kept

    def leads(self, start: int, end: int) -> bool:
        order = sparse.csgraph.breadth_first_order(self.graph, start, return_predecessors=False)
        return bool((order == end).any())
