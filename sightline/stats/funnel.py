"""Funnel plots: which of many units lie further from the whole than chance and usual variation say.

Every unit is compared with one target. Its limits depend on its size, and on how much units differ
beyond chance (overdispersion), which is estimated from all of them and added to the variance.

With 220 units and 60 items a wave, 95% limits give some 660 false alarms when nothing is going on,
99.8% limits about 26: act on 99.8%, read 95% as a warning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]

#: Multipliers of 95% and 99.8% limits.
WARNING, ACTION = 1.959964, 3.090232


class Trim(StrEnum):
    """What is done to extreme units before overdispersion is estimated."""

    WINSORISE = "winsorise"  # pulled in to the quantile
    TRUNCATE = "truncate"  # left out


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """``phi`` is the mean squared z of the units kept; ``tau2`` the variance between units.

    ``used`` says whether limits are widened: only where phi is above 1.
    """

    phi: float
    tau2: float
    used: bool


NONE = Overdispersion(0.0, 0.0, used=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of each unit, in the scale of the values: warning (95%) and action (99.8%) limits."""

    lower_warning: Floats
    upper_warning: Floats
    lower_action: Floats
    upper_action: Floats


@dataclass(frozen=True, slots=True)
class Funnel:
    """Values, target and limits in one scale; ``outlier`` is -1 below an action limit, 1 above.

    ``limits_at`` gives the limits of units of other sizes, to draw curves: of people for
    proportions and means, of expected counts for ratios.
    """

    value: Floats
    target: float
    z: Floats
    overdispersion: Overdispersion
    limits: Limits
    warning: NDArray[np.int64]
    outlier: NDArray[np.int64]
    limits_at: Callable[[Floats], Limits]


def proportions(
    positive: ArrayLike, n: ArrayLike, *, adjust: bool = True, trim: float = 0.1
) -> Funnel:
    """A funnel of shares, 0 to 1, on the scale of the arcsine of the square root.

    Args:
        positive, n: of each unit, n above 0.
        adjust: widen the limits for overdispersion.
        trim: the share of units at each end that are winsorised before it is estimated.

    Raises:
        ValueError: no units, an n that is not above 0, more positive than n.

    Source: Spiegelhalter DJ (2005), Stat Med 24:1185; additive overdispersion as in his QSHC
    paper of the same year; DerSimonian and Laird's estimate of the variance between units.

    >>> funnel = proportions([50, 52, 48, 20], [100, 100, 100, 100], adjust=False)
    >>> round(funnel.target, 3), funnel.outlier.tolist()
    (0.425, [0, 0, 0, -1])
    """
    x, size = _units(positive, n)
    if (x > size).any():
        raise ValueError("No unit has more positive than answered.")
    target = float(x.sum() / size.sum())
    middle = np.arcsin(np.sqrt(target))
    error = 1 / (2 * np.sqrt(size))
    z = (np.arcsin(np.sqrt(x / size)) - middle) / error
    spread = overdispersion(z, error, trim, Trim.WINSORISE) if adjust else NONE

    def limits(at: Floats) -> Limits:
        half = np.sqrt(1 / (4 * at) + (spread.tau2 if spread.used else 0.0))
        return _both(lambda q: np.sin(np.clip(middle + q * half, 0, np.pi / 2)) ** 2)

    return _funnel(x / size, target, z, spread, size, limits)


def ratios(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    adjust: bool = True,
    trim: float = 0.1,
    trimmed: Trim = Trim.WINSORISE,
    square_root: bool = False,
) -> Funnel:
    """A funnel of observed to expected counts, around 1.

    Args:
        observed, expected: of each unit, expected above 0. For a rate: expected = size x overall
            rate.
        adjust: widen the limits for overdispersion.
        trim: the share of units at each end that are winsorised, or left out, before that.
        trimmed: which of both.
        square_root: work on the square root (as the CQC does) and not on the logarithm (as SHMI).

    Where limits are not widened they are the exact ones of a Poisson count.

    Raises:
        ValueError: no units, an expected count that is not above 0, an observed one below 0.

    Source: as `proportions`; for exact limits Ulm K (1990), Am J Epidemiol 131:373.

    >>> funnel = ratios([20, 22, 60], [20.0, 20.0, 20.0], adjust=False)
    >>> funnel.outlier.tolist()
    [0, 0, 1]
    """
    count, due = _units(observed, expected)
    if square_root:
        error = 1 / (2 * np.sqrt(due))
        z = (np.sqrt(count / due) - 1) / error
    else:
        error = 1 / np.sqrt(due)
        # Nothing observed has no logarithm: half a case stands for it, in z alone.
        z = np.log(np.where(count > 0, count, 0.5) / due) / error
    spread = overdispersion(z, error, trim, trimmed) if adjust else NONE

    def limits(at: Floats) -> Limits:
        if not spread.used:
            return _both(lambda q: _poisson(at, q) / at)
        half = np.sqrt((0.25 if square_root else 1.0) / at + spread.tau2)
        if square_root:
            return _both(lambda q: np.maximum(1 + q * half, 0) ** 2)
        return _both(lambda q: np.exp(q * half))

    return _funnel(count / due, 1.0, z, spread, due, limits)


def means(
    mean: ArrayLike, sd: ArrayLike, n: ArrayLike, *, adjust: bool = True, trim: float = 0.1
) -> Funnel:
    """A funnel of mean scores around the mean of everybody.

    Args:
        mean, sd, n: of each unit's respondents; n at least 1; sd NaN where n is 1.
        adjust, trim: as `proportions`.

    The standard error comes from the standard deviation within units, pooled over all of them.

    Raises:
        ValueError: no units, an n below 1, or nobody to pool from.

    Source: the additive model of `proportions` with z = (mean - target) / (pooled sd / sqrt n).

    >>> funnel = means([70, 72, 50], [20, 20, 20], [50, 60, 40], adjust=False)
    >>> round(funnel.target, 2), funnel.outlier.tolist()
    (65.47, [0, 0, -1])
    """
    value, size = _units(mean, n)
    deviation = np.asarray(sd, dtype=np.float64)
    degrees = np.where(size > 1, size - 1, 0.0)
    if degrees.sum() == 0:
        raise ValueError("There is nobody to work a standard deviation out from.")
    pooled = np.sqrt((np.where(degrees > 0, deviation, 0.0) ** 2 * degrees).sum() / degrees.sum())
    target = float((value * size).sum() / size.sum())
    error = pooled / np.sqrt(size)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(value == target, 0.0, (value - target) / error)
    spread = overdispersion(z, error, trim, Trim.WINSORISE) if adjust and pooled > 0 else NONE

    def limits(at: Floats) -> Limits:
        half = np.sqrt(pooled**2 / at + (spread.tau2 if spread.used else 0.0))
        return _both(lambda q: target + q * half)

    return _funnel(value, target, z, spread, size, limits)


def overdispersion(z: ArrayLike, error: ArrayLike, trim: float, how: Trim) -> Overdispersion:
    """How much units differ beyond chance.

    Args:
        z: how many standard errors each unit is from the target.
        error: those standard errors.
        trim: share at each end, 0 to below a half.
        how: what is done with that share.

    Trimming makes phi smaller than it is (0.68 instead of 1 after 10% winsorising where there is
    nothing), so widening limits only above 1 is on the careful side.

    Source: Spiegelhalter (2005); truncation as NHS England's SHMI method does it.
    """
    scores, errors = np.asarray(z, dtype=np.float64), np.asarray(error, dtype=np.float64)
    if how is Trim.TRUNCATE and trim > 0:
        parts = round(1 / trim)
        order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
        part = order * parts // (len(scores) + 1)
        kept = (part > 0) & (part < parts - 1)
        scores, errors = scores[kept], errors[kept]
    elif trim > 0:
        scores = np.clip(scores, *np.quantile(scores, [trim, 1 - trim]))
    many = len(scores)
    if many < 2:
        return NONE
    weight = 1 / errors**2
    phi = float((scores**2).sum() / many)
    if many * phi < many - 1:
        return Overdispersion(phi, 0.0, used=phi > 1)
    room = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = max(0.0, (many * phi - (many - 1)) / room) if room > 0 else 0.0
    return Overdispersion(phi, float(tau2), used=phi > 1)


def _units(value: ArrayLike, size: ArrayLike) -> tuple[Floats, Floats]:
    values, sizes = np.asarray(value, dtype=np.float64), np.asarray(size, dtype=np.float64)
    if values.ndim != 1 or values.shape != sizes.shape or not len(values):
        raise ValueError("A funnel has at least one unit, each with a value and a size.")
    if not (sizes > 0).all() or not (values >= 0).all():
        raise ValueError("Sizes are above 0 and values are not below 0.")
    return values, sizes


def _poisson(expected: Floats, multiplier: float) -> Floats:
    """The exact limit of a count with that mean, as a quantile of chi-square."""
    below = stats.norm.cdf(multiplier)
    if multiplier < 0:
        return np.asarray(stats.chi2.ppf(below, 2 * expected) / 2)
    return np.asarray(stats.chi2.ppf(below, 2 * expected + 2) / 2)


def _both(limit: Callable[[float], Floats]) -> Limits:
    return Limits(limit(-WARNING), limit(WARNING), limit(-ACTION), limit(ACTION))


def _funnel(
    value: Floats,
    target: float,
    z: Floats,
    spread: Overdispersion,
    size: Floats,
    limits_at: Callable[[Floats], Limits],
) -> Funnel:
    limits = limits_at(size)

    def outside(lower: Floats, upper: Floats) -> NDArray[np.int64]:
        return (value > upper).astype(np.int64) - (value < lower).astype(np.int64)

    return Funnel(
        value,
        target,
        z,
        spread,
        limits,
        warning=outside(limits.lower_warning, limits.upper_warning),
        outlier=outside(limits.lower_action, limits.upper_action),
        limits_at=limits_at,
    )
