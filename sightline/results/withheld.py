"""What withholding costs: which part of the results, and of the answers in them, nobody sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sightline.results import masks
from sightline.results.groups import Groups
from sightline.results.levels import Level

#: The levels of which it is said: where places and what is taught there become small.
LEVELS = (Level.PROVIDER, Level.SITE, Level.PROVIDER_PROFESSION, Level.PROVIDER_PROGRAMME)


@dataclass(frozen=True, slots=True)
class Withheld:
    """Of one level in the whole round, in whole percentages: results (one measure of one group in
    which somebody answered it), and the answers in them. None: too few to say."""

    level: Level
    results: int
    answers: int


def cost(arranged: Groups, tallies: masks.Tallies, mask: masks.Mask) -> dict[str, list[int]]:
    """For each level the parts withheld, as the manifest keeps them.

    Whole percentages of all measures together, of the nation only, so that no group is told by
    them; a level with fewer than a hundred results is left out.
    """
    listed = arranged.listed()
    found = {}
    for level in LEVELS:
        rows = arranged.span(level)
        n = tallies.n[rows][listed[rows]]
        hidden = ~mask.measures[rows][listed[rows]]
        there = n > 0
        if there.sum() < 100:
            continue
        found[str(level)] = [
            round(100 * float(np.sum(hidden & there) / there.sum())),
            round(100 * float(n[hidden].sum() / n.sum())),
        ]
    return found


def of_manifest(kept: dict[str, Any]) -> tuple[Withheld, ...]:
    """What `cost` left; nothing for rounds that were built before it was kept."""
    return tuple(Withheld(Level(level), *parts) for level, parts in kept.items())
