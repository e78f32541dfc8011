"""Where each respondent stands: at a site, in a programme at its provider."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.results.groups import Groups
from sightline.results.levels import Level

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]
Answers = NDArray[np.uint32]


@dataclass(frozen=True)
class Spots:
    """Everybody of one site and one programme stands on one spot.

    ``site`` and ``programme`` (at the provider) are the positions of a spot's groups, (spots,);
    ``of`` is the spot of each row that the groups were arranged from. ``above`` has, for each
    programme at a provider from ``first`` on, all groups that it is a part of, (programmes at
    providers, 7): profession there, provider, board, region, programme, profession and nation.
    ``listed`` is of all groups. ``board`` says of each programme at a provider what sum the
    provider is a part of: its board, or a network that stands between (see partition.py).
    """

    site: Integers
    programme: Integers
    of: Integers
    first: int
    above: Integers
    listed: Booleans
    board: Integers

    def __len__(self) -> int:
        return len(self.site)

    @staticmethod
    def of_groups(groups: Groups) -> Spots:
        tiers, start = groups.tiers, groups.start
        crossings = tiers[Level.PROVIDER_PROGRAMME]
        width = max(len(crossings), 1)
        pairs, of = np.unique(groups.site_of * width + groups.crossing_of, return_inverse=True)
        site, crossing = np.divmod(pairs, width)
        wide = crossings.parent
        provider = tiers[Level.PROVIDER_PROFESSION].parent[wide]
        icb = tiers[Level.PROVIDER].parent[provider]
        programme = crossings.other_parent
        above = [
            start[Level.PROVIDER_PROFESSION] + wide,
            start[Level.PROVIDER] + provider,
            start[Level.ICB] + icb,
            start[Level.REGION] + tiers[Level.ICB].parent[icb],
            start[Level.PROGRAMME] + programme,
            start[Level.PROFESSION] + tiers[Level.PROGRAMME].parent[programme],
            np.full(len(wide), start[Level.NATION]),
        ]
        first = start[Level.PROVIDER_PROGRAMME]
        return Spots(
            start[Level.SITE] + site,
            first + crossing,
            of,
            first,
            np.stack(above, axis=1),
            groups.listed(),
            start[Level.ICB] + icb,
        )

    def given(self, spot_of: Integers, answers: NDArray[np.int8], scale: int) -> Answers:
        """Of one item a bit for each answer that somebody gave on each spot, (spots,).

        ``spot_of`` and ``answers`` (0 for none) are of respondents.
        """
        width = scale + 1
        count = np.bincount(spot_of * width + answers, minlength=len(self) * width)
        bits = np.uint32(1) << np.arange(scale, dtype=np.uint32)
        return np.asarray((count.reshape(-1, width)[:, 1:] > 0) @ bits, dtype=np.uint32)
