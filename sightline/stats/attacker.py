"""A reader who tries to work out what is hidden: slow, plain, and apart from what it attacks.

It shares no arithmetic with `suppression` and `determined`: fractions instead of random integer
solutions, whole-number programmes instead of rings. Good for tables of some hundred groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from sightline.stats.relations import Relation

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader can write down: ``left @ values == right``, and he does not know the values.

    ``unknown`` are positions of hidden groups that are not empty; the remainder of relation r is
    position len(n) + r.
    """

    unknown: list[int]
    values: list[int]
    left: Integers
    right: Integers


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A hidden number that follows from what is shown."""

    unknown: int
    value: int


def worked_out(
    n: NDArray[np.integer],
    relations: Sequence[Relation],
    hidden: NDArray[np.bool_],
    counting_from: int | None = None,
) -> list[WorkedOut]:
    """The hidden numbers that the reader works out.

    Args:
        n: true counts, shape (groups,).
        relations: which groups add up to which.
        hidden: shape (groups,). Which hidden groups are empty is known to him.
        counting_from: None: he solves equations. 0 or 1: he also tries whole numbers from there.

    Raises:
        ArithmeticError: no whole numbers from there fit what is shown.

    Source: Hundepool A and others (2012), Statistical Disclosure Control: auditing.

    >>> hidden = np.array([False, True, False])
    >>> worked_out(np.array([14, 2, 12]), [Relation(0, [1, 2])], hidden)
    [WorkedOut(unknown=1, value=2)]
    """
    known = what_is_known(n, relations, hidden)
    if counting_from is None:
        found = _by_equations(known.left)
    else:
        found = _by_whole_numbers(known.left, known.right, counting_from)
    return [WorkedOut(known.unknown[place], known.values[place]) for place in sorted(found)]


def what_is_known(
    n: NDArray[np.integer], relations: Sequence[Relation], hidden: NDArray[np.bool_]
) -> Known:
    """The equations that the relations and the numbers shown give; arguments as `worked_out`.

    >>> known = what_is_known(np.array([9, 4, 5]), [Relation(0, [1, 2])], np.array([0, 1, 1]) > 0)
    >>> known.left.tolist(), known.right.tolist()
    ([[1, 1]], [9])
    """
    value = dict(enumerate(int(count) for count in n))
    lines: list[dict[int, int]] = []
    for number, relation in enumerate(relations):
        line = {int(member): 1 for member in relation.members}
        line[int(relation.parent)] = -1
        if relation.has_remainder:
            rest = -sum(sign * value[group] for group, sign in line.items())
            value[len(n) + number] = rest
            line[len(n) + number] = 1
        lines.append(line)
    unknown = [
        group for group, count in value.items() if count and (group >= len(n) or hidden[group])
    ]
    place = {group: column for column, group in enumerate(unknown)}
    left = np.zeros((len(lines), len(unknown)), dtype=np.int64)
    right = np.zeros(len(lines), dtype=np.int64)
    for row, line in enumerate(lines):
        for group, sign in line.items():
            if group in place:
                left[row, place[group]] += sign
            else:
                right[row] -= sign * value[group]
    return Known(unknown, [value[group] for group in unknown], left, right)


def _by_equations(left: Integers) -> set[int]:
    """Unknowns that are alone in a line once the equations are reduced, over the fractions."""
    work = [[Fraction(int(entry)) for entry in line] for line in left if line.any()]
    done = 0
    for column in range(left.shape[1]):
        pivot = next((row for row in range(done, len(work)) if work[row][column]), None)
        if pivot is None:
            continue
        work[done], work[pivot] = work[pivot], work[done]
        head = work[done][column]
        work[done] = [entry / head for entry in work[done]]
        for row in range(len(work)):
            if row != done and work[row][column]:
                ratio = work[row][column]
                work[row] = [a - ratio * b for a, b in zip(work[row], work[done], strict=True)]
        done += 1
    lines = ([place for place, entry in enumerate(line) if entry] for line in work)
    return {places[0] for places in lines if len(places) == 1}


def _by_whole_numbers(left: Integers, right: Integers, lowest: int) -> set[int]:
    """Unknowns that can take one value only, among whole numbers that are not below ``lowest``."""
    rows = np.abs(left).sum(axis=1) > 0
    found: set[int] = set()
    if not rows.any():
        return found
    fits = LinearConstraint(left[rows], right[rows], right[rows])
    for column in range(left.shape[1]):
        goal = np.zeros(left.shape[1])
        goal[column] = 1
        least, most = (
            milp(
                sign * goal,
                constraints=fits,
                bounds=Bounds(lowest, np.inf),
                integrality=np.ones(len(goal), dtype=int),
            )
            for sign in (1, -1)
        )
        if least.status != 0:
            raise ArithmeticError(f"The whole-number programme was not solved: {least.message}")
        if most.status == 0 and round(least.fun) == round(-most.fun):
            found.add(column)
    return found
