"""How many digits a number may show.

Rounding is courtesy, not disclosure control: beside a visible n of up to 100, even a whole
percentage belongs to one count only. What must not be known is hidden (`suppression`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

# One person is more than one percentage point below this: a decimal would say nothing.
WHOLE_BELOW = 100

# NHS Digital: sub-national counts from 1 to 7 are not shown.
NHS_DIGITAL_SMALLEST = 8
NHS_DIGITAL_HIDDEN = "*"

# HESA: percentages of fewer than 22.5 people and averages of 7 or fewer are not shown.
HESA_PERCENTAGE_FROM = 22.5
HESA_AVERAGE_ABOVE = 7


def percent(positive: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """Percentages rounded for showing: whole below 100 respondents, one decimal from 100 on.

    Args:
        positive: how many, whole numbers; any shape.
        n: out of how many, same shape; 0 gives NaN.

    Returns:
        0 to 100. Halves go up, decided in whole numbers so that no half is lost.

    Raises:
        ValueError: counts that are not whole, below 0, or more positive than answered.

    Source: the service's own rule; public guidance on it differs.

    >>> percent([1, 2, 125], [8, 3, 1000]).tolist()
    [13.0, 67.0, 12.5]
    """
    x, size = _whole(positive), _whole(n)
    if (x > size).any():
        raise ValueError("More are positive than answered.")
    steps = np.where(size < WHOLE_BELOW, 1, 10)
    safe = np.where(size > 0, size, 1)
    rounded = (200 * steps * x + safe) // (2 * safe) / steps
    shown: NDArray[np.float64] = np.where(size > 0, rounded, np.nan)
    return shown


def percent_text(positive: int, n: int) -> str:
    """The same as text; empty where nobody answered.

    >>> percent_text(2, 3), percent_text(125, 1000), percent_text(0, 250), percent_text(0, 0)
    ('67%', '12.5%', '0.0%', '')
    """
    if n == 0:
        return ""
    digits = 0 if n < WHOLE_BELOW else 1
    return f"{float(percent(positive, n)):.{digits}f}%"


def nhs_digital_count(count: int, *, national: bool) -> str:
    """A count as NHS Digital has shown hospital statistics since September 2018.

    National counts as they are; others: 0 is shown, 1 to 7 are ``*``, the rest go to the nearest 5.

    Raises:
        ValueError: a count below 0.

    Source: NHS Digital, "Change to disclosure control methodology for HES and ECDS from September
    2018".

    >>> [nhs_digital_count(count, national=False) for count in (0, 3, 8, 12, 113)]
    ['0', '*', '10', '10', '115']
    """
    if count < 0:
        raise ValueError("A count is not below 0.")
    if national or count == 0:
        return str(count)
    if count < NHS_DIGITAL_SMALLEST:
        return NHS_DIGITAL_HIDDEN
    return str(_nearest_5(count))


def hesa_count(value: float) -> int:
    """A count (or full-person equivalent) to the nearest 5, halves up, so below 2.5 becomes 0.

    Add first, round after: totals are not sums of rounded numbers.

    Raises:
        ValueError: a count below 0.

    Source: HESA Services Standard Rounding Methodology.

    >>> [hesa_count(value) for value in (1, 2.5, 7.4, 12.5)]
    [0, 5, 5, 15]
    """
    if value < 0:
        raise ValueError("A count is not below 0.")
    return _nearest_5(value)


def hesa_shows_percentage(denominator: float) -> bool:
    """Whether a percentage of that many people may be shown. Source: as `hesa_count`.

    >>> hesa_shows_percentage(22), hesa_shows_percentage(22.5)
    (False, True)
    """
    return denominator >= HESA_PERCENTAGE_FROM


def hesa_shows_average(n: float) -> bool:
    """Whether an average over that many people may be shown. Source: as `hesa_count`.

    >>> hesa_shows_average(7), hesa_shows_average(8)
    (False, True)
    """
    return n > HESA_AVERAGE_ABOVE


def _nearest_5(value: float) -> int:
    return 5 * math.floor(value / 5 + 0.5)


def _whole(values: ArrayLike) -> NDArray[np.int64]:
    given = np.asarray(values)
    whole = given.astype(np.int64)
    if (whole != given).any() or (whole < 0).any():
        raise ValueError("Counts are whole numbers, 0 or more.")
    return whole
