"""With how many digits numbers leave the gate, and how they are rounded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def rounded(value: float, digits: int) -> float:
    """Halves away from zero, as people round; never minus nought."""
    step = 10**digits
    found = np.floor(abs(value) * step + 0.5 + 1e-9) / step
    return float(np.copysign(found, value)) + 0.0


def rounded_all(values: NDArray[np.float64], digits: int) -> NDArray[np.float64]:
    """`rounded` of many."""
    step = 10**digits
    found: NDArray[np.float64] = np.copysign(
        np.floor(np.abs(values) * step + 0.5 + 1e-9) / step, values
    )
    return found + 0.0


def limit(value: float) -> float | None:
    """A limit of an interval to one decimal, kept between 0 and 100."""
    return None if np.isnan(value) else rounded(min(max(float(value), 0.0), 100.0), 1)
