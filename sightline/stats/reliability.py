"""Do the items of a theme measure one thing?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha, the respondents that it rests on, and the items.

    A value below 0 is possible and is to be shown as such: some items run against the others. With
    two items it says little.
    """

    value: float
    n: int
    items: int


def cronbach_alpha(scores: ArrayLike) -> Alpha:
    """Cronbach's alpha over respondents who answered every item.

    Args:
        scores: shape (respondents, items), NaN for no answer. Items that are worded the other way
            round must have been turned round before.

    Returns:
        Alpha with ``value`` NaN where it is not defined: fewer than two items or two complete
        respondents, or everybody with the same total.

    Raises:
        ValueError: not a table of two dimensions.

    Source: Cronbach LJ (1951), Psychometrika 16:297.

    >>> alpha = cronbach_alpha([[1, 2], [2, 2], [4, 5], [np.nan, 5]])
    >>> round(alpha.value, 3), alpha.n, alpha.items
    (0.968, 3, 2)
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("Scores are a table of respondents by items.")
    complete = table[~np.isnan(table).any(axis=1)]
    n, items = complete.shape
    undefined = Alpha(float("nan"), n, items)
    if n < 2 or items < 2:
        return undefined
    whole = complete.sum(axis=1).var(ddof=1)
    if whole == 0:
        return undefined
    parts = complete.var(axis=0, ddof=1).sum()
    return Alpha(float(items / (items - 1) * (1 - parts / whole)), n, items)
