"""Red three rounds in a row: every question and theme of every provider."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sightline.insight.signals.finding.grid import Beyond, Grid
from sightline.insight.signals.limits import Limit


def look(grids: Sequence[Grid], same: Sequence[bool], limit: Limit) -> Beyond:
    """Which cells are red in every round.

    Args:
        grids: of the same groups and measures, one for each round, newest first.
        same: of each measure, whether it was asked alike in all of them.
        limit: how many rounds, and the smallest group.

    Fewer rounds than the rule asks for have nothing to look at.
    """
    shape = grids[0].score.shape
    if len(grids) < limit.rounds:
        nothing = np.full(shape, np.nan)
        return Beyond(nothing, nothing, nothing, 0, limit.rate)
    wanted = grids[: limit.rounds]
    looked = np.all([one.enough(limit.fewest) for one in wanted], axis=0) & np.array(same)
    red = np.all([one.red for one in wanted], axis=0)
    by = np.where(looked, np.where(red, 2.0, 0.0), np.nan)
    nothing = np.full(shape, np.nan)
    return Beyond(by, nothing, nothing, int(looked.sum()), limit.rate)
