"""Places far below others like them: a funnel for each theme among places of one kind.

Providers are compared with those of their type, theme by theme; a programme at a provider with the
same programme elsewhere, all themes together, since there are thousands of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sightline.insight.signals.finding.grid import Beyond, Grid
from sightline.insight.signals.limits import Limit
from sightline.stats import unusual


def groups_of(like: Sequence[str]) -> list[np.ndarray]:
    """Rows that are compared with one another: those of one name. "" is compared with nobody."""
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(like):
        if name:
            rows.setdefault(name, []).append(row)
    return [np.array(each) for each in rows.values()]


def comparable(grid: Grid, like: Sequence[str], fewest: int) -> np.ndarray:
    """Cells that are looked at: enough people, among enough others. Shape (keys, measures)."""
    enough = grid.enough(fewest)
    looked = np.zeros_like(enough)
    for rows in groups_of(like):
        many = enough[rows].sum(axis=0) >= unusual.FEWEST
        looked[rows] = enough[rows] & many
    return looked


def beyond(grid: Grid, like: Sequence[str], limit: Limit, rate: float) -> Beyond:
    """How far each cell lies towards the lower limit of those like it.

    Args:
        grid: groups by measures.
        like: of each group, the name of those it is compared with.
        limit: the smallest group.
        rate: false alarms for each result looked at.
    """
    looked = comparable(grid, like, limit.fewest)
    by, usual, edge = (np.full(looked.shape, np.nan) for _ in range(3))
    for rows in groups_of(like):
        for column in np.flatnonzero(looked[rows].any(axis=0)):
            here = rows[looked[rows, column]]
            values, errors = unusual.logits(
                grid.score[here, column], grid.sd[here, column], grid.n[here, column]
            )
            found = unusual.low(values, errors, rate=rate)
            by[here, column] = found.beyond
            usual[here, column] = unusual.score(found.centre)
            edge[here, column] = [unusual.score(float(one)) for one in found.limit]
    return Beyond(by, usual, edge, int(looked.sum()), rate)


def look(grids: Mapping[str, tuple[Grid, Sequence[str]]], limit: Limit) -> dict[str, Beyond]:
    """Each grid with the names of those alike; all share the rate of their looks together.

    A cell that the pages do not call clearly below is none: the two never contradict each other.
    """
    looks = sum(int(comparable(grid, like, limit.fewest).sum()) for grid, like in grids.values())
    rate = limit.rate_of(looks)
    found = {}
    for name, (grid, like) in grids.items():
        one = beyond(grid, like, limit, rate)
        by = np.where(grid.red | np.isnan(one.by), one.by, np.minimum(one.by, 1.0))
        found[name] = Beyond(by, one.usual, one.limit, one.looks, rate)
    return found
