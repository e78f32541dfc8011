"""How groups add up: a parent and the members that make it, compiled for arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sightline.stats import determined
from sightline.stats.network import Network, network

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Relation:
    """Members add up to their parent; all are positions of groups.

    ``has_remainder``: respondents of the parent may belong to no member (a site that was not
    recorded). They are a group that is never shown, and are protected like one.

    ``implied``: the sum follows from the others, as a profession is the sum of its part in each
    provider, which is the sum of its programmes there. Saying so saves time, and is checked.
    """

    parent: int
    members: Sequence[int] | Integers
    has_remainder: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """All relations as arrays. An unknown is a group or, after the groups, a relation's remainder.

    ``row``, ``column`` and ``above`` name the relation, the member and the parent of each
    membership, in the order of relations; ``sums`` is how many relations each unknown is the parent
    of, (unknowns,); ``equations`` is the sparse matrix (relations, unknowns)
    with -1 for the parent. ``edge_*`` join two relations that share an unknown, or one with the
    ground (number ``len(parent)``) where the unknown is in no other. ``network`` is there where the
    sums are one.
    """

    groups: int
    parent: Integers
    row: Integers
    column: Integers
    above: Integers
    remainder_of: Integers
    sums: Integers
    equations: Any
    by_unknown: Any
    edge_low: Integers
    edge_high: Integers
    edge_unknown: Integers
    edge_first: Integers
    network: Network | None = None

    @property
    def unknowns(self) -> int:
        return self.groups + len(self.remainder_of)

    def relations_of(self, unknown: int) -> Integers:
        """The relations that an unknown is in, as a member or as the parent."""
        start, end = self.by_unknown.indptr[unknown : unknown + 2]
        found: Integers = self.by_unknown.indices[start:end].astype(np.int64)
        return found

    def memberships(self, unknowns: Integers) -> tuple[Integers, Integers]:
        """Relation and member of every membership of these unknowns."""
        start, end = self.by_unknown.indptr[unknowns], self.by_unknown.indptr[unknowns + 1]
        uses = (end - start).astype(np.int64)
        at = np.repeat(start - np.cumsum(uses) + uses, uses) + np.arange(uses.sum())
        member = self.by_unknown.data[at] > 0
        row = self.by_unknown.indices[at][member].astype(np.int64)
        return row, np.repeat(unknowns, uses)[member]

    def with_remainders(self, n: Integers) -> Integers:
        """Counts of groups (groups, items), with the remainders below them.

        Raises:
            ValueError: members do not add up to their parent, or to more than it has.
        """
        given = np.zeros((self.unknowns, n.shape[1]), dtype=np.int64)
        given[: self.groups] = n
        rest = -(self.equations @ given)
        wrong = rest != 0
        wrong[self.remainder_of] = rest[self.remainder_of] < 0
        if wrong.any():
            relation, item = (int(place[0]) for place in np.nonzero(wrong))
            whole = int(n[self.parent[relation], item])
            raise ValueError(
                f"The members of group {int(self.parent[relation])} (relation {relation}, "
                f"item {item}) add up to {whole - int(rest[relation, item])}, not {whole}."
            )
        given[self.groups :] = rest[self.remainder_of]
        return given


def compile_relations(groups: int, relations: Iterable[Relation]) -> Structure:
    """The relations between ``groups`` groups as arrays.

    Raises:
        ValueError: a position outside the groups, a member named twice, or its own parent; a sum
            said to be implied that is not.

    >>> structure = compile_relations(3, [Relation(0, [1, 2])])
    >>> structure.equations.toarray().tolist()
    [[-1, 1, 1]]
    """
    listed = list(relations)
    members = [np.asarray(relation.members, dtype=np.int64) for relation in listed]
    parent = np.array([relation.parent for relation in listed], dtype=np.int64)
    sizes = np.array([len(each) for each in members], dtype=np.int64)
    row = np.repeat(np.arange(len(listed)), sizes)
    column = np.concatenate([*members, np.zeros(0, dtype=np.int64)])
    _check(groups, parent, row, column)
    remainder_of = np.flatnonzero([relation.has_remainder for relation in listed]).astype(np.int64)
    unknowns = groups + len(remainder_of)
    row = np.concatenate([row, remainder_of])
    column = np.concatenate([column, np.arange(groups, unknowns)])
    order = np.argsort(row, kind="stable")
    row, column = row[order], column[order]
    every = np.arange(len(listed))
    equations = sparse.csr_array(
        (
            np.concatenate([np.ones(len(row), dtype=np.int64), np.full(len(listed), -1)]),
            (np.concatenate([row, every]), np.concatenate([column, parent])),
        ),
        shape=(len(listed), unknowns),
    )
    by_unknown = equations.tocsc()
    by_unknown.sort_indices()
    return Structure(
        groups,
        parent,
        row,
        column,
        parent[row],
        remainder_of,
        np.bincount(parent, minlength=unknowns),
        equations,
        by_unknown,
        *_edges(by_unknown),
        network(_without_implied(equations, listed)),
    )


def _without_implied(equations: Any, listed: list[Relation]) -> Any:
    implied = np.array([relation.implied for relation in listed], dtype=bool)
    if not implied.any():
        return equations
    kept = equations[~implied]
    solution = determined.random_solution(kept)
    if (equations[implied] @ solution).any():
        raise ValueError("A sum is said to follow from the others, and does not.")
    return kept


def _check(groups: int, parent: Integers, row: Integers, column: Integers) -> None:
    for positions in (parent, column):
        if len(positions) and not (positions.min() >= 0 and positions.max() < groups):
            raise ValueError("A relation names a group that is not there.")
    if (parent[row] == column).any():
        raise ValueError("A group cannot be a member of itself.")
    if len(np.unique(row * max(groups, 1) + column)) != len(row):
        raise ValueError("A relation names a member twice.")


def _edges(by_unknown: Any) -> tuple[Integers, Integers, Integers, Integers]:
    """Pairs of relations that share an unknown; the ground for unknowns in one relation only.

    In order, with the first of each pair.
    """
    ground = by_unknown.shape[0]
    starts, uses = by_unknown.indptr[:-1].astype(np.int64), np.diff(by_unknown.indptr)
    relation = by_unknown.indices.astype(np.int64)
    single = np.flatnonzero(uses == 1)
    one, two, unknown = [relation[starts[single]]], [np.full(len(single), ground)], [single]
    for first in range(int(uses.max(initial=0)) - 1):
        for second in range(first + 1, int(uses.max())):
            both = np.flatnonzero(uses > second)
            one.append(relation[starts[both] + first])
            two.append(relation[starts[both] + second])
            unknown.append(both)
    ends = np.concatenate(one), np.concatenate(two)
    low, high, which = np.minimum(*ends), np.maximum(*ends), np.concatenate(unknown)
    order = np.lexsort((which, high, low))
    low, high, which = low[order], high[order], which[order]
    new = (np.diff(low, prepend=-1) > 0) | (np.diff(high, prepend=-1) != 0)
    return low, high, which, np.flatnonzero(new)
