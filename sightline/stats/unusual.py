"""Which of many units lie lower than chance and the usual differences between them can say.

A funnel with overdispersion asks the same, but trimming makes it estimate too little of the usual
differences (0.68 of them after 10% winsorising), so that its action limits flag several times as
many units as they promise. Here the estimate is made whole again, limits allow for having been
estimated, and scores are looked at where they have no ceiling. So the rate that is asked for is the
rate that is kept: the tests measure it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

#: The share of units at each end that are pulled in before usual differences are estimated.
TRIM = 0.1
#: Of fewer units the usual differences between them cannot be told.
FEWEST = 20
#: Scores are kept this far from 0 and 100, where a logit has no end.
_EDGE = 0.5
_HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Unusual:
    """Units against their centre, all in the scale of the values.

    ``spread`` is the standard deviation between units beyond chance; ``limit`` the lower action
    limit of each unit; ``beyond`` how far a unit lies towards it: above 1 is past the limit.
    """

    centre: float
    spread: float
    limit: Floats
    beyond: Floats

    @property
    def low(self) -> Booleans:
        return self.beyond > 1


def low(value: ArrayLike, error: ArrayLike, *, rate: float) -> Unusual:
    """Units that lie unusually low among units like them.

    Args:
        value: of each unit, shape (units,), at least FEWEST of them.
        error: standard error of each, above 0.
        rate: the share, such as 0.001, that may be called low when nothing is wrong: when the
            units' true values are normal around one centre.

    Raises:
        ValueError: too few units, or an error that is not above 0.

    Source: additive random effects, as Spiegelhalter (2005), Stat Med 24:1185; the variance between
    units by the generalised Q statistic (Paule and Mandel 1982) of winsorised z, divided by what
    winsorising leaves of a normal variance (Huber's proposal 2); Student's t for having estimated
    it.

    >>> found = low([0.0] * 10 + [0.1] * 10 + [-3.0], [0.3] * 21, rate=0.001)
    >>> found.low.sum(), bool(found.low[-1])
    (np.int64(1), True)
    """
    values, errors = np.asarray(value, dtype=np.float64), np.asarray(error, dtype=np.float64)
    if values.ndim != 1 or len(values) < FEWEST or values.shape != errors.shape:
        raise ValueError(f"There are fewer than {FEWEST} units to compare.")
    if not (errors > 0).all():
        raise ValueError("A standard error is not above 0.")
    between = _between(values, errors)
    whole = np.sqrt(errors**2 + between)
    centre = _middle(values, whole)
    half = float(special.stdtrit(len(values) - 1, 1 - rate)) * whole
    return Unusual(centre, sqrt(between), centre - half, (centre - values) / half)


def logits(mean: ArrayLike, sd: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Mean scores of 0 to 100 as log odds, with their standard errors.

    Scores bunch below 100, so that units' means have a longer tail to the low side; their logits
    are nearly even. Errors come from one spread of people within units, pooled over all of them and
    taken where the middle is, since a small unit's own tells little.

    Args:
        mean: of each unit, shape (units,).
        sd: of its people, with n - 1; NaN or 0 where there is none.
        n: people, at least 1.

    >>> values, errors = logits([50.0, 75.0], [25.0, 25.0], [100, 25])
    >>> values.round(3).tolist(), errors.round(3).tolist()
    ([0.0, 1.099], [0.103, 0.206])
    """
    p = np.clip(np.asarray(mean, dtype=np.float64), _EDGE, 100 - _EDGE) / 100
    size = np.asarray(n, dtype=np.float64)
    degrees = np.maximum(size - 1, 0)
    spread = np.nan_to_num(np.asarray(sd, dtype=np.float64)) / 100
    # A variance of people as a part of what it could be at most, p (1 - p).
    part = (spread**2 * degrees).sum() / max((p * (1 - p) * degrees).sum(), _EDGE)
    middle = (p * size).sum() / size.sum()
    error = np.sqrt(part / (middle * (1 - middle) * size))
    return np.log(p / (1 - p)), np.maximum(error, 1e-9)


def score(logit: float) -> float:
    """The score, 0 to 100, of a log odds.

    >>> round(score(1.0986), 1)
    75.0
    """
    return 100 / (1 + exp(-logit))


def counts(now: ArrayLike, before: ArrayLike) -> tuple[Floats, Floats]:
    """How counts changed, as the logarithm of their ratio, with the standard error of chance.

    Source: half a case is added to each, as Gart JJ and Zweifel JR (1967), Biometrika 54:181.

    >>> ratio, error = counts([50], [100])
    >>> ratio.round(2).tolist(), error.round(2).tolist()
    ([-0.69], [0.17])
    """
    here, there = (np.asarray(one, dtype=np.float64) + 0.5 for one in (now, before))
    return np.log(here / there), np.sqrt(1 / here + 1 / there)


def _between(values: Floats, errors: Floats) -> float:
    """The variance between units at which their winsorised z are as wide as chance makes them."""

    def is_short(between: float) -> bool:
        whole = np.sqrt(errors**2 + between)
        z = (values - _middle(values, whole)) / whole
        pulled = np.clip(z, *np.quantile(z, [TRIM, 1 - TRIM]))
        return bool((pulled**2).sum() / _LEFT > len(values) - 1)

    if not is_short(0.0):
        return 0.0
    low_, high = 0.0, float(np.ptp(values)) ** 2 or 1.0
    while is_short(high):
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low_ + high) / 2
        low_, high = (middle, high) if is_short(middle) else (low_, middle)
    return high


def _middle(values: Floats, whole: Floats) -> float:
    """The weighted median: a unit that is far off does not move it."""
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(1 / whole[order])
    return float(values[order][np.searchsorted(upto, upto[-1] / 2)])


def _left_of_variance(trim: float) -> float:
    """What is left of a normal variance of 1 once so much at each end is pulled in."""
    edge = float(special.ndtri(1 - trim))
    density = exp(-(edge**2) / 2) / sqrt(2 * np.pi)
    return 1 - 2 * trim - 2 * edge * density + 2 * trim * edge**2


_LEFT = _left_of_variance(TRIM)
