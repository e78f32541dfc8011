"""What may be shown: one mask for each audience, made once when a round is built.

A group is withheld when it is small, and others beside it where it could be worked out by adding
and subtracting what is shown, at any level (see stats.suppression). Every measure has a mask of its
own inside that of the groups: where too few answered this item, or all gave the same answer, the
item is withheld there and, again, whatever would give it away.

A sensitive item is withheld inside the service too where few, or none, or all, answered it
positively, and with it whatever is made of it.

In public more is withheld: a cell too when it would show that fewer than a handful, or none, or
all, were positive. For then the few can be counted from the percentage.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.results import rings, swaps
from sightline.results.groups import Groups
from sightline.results.measures import Parts
from sightline.results.spots import Spots
from sightline.stats import suppression
from sightline.stats.relations import Structure, compile_relations

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]
Answers = NDArray[np.uint32]


_NONE: Integers = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Tallies:
    """What masks are made from; groups on the first axis, measures (items, then themes) next.

    ``alike``: everybody who answered gave the same answer. ``positive`` and ``given``, which has a
    bit for each answer that somebody gave, are of the items only; so is ``on_spot``, the same for
    everybody of one site and programme, (spots, items). ``parts`` is what measures are
    made of.
    """

    respondents: Integers
    n: Integers
    alike: Booleans
    positive: Integers
    given: Answers
    parts: Parts
    spots: Spots | None = None
    on_spot: Answers | None = None

    def of(self, measures: Integers) -> Tallies:
        """The same of some measures only, in their order."""
        items = measures[measures < self.positive.shape[1]]

        def part(value: Any) -> Any:
            if not isinstance(value, np.ndarray) or value.ndim < 2:
                return value
            return value[:, measures if value.shape[1] == self.n.shape[1] else items]

        parts = {one.name: part(getattr(self, one.name)) for one in fields(self)}
        return Tallies(**{**parts, "parts": self.parts.of(measures, items)})


@dataclass(frozen=True)
class Sums:
    """How the groups add up: as relations, and as a flow (see groups.Groups.ring)."""

    structure: Structure
    flow: rings.Flow

    @staticmethod
    def of(groups: Groups) -> Sums:
        structure = compile_relations(groups.size, groups.relations())
        return Sums(structure, rings.Flow(*groups.ring()))


@dataclass(frozen=True)
class Mask:
    """What may be shown: ``groups`` is (groups,), ``measures`` is (groups, measures)."""

    groups: Booleans
    measures: Booleans


def inside(sums: Sums, tallies: Tallies, threshold: int) -> Mask:
    """The mask of those who work with the results.

    Raises:
        ValueError: counts that do not add up along the sums.
    """
    base = suppression.protect(tallies.respondents, sums.structure, threshold).hidden
    hidden = suppression.protect(
        tallies.n, sums.structure, threshold, held_back=tallies.alike | base[:, None]
    ).hidden
    which = np.flatnonzero(tallies.parts.sensitive)
    if len(which):
        hidden[:, which] = suppression.protect(
            tallies.n[:, which],
            sums.structure,
            threshold,
            held_back=hidden[:, which] | _few(tallies, which, threshold),
        ).hidden
        _hide_few(sums, tallies, which, threshold, hidden)
    return Mask(~base, ~_loosened(sums, tallies, threshold, base, hidden, answers_shown=True))


def _few(tallies: Tallies, items: Integers, handful: int) -> Booleans:
    """Where fewer, or none, gave a positive answer to these items, or another one."""
    positive = tallies.positive[:, items]
    return (positive < handful) | (tallies.n[:, items] - positive < handful)


def _hide_few(
    sums: Sums, tallies: Tallies, items: Integers, handful: int, hidden: Booleans
) -> None:
    """Hide of these items what would tell that few gave a positive answer, or another one.

    Each pass only hides more, so what an earlier one protected stays protected.
    """
    positive = tallies.positive[:, items]
    for part in (positive, tallies.n[:, items] - positive):
        hidden[:, items] = suppression.protect(
            part, sums.structure, handful, held_back=hidden[:, items]
        ).hidden


def public(sums: Sums, tallies: Tallies, threshold: int, handful: int, within: Mask) -> Mask:
    """The mask of everybody: nothing that is withheld ``within`` the service is shown in public.

    ``handful`` is the smallest number of positive, and of other, answers that may be shown.
    """
    base = suppression.protect(
        tallies.respondents, sums.structure, threshold, held_back=~within.groups
    ).hidden
    items = np.arange(tallies.positive.shape[1])
    held_back = ~within.measures | base[:, None]
    held_back[:, items] |= _few(tallies, items, handful)
    hidden = suppression.protect(tallies.n, sums.structure, threshold, held_back=held_back).hidden
    _hide_few(sums, tallies, items, handful, hidden)
    return Mask(~base, ~_loosened(sums, tallies, threshold, base, hidden))


def _loosened(
    sums: Sums,
    tallies: Tallies,
    threshold: int,
    base: Booleans,
    hidden: Booleans,
    *,
    answers_shown: bool = False,
) -> Booleans:
    """``hidden`` (groups, measures) with more hidden where a number could not move (see rings), and
    where how many gave each answer is shown, what would tell an answer (see `_tells_an_answer`)."""
    result = hidden.copy()
    items = tallies.given.shape[1] if answers_shown else 0
    for place in range(hidden.shape[1]):
        n = tallies.n[:, place]
        measure = rings.Measure(sums.flow, n, tallies.respondents, base, threshold)
        counts = suppression.Counts(n, sums.structure, threshold)
        item = None
        if place < items and tallies.spots is not None and tallies.on_spot is not None:
            item = swaps.Item(
                tallies.spots, sums.flow, n, tallies.given[:, place], tallies.on_spot[:, place]
            )
        # Items come first: what their masks have grown to is known.
        told = result[:, : tallies.given.shape[1]][:, tallies.parts.telling[place]].any(axis=1)
        if (told & ~result[:, place]).any():
            result[:, place] = counts.protect(result[:, place] | told)
        moved = True  # was anything hidden but sites, which lie on no ring?
        while True:
            column = result[:, place]
            more = measure.loosen(measure.stuck(column), column) if moved else _NONE
            if not len(more) and place < items:
                more = _tells_an_answer(sums.structure, n, tallies.given[:, place], column)
            if not len(more) and item is not None:
                more = item.tells(column)
            if not len(more):
                break
            column[more] = True
            beside = _sites_beside(sums, n, threshold, more, column)
            moved = beside is None
            if beside is None:
                result[:, place] = counts.protect(column)
            else:
                column[beside] = True
    return result


def _tells_an_answer(s: Structure, n: Integers, given: Answers, hidden: Booleans) -> Integers:
    """What else to hide so that nobody's answer follows for somebody who knows the rest of a group.

    What is left of a shown total is the answers of its hidden members together. Somebody who knows
    all of one of them but one person takes those away; when all in the others gave one answer, and
    that person too, it is known. So the others of each hidden member must have given two different
    answers, or one that nobody in it gave.
    """
    counted = np.flatnonzero(hidden[s.column] & ~hidden[s.above] & (n[s.column] > 0))
    tells = one_answer_left(s.row[counted], given[s.column[counted]], len(s.parent))
    if not tells.any():
        return _NONE
    possible = np.flatnonzero(tells[s.row] & ~hidden[s.column] & (n[s.column] > 0))
    order = possible[np.lexsort((s.column[possible], n[s.column[possible]], s.row[possible]))]
    first = order[np.diff(s.row[order], prepend=-1) > 0]
    tells[s.row[first]] = False
    return np.unique(np.concatenate([s.column[first], s.parent[tells]]))


def one_answer_left(row: Integers, given: Answers, rows: int) -> Booleans:
    """In which rows the others of some member all gave one answer that was given in it too.

    Args:
        row: of each member, (members,).
        given: a bit for each answer that somebody in it gave, (members,).
        rows: how many rows there are.
    """
    mixed = np.bitwise_count(given) > 1
    of_mixed, of_alike = np.zeros(rows, dtype=given.dtype), np.zeros(rows, dtype=given.dtype)
    np.bitwise_or.at(of_mixed, row[mixed], given[mixed])
    np.bitwise_or.at(of_alike, row[~mixed], given[~mixed])
    many = np.bincount(row[mixed], minlength=rows)
    all_one = np.bitwise_count(of_alike) == 1
    tells: Booleans = all_one & ((many == 0) | ((many == 1) & (of_mixed & of_alike > 0)))
    return tells


def _sites_beside(
    sums: Sums, n: Integers, threshold: int, more: Integers, hidden: Booleans
) -> Integers | None:
    """Where only sites were hidden: the other sites to hide beside them, as suppression would.

    Sites are in one sum each and on no ring, so nothing else has to be looked at again. None where
    that is not enough.
    """
    s = sums.structure
    if sums.flow.there[more].any():
        return None
    found: list[int] = []
    for row in np.unique(s.memberships(more)[0]):
        start, end = np.searchsorted(s.row, (row, row + 1))
        members = s.column[start:end]
        members = members[n[members] > 0]
        members = members[np.lexsort((members, n[members], ~hidden[members]))]
        least = int(hidden[members].sum())
        while suppression.too_few(least, int(n[members[:least]].sum()), threshold):
            if least == len(members):
                return None
            least += 1
        found += members[:least].tolist()
    return np.array(found, dtype=np.int64)
