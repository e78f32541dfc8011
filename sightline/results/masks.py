"""What may be shown: one mask for each audience, made once when a round is built.

A group is withheld when it is small, and others beside it where it could be worked out by adding
and subtracting what is shown, at any level (see stats.suppression). Every measure has a mask of its
own inside that of the groups: where too few answered this item, or all gave the same answer, the
item is withheld there and, again, whatever would give it away.

In public more is withheld: a cell too when it would show that fewer than a handful, or none, or
all, were positive. For then the few can be counted from the percentage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.results import rings
from sightline.results.groups import Groups
from sightline.stats import suppression
from sightline.stats.relations import Structure, compile_relations

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Tallies:
    """What masks are made from; groups on the first axis, measures (items, then themes) next.

    ``alike``: everybody who answered gave the same answer. ``positive`` is of the items only.
    """

    respondents: Integers
    n: Integers
    alike: Booleans
    positive: Integers


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
    return Mask(~base, ~_loosened(sums, tallies, threshold, base, hidden))


def public(sums: Sums, tallies: Tallies, threshold: int, handful: int, within: Mask) -> Mask:
    """The mask of everybody: nothing that is withheld ``within`` the service is shown in public.

    ``handful`` is the smallest number of positive, and of other, answers that may be shown.
    """
    structure = sums.structure
    base = suppression.protect(
        tallies.respondents, structure, threshold, held_back=~within.groups
    ).hidden
    items = tallies.positive.shape[1]
    positive, other = tallies.positive, tallies.n[:, :items] - tallies.positive
    held_back = ~within.measures | base[:, None]
    held_back[:, :items] |= (positive < handful) | (other < handful)
    hidden = suppression.protect(tallies.n, structure, threshold, held_back=held_back).hidden
    # Each further pass only hides more, so what an earlier one protected stays protected.
    for part in (positive, other):
        hidden[:, :items] = suppression.protect(
            part, structure, handful, held_back=hidden[:, :items]
        ).hidden
    return Mask(~base, ~_loosened(sums, tallies, threshold, base, hidden))


def _loosened(
    sums: Sums, tallies: Tallies, threshold: int, base: Booleans, hidden: Booleans
) -> Booleans:
    """``hidden`` (groups, measures) with more hidden where a number could not move (see rings)."""
    result = hidden.copy()
    for place in range(hidden.shape[1]):
        n = tallies.n[:, place]
        measure = rings.Measure(sums.flow, n, tallies.respondents, base, threshold)
        counts = suppression.Counts(n, sums.structure, threshold)
        while True:
            column = result[:, place]
            more = measure.loosen(measure.stuck(column), column)
            if not len(more):
                break
            column[more] = True
            result[:, place] = counts.protect(column)
    return result
