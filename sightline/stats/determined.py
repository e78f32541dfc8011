"""Which unknowns of a linear system follow from it: the attacker's algebra, done exactly.

Somebody who knows that ``system @ x == shown`` can work out ``x[i]`` exactly when every solution of
``system @ v == 0`` has ``v[i] == 0``: otherwise ``x + v`` would fit as well. So one solution ``v``
with random free parts answers for all unknowns at once. Where ``v[i]`` is not 0, ``v`` itself is
the proof that ``x[i]`` cannot be worked out; it is integer, and checked against the system in
integers before it is used. Where ``v[i]`` is 0 although it need not be, by a chance of less than
one in a billion, an unknown is called determined that is not: the safe side.

In a two-way table with margins this is the same as asking which hidden cells are bridges of the
graph whose nodes are rows and columns.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]
# A sparse array of integers, by rows; the stubs do not follow what slicing and products return.
Matrix = Any

# Free parts are drawn below this; sums of some millions of them still fit into 64 bits.
_SPREAD = 2**40
# Rows from here on are handled as one table of numbers.
_FEW_ROWS = 192
_SEED = 20_261_124


def determined(system: Matrix, lowest: Booleans | None = None) -> Booleans:
    """Which unknowns are fixed by the system.

    Args:
        system: shape (equations, unknowns), small integers (sums of groups: -1, 0 and 1).
        lowest: shape (unknowns,): true where the reader knows that the value cannot be smaller than
            it is. None: bounds are no help to him, as where all values are above the bound.

    Returns:
        Shape (unknowns,), true where the value can be worked out.

    Source: linear algebra; for two-way tables Gusfield D (1988), SIAM J Comput 17:552.

    >>> rows = sparse.csr_array(np.array([[1, 1, 0], [0, 0, 1]]))
    >>> determined(rows).tolist()
    [False, False, True]
    >>> determined(rows, np.array([True, True, False])).tolist()
    [True, True, True]
    """
    equations: Matrix = sparse.csr_array(system).astype(np.int64)
    equations.eliminate_zeros()
    fixed = np.zeros(equations.shape[1], dtype=bool)
    if lowest is not None and lowest.any():
        fixed[_cannot_grow(equations, np.flatnonzero(lowest))] = True
    free = np.flatnonzero(~fixed)
    rest = equations[:, free] if fixed.any() else equations
    fixed[free] = random_solution(rest) == 0
    return fixed


def random_solution(equations: Matrix) -> Integers:
    """One random v with ``equations @ v == 0``, shape (unknowns,): 0 only where it must be.

    Raises:
        ArithmeticError: its numbers do not fit into 64 bits.
    """
    for spread in (_SPREAD, 2**20, 2**8):
        solution = _random_solution(equations, np.random.default_rng(_SEED), spread)
        if solution is not None:
            return solution
    raise ArithmeticError("The numbers of this system do not fit into 64 bits.")


def _cannot_grow(equations: Matrix, lowest: Integers) -> Integers:
    """Those of ``lowest`` that no solution makes larger while none of them gets smaller.

    One linear programme: solutions can be added and stretched, so the one that makes as many as
    possible larger by 1 makes all larger that can be.
    """
    unknowns, many = equations.shape[1], len(lowest)
    low = np.full(unknowns + many, -np.inf)
    high = np.full(unknowns + many, np.inf)
    low[lowest] = low[unknowns:] = 0
    high[unknowns:] = 1
    balanced: Matrix = sparse.hstack([equations, equations[:, lowest]], format="csc")
    answer = optimize.milp(
        np.concatenate([np.zeros(unknowns), np.full(many, -1.0)]),
        constraints=optimize.LinearConstraint(balanced, 0, 0),
        bounds=optimize.Bounds(low, high),
    )
    if answer.status != 0:
        raise ArithmeticError(f"The linear programme was not solved: {answer.message}")
    return lowest[answer.x[unknowns:] < 0.5]


def _random_solution(equations: Matrix, rng: np.random.Generator, spread: int) -> Integers | None:
    """A random v with equations @ v == 0, or None if the numbers grew too large."""
    free = rng.integers(1, spread, equations.shape[1])
    solution = free * rng.choice(np.array([-1, 1]), len(free))
    solved: list[tuple[Integers, Matrix]] = []
    rest = equations
    while True:
        rest = rest[np.diff(rest.indptr) > 0]
        if rest.shape[0] <= _FEW_ROWS:
            break
        pivots = _independent_pivots(rest)
        if pivots is None:
            break
        rows, columns, signs = pivots
        chosen = rest[rows]
        chosen.data *= np.repeat(signs, np.diff(chosen.indptr))
        others = np.ones(rest.shape[0], dtype=bool)
        others[rows] = False
        remaining = rest[others]
        rest = remaining - remaining[:, columns] @ chosen
        rest.eliminate_zeros()
        solved.append((columns, chosen))
    if rest.shape[0] and not _solve_table(rest, solution):
        return None
    for columns, chosen in reversed(solved):
        solution[columns] = 0
        solution[columns] = -(chosen @ solution)
    if np.abs(solution).max(initial=0) > 2**62 // max(equations.shape[1], 1):
        return None
    return solution if not (equations @ solution).any() else None


def _independent_pivots(
    rest: Matrix,
) -> tuple[Integers, Integers, Integers] | None:
    """Equations that can be solved at once: each for an unknown that no other of them has.

    Each equation offers its unknown that is in the fewest equations; short equations go first.
    None if no coefficient is 1 or -1.
    """
    row = np.repeat(np.arange(rest.shape[0]), np.diff(rest.indptr))
    column = rest.indices.astype(np.int64)
    width = np.int64(rest.shape[1])
    uses = np.bincount(column, minlength=width)
    offer = np.where(np.abs(rest.data) == 1, uses[column] * width + column, np.iinfo(np.int64).max)
    best = np.minimum.reduceat(offer, rest.indptr[:-1])
    possible = np.flatnonzero(best < np.iinfo(np.int64).max)
    if not len(possible):
        return None
    pivot = np.full(rest.shape[0], -1, dtype=np.int64)
    pivot[possible] = best[possible] % width
    # Rows in the order of their length: the first row that has an unknown may be solved for it.
    turn = np.empty(rest.shape[0], dtype=np.int64)
    turn[np.argsort(np.diff(rest.indptr), kind="stable")] = np.arange(rest.shape[0])
    first = np.full(width, np.iinfo(np.int64).max)
    np.minimum.at(first, column, turn[row])
    candidate = (pivot >= 0) & (first[pivot] == turn)
    taken = np.zeros(width, dtype=bool)
    taken[pivot[candidate]] = True
    alone = np.add.reduceat(taken[column].astype(np.int64), rest.indptr[:-1]) == 1
    rows = np.flatnonzero(candidate & alone)
    if not len(rows):
        return None
    signs = rest[rows, pivot[rows]]
    return rows, pivot[rows], np.asarray(signs, dtype=np.int64).ravel()


def _solve_table(rest: Matrix, solution: Integers) -> bool:
    """Solve the last few equations for as many unknowns, in place; false if numbers grow."""
    # Unknowns with equal columns stand in for one another: solve for one, the others stay random.
    marks = np.random.default_rng(_SEED + 1).integers(-(2**31), 2**31, rest.shape[0])
    used = np.unique(rest.indices)
    mark = (rest.T @ marks)[used]
    _, first, group = np.unique(mark, return_index=True, return_inverse=True)
    bundle = np.zeros(len(first), dtype=np.int64)
    np.add.at(bundle, group, solution[used])
    lead = used[first]
    others = bundle - solution[lead]
    table = rest[:, lead].toarray()
    value = _eliminate(table, bundle)
    if value is None:
        scaled = _eliminate_fractions(table, bundle)
        if scaled is None:
            return False
        value, factor = scaled
        solution *= factor
        others = others * factor
    solution[lead] = value - others
    return True


def _eliminate(table: Integers, value: Integers) -> Integers | None:
    """`value` changed in as few places as needed so that table @ value == 0; None if no 1 is left
    to divide by."""
    work = table.copy()
    pivots: list[int] = []
    for row in range(len(work)):
        line = work[row]
        ones = np.flatnonzero(np.abs(line) == 1)
        if not len(ones):
            if line.any():
                return None
            pivots.append(-1)
            continue
        column = int(ones[0])
        line *= line[column]
        hit = np.flatnonzero(work[:, column])
        hit = hit[hit != row]
        if len(hit):
            work[hit] -= work[hit, column][:, None] * line
        pivots.append(column)
    if np.abs(work).max(initial=0) > 2**10:
        return None
    kept = [row for row, column in enumerate(pivots) if column >= 0]
    columns = [pivots[row] for row in kept]
    result = value.copy()
    result[columns] = 0
    result[columns] = -(work[kept] @ result)
    return result


def _eliminate_fractions(table: Integers, value: Integers) -> tuple[Integers, int] | None:
    """As `_eliminate`, in fractions: value times a common factor, and that factor."""
    work = [[Fraction(int(entry)) for entry in line] for line in table]
    pivots: dict[int, int] = {}
    for row, line in enumerate(work):
        column = next((place for place, entry in enumerate(line) if entry), None)
        if column is None:
            continue
        head = line[column]
        work[row] = line = [entry / head for entry in line]
        for other, target in enumerate(work):
            if other != row and target[column]:
                ratio = target[column]
                work[other] = [one - ratio * two for one, two in zip(target, line, strict=True)]
        pivots[column] = row
    free = [int(entry) for entry in value]
    result = [Fraction(entry) for entry in free]
    for column, row in pivots.items():
        result[column] = -sum(
            (
                entry * free[place]
                for place, entry in enumerate(work[row])
                if entry and place not in pivots
            ),
            Fraction(0),
        )
    factor = math.lcm(*(entry.denominator for entry in result))
    whole = [int(entry * factor) for entry in result]
    if max(map(abs, whole), default=0) > 2**56 or factor > 2**56 // max(map(abs, free)):
        return None
    return np.array(whole, dtype=np.int64), factor
