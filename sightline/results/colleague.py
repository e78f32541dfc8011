"""Somebody who knows how all of a withheld group answered but one, and wants to know that one.

Used by tests and ``manage.py attack_results`` only. The reader knows that she answered the item,
and what all the others of the smallest withheld group that she is in answered. Everything shown of
the item, at any level, is added: the counts of each answer inside the service, and in public the
number, the percentage and the score, each with its rounding. Her answer is worked out when every
world of whole numbers that fits has the same one.

What no gate can stop: in a group that is *shown*, whoever knows all but one of its answers
subtracts. So nobody's answer is attacked from a group that is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from sightline.results.attacker import Gate, atoms_of
from sightline.results.gate import Cell, Round
from sightline.results.levels import Audience, GroupKey, Level
from sightline.results.measures import Answer
from sightline.results.oracle import Row, SmallRound, groups_of, members

Floats = NDArray[np.float64]


class Colleague:
    """The attack on one person's answer to one item. ``other`` is a world where it is different,
    counts of answers of the atoms (atoms, answers); None where there is none."""

    def __init__(self, made: SmallRound, read: Gate, row: Row, item: int) -> None:
        self.made, self.row, self.item = made, row, item
        self.code = made.questionnaire.items[item].code
        self.scale = made.questionnaire.items[item].scale
        self.atoms = atoms_of(made)
        groups = [_keys(atom, made) for atom in self.atoms]
        rows = members(made)
        self.inside = {
            key: np.array([key in keys for keys in groups]) for keys in groups for key in keys
        }
        withheld = [key for key in _keys(row, made) if not read.cell(key, self.code).shown]
        self.group = min(withheld, key=lambda key: (len(rows[key]), str(key)))
        self._rows = rows
        self.other = self._other(read)

    def __str__(self) -> str:
        return f"one of {self.group} answered {self.code}: {self.row.answers[self.item]}"

    def _other(self, read: Gate) -> Floats | None:
        size, length = len(self.atoms), len(self.scale)
        constraints = []
        for key, at in self.inside.items():
            cell = read.cell(key, self.code)
            if cell.shown:
                constraints += _shown(cell, at, self.scale)
        constraints += self._networks(read, size, length)
        low = np.zeros((size, length))
        high = np.full((size, length), 2.0 * len(self.made.rows) + 20)
        known = np.zeros((size, length))
        place = {_place(atom, self.made): number for number, atom in enumerate(self.atoms)}
        own = place[_place(self.row, self.made)]
        for each in self._rows[self.group]:
            if each.answers[self.item]:
                known[place[_place(each, self.made)], each.answers[self.item] - 1] += 1
        answer = self.row.answers[self.item] - 1
        known[own, answer] -= 1
        of_group = self.inside[self.group]
        low[of_group] = high[of_group] = known[of_group]
        high[own] += 1
        one = np.zeros((size, length))
        one[own] = 1
        exactly = known[own].sum() + 1
        constraints.append(_line(one, exactly, exactly))
        goal = np.zeros((size, length))
        goal[own, answer] = 1
        solved = milp(
            goal.ravel(),
            integrality=np.ones(size * length, dtype=np.int64),
            bounds=Bounds(low.ravel(), high.ravel()),
            constraints=constraints,
        )
        if solved.status != 0:
            raise AssertionError(f"What is shown has no solution: {solved.message}")
        found: Floats = np.round(solved.x).reshape(size, length)
        return found if found[own, answer] == known[own, answer] else None

    def _networks(self, read: Gate, size: int, length: int) -> list[LinearConstraint]:
        """Practices of networks that are shown as one. How many, their score, its error and how
        many were positive are told; the reader is given every answer of theirs together."""
        self.pools: dict[tuple[GroupKey, str], NDArray[np.bool_]] = {}
        if not isinstance(read, Round) or read.audience is not Audience.INSIDE:
            return []
        lines = []
        for board in (key for key in self.inside if key.level is Level.ICB):
            for network in read.networks(board, self.code):
                hidden = [
                    key
                    for key in read.children(board, Level.PROVIDER)
                    if self.made.places.networks.get(key.code) == network
                    and key in self.inside
                    and not read.cell(key, self.code).shown
                ]
                at = np.any([self.inside[key] for key in hidden], axis=0)
                self.pools[board, network] = at
                answers = [
                    each.answers[self.item] for key in hidden for each in self._rows.get(key, [])
                ]
                for answer in range(length):
                    weights = np.zeros((size, length))
                    weights[at, answer] = 1
                    many = answers.count(answer + 1)
                    lines.append(_line(weights, many, many))
        return lines

    def fits(
        self,
        cells: Mapping[tuple[GroupKey, str], Cell],
        pools: Mapping[tuple[GroupKey, str, str], int],
    ) -> bool:
        """Is all that was read of the item true in the other world?"""
        assert self.other is not None  # noqa: S101 - said to the type checker
        for (whole, network, code), n in pools.items():
            if code == self.code and network:
                at = self.pools.get((whole, network))
                if at is None or int(self.other[at].sum()) != n:
                    return False
        return self._fits(cells)

    def _fits(self, cells: Mapping[tuple[GroupKey, str], Cell]) -> bool:
        assert self.other is not None  # noqa: S101 - said to the type checker
        for (key, code), cell in cells.items():
            if code != self.code or not cell.shown or key not in self.inside:
                continue
            counts = self.other[self.inside[key]].sum(axis=0)
            if int(counts.sum()) != cell.n:
                return False
            if cell.answers is not None and tuple(counts.astype(int).tolist()) != cell.answers:
                return False
        return True


def _shown(cell: Cell, at: NDArray[np.bool_], scale: tuple[Answer, ...]) -> list[LinearConstraint]:
    """What a cell that is shown says of the counts of its atoms' answers."""
    size, length = len(at), len(scale)
    n = float(cell.n or 0)
    lines = []
    weights = np.zeros((size, length))
    if cell.answers is not None:
        for answer, count in enumerate(cell.answers):
            weights = np.zeros((size, length))
            weights[at, answer] = 1
            lines.append(_line(weights, count, count))
        return lines
    weights[at] = 1
    lines.append(_line(weights, n, n))
    for value, worth in (
        (cell.positive, [100.0 * one.positive for one in scale]),
        (cell.score, [one.score for one in scale]),
    ):
        if value is not None:
            weights = np.zeros((size, length))
            weights[at] = worth
            # A whole number stands for half a point either way.
            lines.append(_line(weights, n * (value - 0.5) - 1e-6, n * (value + 0.5) + 1e-6))
    return lines


def _line(weights: Floats, low: float, high: float) -> LinearConstraint:
    return LinearConstraint(sparse.csr_array(weights.reshape(1, -1)), low, high)


def _keys(row: Row, made: SmallRound) -> list[GroupKey]:
    found = []
    for level, code in groups_of(row, made.places).items():
        parts = (code,) if isinstance(code, str) else code
        if all(parts):
            found.append(GroupKey(level, *parts))
    return found


def _place(row: Row, made: SmallRound) -> tuple[str, ...]:
    """What a person's groups are, whatever the row has left out or put in the wrong place."""
    return tuple(str(code) for code in groups_of(row, made.places).values())
