"""What a reader can tell of one measure's hidden numbers and answers, when networks are shown."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sightline.results import masks, rings, swaps
from sightline.results.groups import Groups
from sightline.results.levels import Level

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

#: What stands above each level, up to the provider of a board.
_UP = {
    Level.PROVIDER_PROGRAMME: Level.PROVIDER_PROFESSION,
    Level.PROVIDER_PROFESSION: Level.PROVIDER,
    Level.SITE: Level.PROVIDER,
    Level.PROVIDER: None,
}


class Look:
    """What a reader can tell of one measure's hidden numbers and answers."""

    def __init__(
        self, arranged: Groups, tallies: masks.Tallies, mask: masks.Mask, threshold: int, place: int
    ) -> None:
        self.arranged, self.tallies, self.threshold = arranged, tallies, threshold
        self.hidden = ~mask.measures[:, place]
        self.withheld = ~mask.groups
        self.n = tallies.n[:, place]
        self.place = place
        self.tail, self.head = arranged.ring()

    @cached_property
    def without(self) -> Booleans:
        """What is known when no network is shown."""
        providers = len(self.arranged.tiers[Level.PROVIDER])
        return self.exposed(np.full(providers, -1, dtype=np.int64))

    def told(self, between: Integers) -> Booleans:
        """What is known when these networks are shown, and was not without them."""
        found = self.exposed(between)
        return found & ~self.without if found.any() else found

    def exposed(self, between: Integers) -> Booleans:
        """Hidden groups of which a number, or an answer of somebody in it, is known, when these
        networks are shown."""
        level = self.arranged.span(Level.PROVIDER)
        places = int(max(self.tail.max(), self.head.max())) + 1
        tail = self.tail.copy()
        # A practice whose network withholds nothing of it hangs on the board as before.
        use = (between >= 0) & self.hidden[level]
        tail[level] = np.where(use, places + between, tail[level])
        flow = rings.Flow(tail, self.head)
        found = flow.graph.bridges(self.hidden & flow.there & (self.n > 0))
        measure = rings.Measure(
            flow, self.n, self.tallies.respondents, self.withheld, self.threshold
        )
        found[measure.stuck(self.hidden)] = True
        spots, on_spot = self.tallies.spots, self.tallies.on_spot
        if self.place < self.tallies.given.shape[1] and spots is not None and on_spot is not None:
            provider = spots.above[:, 1] - level.start
            board = np.where(use[provider], places + between[provider], spots.board)
            item = swaps.Item(
                replace(spots, board=board),
                flow,
                self.n,
                self.tallies.given[:, self.place],
                on_spot[:, self.place],
            )
            found[item.told(self.hidden)] = True
        return found

    def boards(self, groups: Integers) -> set[int]:
        """The boards that groups are of, as positions in their tier."""
        found: set[int] = set()
        for at in groups.tolist():
            for level in (
                Level.PROVIDER_PROGRAMME,
                Level.PROVIDER_PROFESSION,
                Level.SITE,
                Level.PROVIDER,
            ):
                rows = self.arranged.span(level)
                if rows.start <= at < rows.stop:
                    parent = int(self.arranged.tiers[level].parent[at - rows.start])
                    above = _UP[level]
                    if above is None:
                        found.add(parent)
                    else:
                        at = self.arranged.start[above] + parent
        return found
