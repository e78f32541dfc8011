"""How sure can we be: intervals for proportions, means, counts, rates and differences.

Everything works element by element on arrays of any shape and follows NumPy's broadcasting. An
interval that is not defined (nobody answered, one answer only) is NaN, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

# The multiplier that the GMC prints for its 95% intervals; not the longer 1.959964.
GMC_MULTIPLIER = 1.96

# What depends on the size alone is kept for sizes below this.
_TABLED = 1024

# Below this count an approximation is not used: PHE's technical guide gives exact limits.
EXACT_BELOW = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A lower and an upper limit, of the same shape."""

    lower: Floats
    upper: Floats


def wilson(positive: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a proportion, without continuity correction.

    Args:
        positive: how many said yes; 0 to ``n``.
        n: how many answered; 0 gives NaN.
        confidence: such as 0.95 or 0.998.

    Returns:
        Limits between 0 and 1, of the broadcast shape.

    Raises:
        ValueError: counts below 0, more positive than answered, confidence not between 0 and 1.

    Source: Wilson EB (1927), J Am Stat Assoc 22:209; the default of PHE's technical guide
    "Commonly used public health statistics and their confidence intervals".

    >>> limits = wilson([11, 0], [12, 5])
    >>> limits.lower.round(4).tolist(), limits.upper.round(4).tolist()
    ([0.6461, 0.0], [0.9851, 0.4345])
    """
    x, size = _counts(positive, n)
    z = _two_sided(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(size > 0, x / size, np.nan)
        middle = x + z**2 / 2
        half = z * np.sqrt(x * (1 - p) + z**2 / 4)
        lower, upper = (middle - half) / (size + z**2), (middle + half) / (size + z**2)
    # At the ends the subtraction leaves a trace of rounding where the answer is exactly 0 or 1.
    return Interval(np.where(x == 0, lower * 0, lower), np.where(x == size, upper * 0 + 1, upper))


def clopper_pearson(positive: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """The exact (Clopper-Pearson) interval of a proportion; arguments and errors as `wilson`.

    Source: Clopper CJ, Pearson ES (1934), Biometrika 26:404, as quantiles of the beta distribution.

    >>> limits = clopper_pearson(10, 10)
    >>> round(float(limits.lower), 4), float(limits.upper)
    (0.6915, 1.0)
    """
    x, size = _counts(positive, n)
    tail = _tail(confidence)
    with np.errstate(invalid="ignore"):
        lower = special.betaincinv(x, size - x + 1, tail)
        upper = special.betaincinv(x + 1, size - x, 1 - tail)
    lower = np.where(x == 0, 0.0, lower)
    upper = np.where(x == size, 1.0, upper)
    return Interval(np.where(size > 0, lower, np.nan), np.where(size > 0, upper, np.nan))


def newcombe(
    positive: ArrayLike,
    n: ArrayLike,
    other_positive: ArrayLike,
    other_n: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Interval of the difference of two independent proportions, first minus second.

    Built from the two Wilson intervals, so it never leaves -1 to 1. Errors as `wilson`.

    Source: Newcombe RG (1998), Stat Med 17:873, method 10.

    >>> limits = newcombe(75, 161, 154, 166)
    >>> round(float(limits.lower), 4), round(float(limits.upper), 4)
    (-0.5432, -0.3702)
    """
    x1, n1 = _counts(positive, n)
    x2, n2 = _counts(other_positive, other_n)
    first, second = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2 = x1 / n1, x2 / n2
    difference = p1 - p2
    return Interval(
        difference - np.hypot(p1 - first.lower, second.upper - p2),
        difference + np.hypot(first.upper - p1, p2 - second.lower),
    )


def proportions_p_value(
    positive: ArrayLike, n: ArrayLike, other_positive: ArrayLike, other_n: ArrayLike
) -> Floats:
    """Two-sided p of Pearson's chi-square test that two proportions are the same.

    Without continuity correction. NaN where nobody or everybody is positive in both: there is
    nothing to test.

    Source: Pearson K (1900), Philosophical Magazine 50:157.

    >>> round(float(proportions_p_value(27, 76, 100, 240)), 4)
    0.3413
    """
    x1, n1 = _counts(positive, n)
    x2, n2 = _counts(other_positive, other_n)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (x1 + x2) / (n1 + n2)
        square = (x1 / n1 - x2 / n2) ** 2 / (pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return np.asarray(special.chdtrc(1.0, square), dtype=np.float64)


def mean_normal(
    mean: ArrayLike, sd: ArrayLike, n: ArrayLike, multiplier: float = GMC_MULTIPLIER
) -> Interval:
    """Mean plus and minus ``multiplier`` standard errors; NaN where the SD is not defined (n < 2).

    Source: General Medical Council, national training survey, "What do the results mean": 95%
    limits at 1.96 standard errors.

    >>> limits = mean_normal(70.0, 12.0, 36)
    >>> round(float(limits.lower), 2), round(float(limits.upper), 2)
    (66.08, 73.92)
    """
    half, _ = _standard_error(sd, n)
    return _about(mean, multiplier * half)


def mean_student(
    mean: ArrayLike, sd: ArrayLike, n: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Student's t interval of a mean; NaN where n < 2. ``sd`` has n - 1 in its denominator.

    Source: Student (1908), Biometrika 6:1; PHE's technical guide, "means".

    >>> limits = mean_student(70.0, 32.9140294302192, 10)
    >>> round(float(limits.lower), 3), round(float(limits.upper), 3)
    (46.455, 93.545)
    """
    half, size = _standard_error(sd, n)
    return _about(mean, _student(size, 1 - _tail(confidence)) * half)


def byar(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Byar's approximate interval of a Poisson count.

    NaN as the lower limit where the approximation falls below 0 (very small counts at very high
    confidence): use `poisson_exact` there.

    Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, p. 69.

    >>> limits = byar(50)
    >>> round(float(limits.lower), 3), round(float(limits.upper), 3)
    (37.108, 65.92)
    """
    x = _not_negative(count, "count")
    z = _two_sided(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = 1 - 1 / (9 * x) - z / (3 * np.sqrt(x))
        lower = np.where(x == 0, 0.0, np.where(low >= 0, x * low**3, np.nan))
    above = x + 1
    return Interval(lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3)


def poisson_exact(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """The exact interval of a Poisson count, by the chi-square distribution.

    Source: Garwood F (1936), Biometrika 28:437.

    >>> limits = poisson_exact([0, 4])
    >>> limits.lower.round(3).tolist(), limits.upper.round(3).tolist()
    ([0.0, 1.09], [3.689, 10.242])
    """
    x = _not_negative(count, "count")
    tail = _tail(confidence)
    # Half of chi-square on 2k degrees of freedom is the gamma distribution of shape k.
    lower = np.where(x > 0, special.gammaincinv(np.where(x > 0, x, 1.0), tail), 0.0)
    upper = np.asarray(special.gammaincinv(x + 1, 1 - tail), dtype=np.float64)
    return Interval(lower, upper)


def rate(
    count: ArrayLike, exposure: ArrayLike, confidence: float = 0.95, per: float = 1.0
) -> Interval:
    """Interval of ``per`` × count / exposure: exact below 10 events, Byar's from 10 on.

    With expected events as the exposure it is the interval of an observed-to-expected ratio.
    NaN where the exposure is 0.

    Raises:
        ValueError: a count or an exposure below 0.

    Source: PHE's technical guide, "rates" and "indirectly standardised ratios".

    >>> limits = rate(9, 19030, per=1000)
    >>> round(float(limits.lower), 4), round(float(limits.upper), 4)
    (0.2163, 0.8978)
    """
    x, base = np.broadcast_arrays(
        _not_negative(count, "count"), _not_negative(exposure, "exposure")
    )
    exact, approximate = poisson_exact(x, confidence), byar(x, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(base > 0, per / base, np.nan)
    few = x < EXACT_BELOW
    return Interval(
        scale * np.where(few, exact.lower, approximate.lower),
        scale * np.where(few, exact.upper, approximate.upper),
    )


@dataclass(frozen=True, slots=True)
class StandardisedRate:
    """A directly standardised rate and its limits."""

    value: Floats
    lower: Floats
    upper: Floats


def directly_standardised_rate(
    events: ArrayLike,
    exposure: ArrayLike,
    standard: ArrayLike,
    confidence: float = 0.95,
    per: float = 1.0,
) -> StandardisedRate:
    """Directly standardised rate with Dobson's interval.

    Args:
        events: events of each stratum, strata on the last axis.
        exposure: people (or time) of each stratum, same shape.
        standard: the standard population of each stratum.
        confidence: such as 0.95.
        per: multiplier, such as 1,000.

    Returns:
        Arrays without the last axis. NaN where there are fewer than 10 events in all, as PHE does.

    Raises:
        ValueError: a negative number, or a stratum without exposure.

    Source: Dobson AJ and others (1991), Stat Med 10:457; PHE's technical guide.

    >>> result = directly_standardised_rate([12, 30], [100, 300], [500, 500], per=1000)
    >>> float(result.value), round(float(result.lower), 2), round(float(result.upper), 2)
    (110.0, 74.55, 154.63)
    """
    x, people, weight = np.broadcast_arrays(
        _not_negative(events, "events"),
        _not_negative(exposure, "exposure"),
        _not_negative(standard, "standard"),
    )
    if (people == 0).any():
        raise ValueError("Every stratum needs somebody in it: an exposure is 0.")
    share = weight / weight.sum(axis=-1, keepdims=True)
    total = x.sum(axis=-1)
    value = np.where(total >= EXACT_BELOW, (share * x / people).sum(axis=-1), np.nan)
    variance = (x * (share / people) ** 2).sum(axis=-1)
    limits = byar(total, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt(variance / total)
    return StandardisedRate(
        per * value,
        per * (value + scale * (limits.lower - total)),
        per * (value + scale * (limits.upper - total)),
    )


def quantile_groups(
    values: ArrayLike, groups: int, highest_first: bool = False
) -> NDArray[np.int64]:
    """Which of ``groups`` equal-sized groups each value falls in, 1 first; ties share the lower.

    Args:
        values: shape (units,), no NaN.
        groups: how many; 4 for quartiles.
        highest_first: the highest values are group 1.

    Raises:
        ValueError: fewer than one group, or a value is missing.

    Source: PHE, quantiles of areas: rank (smallest of tied ranks) times groups over units.

    >>> quantile_groups([10, 40, 20, 30], 2).tolist()
    [1, 2, 1, 2]
    """
    x = np.asarray(values, dtype=np.float64)
    if groups < 1:
        raise ValueError("There must be at least one group.")
    if np.isnan(x).any():
        raise ValueError("A value is missing.")
    x = -x if highest_first else x
    below = np.searchsorted(np.sort(x), x, side="left").astype(np.int64)
    return below * groups // max(len(x), 1) + 1


def _counts(positive: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    x, size = np.broadcast_arrays(_not_negative(positive, "positive"), _not_negative(n, "n"))
    if (x > size).any():
        raise ValueError("More are positive than answered.")
    return x, size


def _not_negative(values: ArrayLike, name: str) -> Floats:
    x = np.asarray(values, dtype=np.float64)
    if (x < 0).any():
        raise ValueError(f"A number below 0 in {name}.")
    return x


def _student(size: NDArray[Any], probability: float) -> Floats:
    """The quantile of Student's t with ``size - 1`` degrees of freedom; NaN where size < 2."""
    return _of_size(size, _students(probability), lambda n: _student_quantiles(n, probability))


def _standard_error(sd: ArrayLike, n: ArrayLike) -> tuple[Floats, NDArray[Any]]:
    """NaN where n < 2; and n as an array, whole numbers as they are."""
    size = np.asarray(n)
    if size.dtype.kind not in "iuf":
        size = size.astype(np.float64)
    if size.size and size.min() < 0:
        raise ValueError("A number below 0 in n.")
    with np.errstate(invalid="ignore"):
        error = np.asarray(sd, dtype=np.float64) / _of_size(size, _roots(), _root)
    return np.asarray(error), size


def _of_size(size: NDArray[Any], known: Floats, work_out: Callable[[Any], Floats]) -> Floats:
    """What depends on sizes alone: of the usual whole ones it is looked up, which costs less than
    the cheapest arithmetic. ``known`` are those of 0, 1, 2 and so on."""
    whole = size.dtype.kind in "iu" or bool((size == np.floor(size)).all())
    if size.size <= _TABLED or not whole:
        return work_out(size)
    found = np.take(known, size.astype(np.intp, copy=False), mode="clip")
    if size.max() >= len(known):
        large = np.nonzero(size >= len(known))
        found[large] = work_out(size[large])
    return found


@lru_cache(maxsize=8)
def _students(probability: float) -> Floats:
    return _student_quantiles(np.arange(_TABLED), probability)


def _student_quantiles(size: NDArray[Any], probability: float) -> Floats:
    freedom = np.where(size > 1, size - 1.0, np.nan)
    return np.asarray(special.stdtrit(freedom, probability), dtype=np.float64)


@lru_cache(maxsize=1)
def _roots() -> Floats:
    return _root(np.arange(_TABLED))


def _root(size: NDArray[Any]) -> Floats:
    return np.sqrt(np.where(size > 1, size, np.nan), dtype=np.float64)


def _about(mean: ArrayLike, half: Floats) -> Interval:
    m = np.asarray(mean, dtype=np.float64)
    return Interval(m - half, m + half)


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("Confidence lies between 0 and 1, such as 0.95.")
    return (1 - confidence) / 2


def _two_sided(confidence: float) -> float:
    return float(special.ndtri(1 - _tail(confidence)))
