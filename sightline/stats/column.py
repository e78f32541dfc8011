"""The counts of one item and what is hidden of them so far: the rules of `suppression` at work."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sightline.stats.determined import determined
from sightline.stats.network import Growing
from sightline.stats.relations import Integers, Structure
from sightline.stats.rings import cheapest_rings

Booleans = NDArray[np.bool_]
Floats = NDArray[np.float64]

# What a step costs that hides nothing more: little, so that the shortest way wins among equals.
_STEP = 1 / 1024
# Up to this many exposed numbers are mended one by one, each by its own cheapest way.
_ONE_BY_ONE = 8
# Of more than that, so many are mended together.
_TOGETHER = 64
# Hidden companions times hidden numbers, up to which it is tried to show companions again.
_TIDY_UP_TO = 400_000


class Reason(StrEnum):
    """Why a number is hidden. For those who keep the service; readers never see it."""

    SHOWN = "shown"
    EMPTY = "empty"
    SMALL = "below the minimum"
    HELD_BACK = "held back by the caller"
    COMPANION = "hidden beside another"
    INSIDE = "inside a hidden group"


REASONS: tuple[Reason, ...] = tuple(Reason)
CODE = {reason: np.uint8(code) for code, reason in enumerate(REASONS)}


class Column:
    """The counts of one item, and what is hidden of them so far."""

    def __init__(
        self,
        structure: Structure,
        n: Integers,
        threshold: int,
        held_back: Booleans,
        occupied_known: bool,
        growing: Growing | None = None,
    ) -> None:
        self.growing = growing
        self.structure = structure
        self.n = n
        self.threshold = threshold
        self.occupied_known = occupied_known
        remainders = np.arange(structure.unknowns) >= structure.groups
        self.held_back = np.zeros(structure.unknowns, dtype=bool)
        self.held_back[: structure.groups] = held_back
        self.small = n < threshold
        # A remainder is never shown anywhere; a large one may well be worked out.
        self.guarded = (n > 0) & ~(remainders & ~self.small)
        self.fixed = self.small | self.held_back | remainders
        self.hidden = np.zeros(structure.unknowns, dtype=bool)
        # Of each relation: hidden members in whom there is somebody, the people in them, and how
        # many of these members are guarded.
        size = len(structure.parent)
        self.members, self.people, self.guards = np.zeros((3, size), dtype=np.int64)
        self.hidden |= self.fixed
        self._hide_inside()
        known = np.flatnonzero((self.hidden & (n > 0))[structure.column])
        self._note(structure.row[known], structure.column[known], 1)

    def hold(self, held_back: Booleans) -> None:
        """Hold back more than before: whatever is hidden by now, and these."""
        self.held_back[: self.structure.groups] |= held_back
        self.fixed |= self.held_back
        self._hide(np.flatnonzero(self.held_back & ~self.hidden))

    def protect(self) -> None:
        while True:
            while len(companions := self._companions()):
                self._hide(companions)
            exposed = self._exposed(self.growing)
            if not exposed.any():
                break
            self._hide(self._ways_round(np.flatnonzero(exposed)))
        self._tidy()

    def _hide(self, more: Integers) -> None:
        """Hide these and, rule 3, whatever is inside."""
        before = self.hidden.copy()
        self.hidden[more] = True
        if self.structure.sums[more].any():
            self._hide_inside()
        self._note_of(np.flatnonzero(self.hidden & ~before), 1)

    def _hide_inside(self) -> None:
        s = self.structure
        while True:
            found = s.column[self.hidden[s.above] & ~self.hidden[s.column]]
            if not len(found):
                return
            self.hidden[found] = True

    def _note_of(self, changed: Integers, by: int) -> None:
        self._note(*self.structure.memberships(changed[self.n[changed] > 0]), by)

    def _note(self, row: Integers, column: Integers, by: int) -> None:
        """Keep account of hidden members of relations."""
        size = len(self.members)
        self.members += by * np.bincount(row, minlength=size)
        self.people += by * np.bincount(row, self.n[column], size).astype(np.int64)
        self.guards += by * np.bincount(row, self.guarded[column], size).astype(np.int64)

    def _broken(self) -> Booleans:
        """Rule 2: the relations under a shown total whose hidden members are too few."""
        few = are_too_few(self.members, self.people, self.threshold)
        return few & (self.guards > 0) & ~self.hidden[self.structure.parent]

    def _companions(self) -> Integers:
        """For each broken relation the cheapest member to hide as well, or else the parent."""
        s = self.structure
        broken = self._broken()
        if not broken.any():
            return np.zeros(0, dtype=np.int64)
        cost, saved = self._costs(broken)
        possible = broken[s.row] & ~self.hidden[s.column]
        row, column = s.row[possible], s.column[possible]
        entry = cost[column] + saved[row]
        order = np.lexsort((column, entry, row))
        first = np.ones(len(order), dtype=bool)
        first[1:] = np.diff(row[order]) > 0
        chosen = order[first]
        without = broken.copy()
        without[row[chosen]] = False
        return np.unique(np.concatenate([column[chosen], s.parent[without]]))

    def _costs(self, broken: Booleans) -> tuple[Floats, Floats]:
        """What hiding each unknown that is shown is likely to cost in respondents hidden.

        Its own n; what is inside it; and where it is the first hidden one of another shown total, a
        companion there. Less the companion that it saves in each broken relation: the second
        result, to be added back for the relation that asks.
        """
        s = self.structure
        size = len(s.parent)
        price = np.where(self.hidden, np.inf, self.n.astype(np.float64))
        row, column = s.memberships(np.flatnonzero(~self.hidden))
        most = int(self.n.max(initial=0)) + 1
        ranked = np.argsort(row * most + self.n[column], kind="stable")
        least, second = np.full(size, np.inf), np.full(size, np.inf)
        sizes = np.bincount(row, minlength=size)
        starts = np.cumsum(sizes) - sizes
        some, more = sizes > 0, sizes > 1
        least[some] = price[column[ranked[starts[some]]]]
        second[more] = price[column[ranked[starts[more] + 1]]]
        whole = self.n[s.parent].astype(np.float64)
        least, second = np.minimum(least, whole), np.minimum(second, whole)
        fresh = ~self.hidden[s.parent] & (self.members == 0)
        follow = np.where(price[column] == least[row], second[row], least[row])
        saved = np.where(broken, least, 0.0)
        entry = np.where(fresh[row], follow, 0.0) - saved[row]
        cost = self._own_cost()
        cost += np.bincount(column, entry, s.unknowns)
        return cost, saved

    def _own_cost(self) -> Floats:
        """Respondents hidden with an unknown: its own, and once more for each sum inside it."""
        return self.n * (1.0 + self.structure.sums)

    def _exposed(self, growing: Growing | None = None) -> Booleans:
        """Rule 4: hidden numbers that follow from everything shown together."""
        s = self.structure
        hidden = self.hidden & (self.n > 0)
        if s.network is not None and not self.occupied_known:
            return s.network.determined(hidden, growing) & self.guarded
        unknown = np.flatnonzero(hidden)
        exposed = np.zeros(s.unknowns, dtype=bool)
        lowest = self.n[unknown] == 1 if self.occupied_known else None
        exposed[unknown] = determined(s.by_unknown[:, unknown].tocsr(), lowest)
        return exposed & self.guarded

    def _ways_round(self, exposed: Integers) -> Integers:
        """Rule 4: what to hide so that exposed numbers lie on rings of hidden ones."""
        price = np.where(self.hidden, _STEP, self._own_cost())
        price[self.n == 0] = np.inf
        few = len(exposed) <= _ONE_BY_ONE
        targets = exposed[: 1 if few else _TOGETHER]
        rings = cheapest_rings(self.structure, price, targets, targets if few else exposed)
        found: list[int] = []
        for target, ring in zip(targets, rings, strict=True):
            shown = [unknown for unknown in ring if not self.hidden[unknown]]
            found += shown or [self._next_best(int(target))]
        return np.unique(np.array(found, dtype=np.int64))

    def _next_best(self, target: int) -> int:
        """The smallest number shown in a relation of the target, or else anywhere."""
        s = self.structure
        near = np.unique(s.equations[s.relations_of(target)].indices)
        for pool in (near, np.arange(s.groups)):
            shown = pool[~self.hidden[pool]]
            if len(shown):
                return int(shown[np.argmin(self.n[shown])])
        raise AssertionError("With everything hidden nothing can be worked out.")

    def _tidy(self) -> None:
        """Show companions again, the largest first, that turn out not to be needed."""
        shown_one = True
        while shown_one:
            shown_one = False
            spare = np.flatnonzero(self.hidden & ~self.fixed)
            limit = _TIDY_UP_TO // 16 if self.occupied_known else _TIDY_UP_TO
            if len(spare) * int((self.hidden & (self.n > 0)).sum()) > limit:
                return
            for one in spare[np.argsort(-self.n[spare], kind="stable")]:
                shown_one |= self._show_again(int(one))

    def _show_again(self, one: int) -> bool:
        s = self.structure
        relations = s.relations_of(one)
        under = relations[s.parent[relations] != one]
        if self.hidden[s.parent[under]].any():
            return False
        # Nothing was broken before, so only what it is a part or the sum of can be now.
        part = s.parent[relations] != one
        few = are_too_few(
            self.members[relations] - part,
            self.people[relations] - part * self.n[one],
            self.threshold,
        )
        guards = self.guards[relations] - part * self.guarded[one]
        if (few & (guards > 0)).any():
            return False
        self.hidden[one] = False
        if self._exposed().any():
            self.hidden[one] = True
            return False
        self._note_of(np.array([one]), -1)
        return True

    def reasons(self) -> NDArray[np.uint8]:
        """Reason codes of the groups."""
        s = self.structure
        inside = np.zeros(s.unknowns, dtype=bool)
        inside[s.column[self.hidden[s.parent[s.row]]]] = True
        codes = np.select(
            [~self.hidden, self.n == 0, self.small, self.held_back, inside],
            [
                CODE[reason]
                for reason in (
                    Reason.SHOWN,
                    Reason.EMPTY,
                    Reason.SMALL,
                    Reason.HELD_BACK,
                    Reason.INSIDE,
                )
            ],
            default=CODE[Reason.COMPANION],
        )
        return codes[: s.groups].astype(np.uint8)


def too_few(hidden: int, people: int, threshold: int) -> bool:
    """Rule 2: whether that many hidden members of a shown total, who have so many respondents
    together, give something away."""
    return bool(are_too_few(np.array(hidden), np.array(people), threshold))


def are_too_few(hidden: Integers, people: Integers, threshold: int) -> Booleans:
    """`too_few` of many, arrays of one shape."""
    return (hidden < 2) | (people < np.maximum(threshold, hidden + 1))
