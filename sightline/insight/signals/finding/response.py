"""Fewer learners answered than a round ago, by more than chance and what others did.

Who could have answered is rarely known, so it is the number who did, against the change at all
providers. A place that fell below the smallest group that may be shown is not looked at: a signal
would say how few they are.
"""

from __future__ import annotations

import numpy as np

from sightline.insight.signals.finding.grid import Beyond
from sightline.insight.signals.limits import Limit
from sightline.stats import unusual


def look(now: np.ndarray, before: np.ndarray, limit: Limit) -> Beyond:
    """How far each place's change lies towards the lower limit of all changes.

    Args:
        now, before: respondents of each place, NaN where that is not shown. Shape (keys,).

    ``usual`` and ``limit`` are numbers of respondents.
    """
    looked = ~np.isnan(now) & (np.nan_to_num(before) >= limit.fewest)
    by, usual, edge = (np.full(len(now), np.nan) for _ in range(3))
    looks = int(looked.sum())
    rate = limit.rate_of(looks)
    if looks < unusual.FEWEST:
        return Beyond(by, usual, edge, 0, rate)
    change, error = unusual.counts(now[looked], before[looked])
    found = unusual.low(change, error, rate=rate)
    large = now[looked] <= (1 - limit.at_least) * before[looked]
    by[looked] = np.where(large, found.beyond, np.minimum(found.beyond, 1.0))
    usual[looked] = before[looked] * np.exp(found.centre)
    edge[looked] = before[looked] * np.exp(found.limit)
    return Beyond(by, usual, edge, looks, rate)
