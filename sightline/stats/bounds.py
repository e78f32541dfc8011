"""What range a hidden number may lie in, for somebody who knows the sums and all that is shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from sightline.stats.relations import Structure


def possible_range(
    structure: Structure,
    n: NDArray[np.integer],
    hidden: NDArray[np.bool_],
    target: int,
    most: NDArray[np.integer] | None = None,
) -> tuple[int, int]:
    """The smallest and the largest whole number that fits.

    Args:
        structure: the sums, without remainders.
        n: true counts, shape (groups,).
        hidden: which of them the reader does not see.
        target: position of a hidden count.
        most: what each count is known not to exceed, shape (groups,). None: the largest of ``n``.

    Raises:
        ArithmeticError: no whole numbers fit.

    Source: Hundepool A and others (2012), Statistical Disclosure Control, chapter 4: auditing.

    >>> from sightline.stats.relations import Relation, compile_relations
    >>> sums = compile_relations(4, [Relation(0, [1, 2, 3])])
    >>> counts, hidden = np.array([30, 2, 12, 16]), np.array([False, True, True, False])
    >>> possible_range(sums, counts, hidden, 1)
    (0, 14)
    >>> possible_range(sums, counts, np.array([False, True, False, False]), 1)
    (2, 2)
    """
    low = np.where(hidden, 0, n).astype(np.float64)
    above = np.full(len(n), n.max()) if most is None else most
    high = np.where(hidden, above, n).astype(np.float64)
    goal = np.zeros(len(n))
    goal[target] = 1
    ends = []
    for sign in (1, -1):
        solved = milp(
            sign * goal,
            integrality=np.ones(len(n), dtype=np.int64),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(structure.equations.astype(np.float64), 0, 0),
        )
        if solved.status != 0:
            raise ArithmeticError(f"The whole-number programme was not solved: {solved.message}")
        ends.append(round(float(solved.x[target])))
    return ends[0], ends[1]
