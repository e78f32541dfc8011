"""Do the items of a theme measure one thing?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha, the respondents that it rests on, and the items.

    A value below 0 is possible and is to be shown as such: some items run against the others. With
    two items it says little.
    """

    value: float
    n: int
    items: int


@dataclass(frozen=True, slots=True)
class ItemInTheme:
    """One item beside the others of its theme, over respondents who answered all of them.

    ``correlation`` is with the sum of the others (-1 to 1); ``alpha_without`` is the alpha of the
    others alone. NaN where it is not defined.
    """

    correlation: float
    alpha_without: float


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


def item_totals(scores: ArrayLike) -> list[ItemInTheme]:
    """How each item goes with the rest of its theme; arguments and errors as `cronbach_alpha`.

    Source: corrected item-total correlation, Nunnally JC (1978), Psychometric Theory.

    >>> [round(one.correlation, 2) for one in item_totals([[1, 2, 1], [2, 2, 3], [4, 5, 4]])]
    [1.0, 0.87, 0.85]
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("Scores are a table of respondents by items.")
    complete = table[~np.isnan(table).any(axis=1)]
    found = []
    for item in range(complete.shape[1]):
        others = np.delete(complete, item, axis=1)
        found.append(
            ItemInTheme(
                _correlation(complete[:, item], others.sum(axis=1)), cronbach_alpha(others).value
            )
        )
    return found


def _correlation(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(two) == 0:
        return float("nan")
    return float(np.corrcoef(one, two)[0, 1])
