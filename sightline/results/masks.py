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

from sightline.stats import suppression
from sightline.stats.relations import Structure

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
class Mask:
    """What may be shown: ``groups`` is (groups,), ``measures`` is (groups, measures)."""

    groups: Booleans
    measures: Booleans


def inside(structure: Structure, tallies: Tallies, threshold: int) -> Mask:
    """The mask of those who work with the results.

    Raises:
        ValueError: counts that do not add up along the structure.
    """
    base = suppression.protect(tallies.respondents, structure, threshold)
    measures = suppression.protect(
        tallies.n, structure, threshold, held_back=tallies.alike | base.hidden[:, None]
    )
    return Mask(~base.hidden, ~measures.hidden)


def public(
    structure: Structure, tallies: Tallies, threshold: int, handful: int, within: Mask
) -> Mask:
    """The mask of everybody: nothing that is withheld ``within`` the service is shown in public.

    ``handful`` is the smallest number of positive, and of other, answers that may be shown.
    """
    base = suppression.protect(tallies.respondents, structure, threshold, held_back=~within.groups)
    held_back = ~within.measures | base.hidden[:, None]
    items = tallies.positive.shape[1]
    positive, other = tallies.positive, tallies.n[:, :items] - tallies.positive
    few = np.zeros_like(held_back)
    few[:, :items] = (positive < handful) | (other < handful)
    hidden = suppression.protect(tallies.n, structure, threshold, held_back=held_back | few).hidden
    # Each further pass only hides more, so what an earlier one protected stays protected.
    for part in (positive, other):
        hidden[:, :items] = suppression.protect(
            part, structure, handful, held_back=hidden[:, :items]
        ).hidden
    return Mask(~base.hidden, ~hidden)
