"""Places that fell more than others: since the round before, or since the one before that.

For yearly rounds an XmR chart has too few points (see stats.spc). A place's change is set against
the changes of all places of its level, so that a year in which everybody fell a little makes no
hundred signals; whole regions and the nation are set against no change, by how much providers
inside changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import special

from sightline.insight.signals.finding.grid import Beyond, Grid
from sightline.insight.signals.limits import Limit
from sightline.stats import unusual


def comparable(now: Grid, before: Grid, same: Sequence[bool], fewest: int) -> np.ndarray:
    """Cells that are looked at: enough people then and now, among enough others."""
    both = now.enough(fewest) & before.enough(fewest) & np.array(same)
    return both & (both.sum(axis=0) >= unusual.FEWEST)


def changes(now: Grid, before: Grid, rows: np.ndarray, column: int) -> tuple[np.ndarray, ...]:
    """Change in log odds of the score, its standard error, and whether it is for the worse beyond
    chance alone (95%), which is what pages call worse."""
    here, error = unusual.logits(now.score[rows, column], now.sd[rows, column], now.n[rows, column])
    there, other = unusual.logits(
        before.score[rows, column], before.sd[rows, column], before.n[rows, column]
    )
    whole = np.hypot(error, other)
    return here - there, whole, here - there + 1.959964 * whole < 0


def beyond(now: Grid, before: Grid, same: Sequence[bool], limit: Limit, rate: float) -> Beyond:
    """How far each change lies towards the lower limit of all changes; see Beyond.

    ``usual`` and ``limit`` are the scores that the place would have with the usual change, and at
    the limit.
    """
    looked = comparable(now, before, same, limit.fewest)
    by, usual, edge = (np.full(looked.shape, np.nan) for _ in range(3))
    for column in np.flatnonzero(looked.any(axis=0)):
        rows = np.flatnonzero(looked[:, column])
        change, error, worse = changes(now, before, rows, int(column))
        found = unusual.low(change, error, rate=rate)
        by[rows, column] = np.where(worse, found.beyond, np.minimum(found.beyond, 1.0))
        then = unusual.logits(
            before.score[rows, column], before.sd[rows, column], before.n[rows, column]
        )[0]
        usual[rows, column] = [unusual.score(float(one)) for one in then + found.centre]
        edge[rows, column] = [unusual.score(float(one)) for one in then + found.limit]
    return Beyond(by, usual, edge, int(looked.sum()), rate)


def inside(
    now: Grid,
    before: Grid,
    same: Sequence[bool],
    of: Mapping[str, Sequence[int]],
    limit: Limit,
    rate: float,
) -> dict[str, tuple[np.ndarray, int]]:
    """Of each wide place, how far the mean change of its providers lies towards the lower limit.

    Args:
        now, before: of providers.
        of: rows of the providers inside each wide place.

    Returns:
        Shape (measures,), NaN where there are too few providers, and how many were looked at.
        Student's t of the providers' changes, so that providers which move together by chance of
        the year are not taken for many people who agree.
    """
    both = now.enough(limit.fewest) & before.enough(limit.fewest) & np.array(same)
    found = {}
    for name, rows in of.items():
        by = np.full(both.shape[1], np.nan)
        for column in range(both.shape[1]):
            here = np.array([row for row in rows if both[row, column]], dtype=np.int64)
            if len(here) < unusual.FEWEST:
                continue
            change, _, _ = changes(now, before, here, column)
            error = change.std(ddof=1) / len(change) ** 0.5
            edge = float(special.stdtrit(len(change) - 1, 1 - rate)) * max(error, 1e-9)
            by[column] = -change.mean() / edge
        found[name] = (by, int((~np.isnan(by)).sum()))
    return found
