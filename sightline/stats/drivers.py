"""Which questions go most closely with an outcome, when all of them go together as well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]

#: The smallest eigenvalue that is kept: correlations from pairs may be a little inconsistent.
_LEAST = 1e-8


@dataclass(frozen=True, slots=True)
class Drivers:
    """Of each predictor, shape (predictors,).

    ``weight`` are relative weights: parts of ``r_squared`` that add up to it, none below 0.
    ``correlation`` is with the outcome alone; ``partial`` what is left of it when all other
    predictors are held fixed, with its 95% limits.
    """

    weight: Floats
    correlation: Floats
    partial: Floats
    partial_low: Floats
    partial_high: Floats
    r_squared: float

    @property
    def share(self) -> Floats:
        """Weights as per cent of what all predictors explain together."""
        found: Floats = 100 * self.weight / self.r_squared if self.r_squared > 0 else self.weight
        return found


def drivers(correlations: ArrayLike, n: int) -> Drivers:
    """Relative weights and partial correlations.

    Args:
        correlations: of the predictors and, last, the outcome; shape (predictors + 1,) twice.
        n: respondents that they rest on.

    Raises:
        ValueError: not a matrix of correlations, or too few respondents for so many predictors.

    Source: Johnson JW (2000), Multivariate Behavioral Research 35:1; Fisher's z for the limits.

    >>> found = drivers([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]], n=500)
    >>> found.weight.round(2).tolist(), round(found.r_squared, 2)
    ([0.36, 0.09], 0.45)
    """
    matrix = np.asarray(correlations, dtype=np.float64)
    if (
        matrix.ndim != 2
        or matrix.shape[0] != matrix.shape[1]
        or len(matrix) < 2
        or not np.allclose(matrix, matrix.T)
        or not np.allclose(np.diag(matrix), 1)
    ):
        raise ValueError("Correlations are a square table that is the same on both sides.")
    many = len(matrix) - 1
    if n < many + 4:
        raise ValueError("There are too few respondents for so many questions.")
    matrix = _consistent(matrix)
    among, with_outcome = matrix[:many, :many], matrix[:many, many]
    values, vectors = np.linalg.eigh(among)
    root = (vectors * np.sqrt(values)) @ vectors.T
    beta = np.linalg.solve(root, with_outcome)
    weight = (root**2) @ (beta**2)
    inverse = np.linalg.inv(matrix)
    scale = np.sqrt(np.diag(inverse)[:many] * inverse[many, many])
    partial = np.clip(-inverse[:many, many] / scale, -1 + 1e-12, 1 - 1e-12)
    half = float(stats.norm.ppf(0.975)) / np.sqrt(n - (many - 1) - 3)
    middle = np.arctanh(partial)
    return Drivers(
        weight,
        with_outcome,
        partial,
        np.tanh(middle - half),
        np.tanh(middle + half),
        float(weight.sum()),
    )


def _consistent(matrix: Floats) -> Floats:
    """The nearest that correlations of one set of people could be: no eigenvalue at or below 0."""
    values, vectors = np.linalg.eigh(matrix)
    if values.min() >= _LEAST:
        return matrix
    mended = (vectors * np.maximum(values, _LEAST)) @ vectors.T
    spread = np.sqrt(np.diag(mended))
    return np.asarray(mended / np.outer(spread, spread))
