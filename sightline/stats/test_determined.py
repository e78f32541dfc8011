from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from sightline.stats import determined as module
from sightline.stats.determined import determined


def rank(rows):
    """Rank over the rational numbers, by hand."""
    work = [[Fraction(int(entry)) for entry in row] for row in rows]
    found = 0
    for column in range(len(work[0]) if work else 0):
        pivot = next((r for r in range(found, len(work)) if work[r][column]), None)
        if pivot is None:
            continue
        work[found], work[pivot] = work[pivot], work[found]
        for r in range(found + 1, len(work)):
            if work[r][column]:
                ratio = work[r][column] / work[found][column]
                work[r] = [a - ratio * b for a, b in zip(work[r], work[found], strict=True)]
        found += 1
    return found


def by_rank(rows):
    """An unknown is fixed when adding the equation "it is known" adds nothing."""
    whole = rank(rows)
    identity = np.eye(rows.shape[1], dtype=int)
    return [rank(np.vstack([rows, unit])) == whole for unit in identity]


@st.composite
def systems(draw, entries):
    equations, unknowns = draw(st.integers(1, 7)), draw(st.integers(1, 9))
    cells = st.lists(st.sampled_from(entries), min_size=unknowns, max_size=unknowns)
    return np.array(draw(st.lists(cells, min_size=equations, max_size=equations)))


@pytest.mark.parametrize("few_rows", [0, 3, 192])
@pytest.mark.parametrize("entries", [(0, 0, 1), (-1, 0, 0, 1), (-3, -2, 0, 0, 1, 2)])
def test_agrees_with_the_rank(few_rows, entries):
    @settings(max_examples=150, deadline=None)
    @given(systems(entries))
    def attack(rows):
        found = determined(sparse.csr_array(rows)).tolist()
        assert found == by_rank(rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW_ROWS", few_rows)
        attack()


def bridges(rows, columns):
    """Edges of a graph without which their ends are apart, by taking each one away."""
    edges = list(zip(rows.tolist(), columns.tolist(), strict=True))
    found = []
    for without in range(len(edges)):
        neighbours: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for place, (row, column) in enumerate(edges):
            if place != without:
                neighbours.setdefault(("r", row), []).append(("c", column))
                neighbours.setdefault(("c", column), []).append(("r", row))
        start, end = ("r", edges[without][0]), ("c", edges[without][1])
        seen, reach = {start}, [start]
        while reach:
            for nearby in neighbours.get(reach.pop(), []):
                if nearby not in seen:
                    seen.add(nearby)
                    reach.append(nearby)
        found.append(end not in seen)
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(5, 40))
def test_in_a_two_way_table_it_finds_the_bridges(seed, cells):
    rng = np.random.default_rng(seed)
    chosen = rng.choice(100, size=cells, replace=False)
    rows, columns = chosen // 10, chosen % 10
    place = np.arange(cells)
    system = sparse.csr_array(
        (np.ones(2 * cells, dtype=int), (np.r_[rows, columns + 10], np.r_[place, place])),
        shape=(20, cells),
    )
    assert determined(system).tolist() == bridges(rows, columns)


def test_a_large_chain_and_a_large_ring():
    size = 2000
    ring = sparse.csr_array(
        (
            np.ones(2 * size, dtype=int),
            (
                np.r_[np.arange(size), np.arange(size)],
                np.r_[np.arange(size), np.roll(np.arange(size), 1)],
            ),
        ),
        shape=(size, size),
    )
    assert not determined(ring).any()
    assert determined(ring[:, 1:]).all()


def test_who_knows_the_lowest_values_knows_more():
    pair = sparse.csr_array(np.array([[1, 1]]))
    assert determined(pair, np.array([True, False])).tolist() == [False, False]
    assert determined(pair, np.array([True, True])).tolist() == [True, True]


def test_nothing_known_fixes_nothing():
    assert determined(sparse.csr_array((0, 3), dtype=np.int64)).tolist() == [False] * 3
    assert determined(sparse.csr_array((3, 0), dtype=np.int64)).tolist() == []
