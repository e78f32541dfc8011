"""Groups that fell far, by more than chance, whatever others did and whatever their colour.

A colour compares a place with others: one that was good and fell to the middle is never red. So a
change is judged by itself, by the rule by which pages call it worse, at a stricter limit, and only
where it is large. Places do go up and down: that a fall is found says that it happened, not why.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import special

from sightline.insight.signals.finding.grid import Beyond, Booleans, Floats, Grid
from sightline.insight.signals.limits import Limit


def comparable(now: Grid, before: Grid, same: Sequence[bool], fewest: int) -> Booleans:
    """Cells that are looked at: enough people then and now, asked alike."""
    both: Booleans = now.enough(fewest) & before.enough(fewest) & np.array(same)
    return both


def beyond(
    now: Grid, before: Grid, same: Sequence[bool], shared: Floats, limit: Limit, rate: float
) -> Beyond:
    """How far each change lies towards its limit; above 1 it is beyond chance and large as well.

    Args:
        now, before: of the same groups and measures.
        shared: change of a wider place that has a signal of its own, 0 where there is none, shape
            (keys, measures): what goes beyond it is this group's.

    ``usual`` is the score with that change alone, ``limit`` the highest score that is beyond
    chance.
    """
    looked = comparable(now, before, same, limit.fewest)
    change = np.where(looked, now.score - before.score - shared, np.nan)
    # As insight.change: half widths of two intervals, put together.
    with np.errstate(invalid="ignore"):
        error = np.hypot(*(one.sd / np.sqrt(one.n) for one in (now, before)))
    half = float(special.ndtri(1 - rate)) * np.maximum(error, 1e-9)
    by = -change / half
    is_large = np.nan_to_num(-change) >= limit.at_least
    by = np.where(np.isnan(by) | is_large, by, np.minimum(by, 1.0))
    usual = np.where(looked, before.score + shared, np.nan)
    return Beyond(by, usual, usual - half, int(looked.sum()), rate)


def is_signal(seen: Beyond, now: Grid, limit: Limit) -> Booleans:
    """Of each group: did so many themes fall, or one by far? Shape (keys,)."""
    far = seen.past & (np.nan_to_num(seen.usual - now.score) >= limit.alone)
    found: Booleans = (seen.past.sum(axis=1) >= limit.several) | far.any(axis=1)
    return found
