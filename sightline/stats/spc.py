"""XmR charts: is a measure that is taken again and again changing, and will it meet its target?

Two sets of rules can be asked for by name, and each result says which was used: what NHS England's
Making Data Count team describes (2023), and what the R package NHSRplotthedots 0.2.2 does, so that
a chart can be compared with one made there.

A yearly survey has too few points for this: with 8 waves a shift of two standard deviations that
lasts three waves is found one time in ten. Use it for what is measured more than a dozen times.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

#: Limits are so many mean moving ranges from the mean: 3 / 1.128, as the NHS tools round it.
LIMIT = 2.66
#: A moving range from here on, in mean moving ranges, is left out of the limits when screening.
SCREEN = 3.267
#: Points in a row on one side, or points of a trend.
RUN = 7
#: A group with fewer points has trial limits only.
ENOUGH = 13


class Profile(StrEnum):
    MDC_2023 = "mdc_2023"
    PLOTTHEDOTS = "plotthedots_0_2_2"


class Better(StrEnum):
    HIGHER = "increase"
    LOWER = "decrease"
    NEITHER = "neutral"


class Rule(StrEnum):
    """What a point does that chance alone rarely does."""

    ABOVE = "astronomical_high"
    BELOW = "astronomical_low"
    RISING = "trend_high"
    FALLING = "trend_low"
    TWO_HIGH = "two_of_three_high"
    TWO_LOW = "two_of_three_low"
    HIGH = "shift_high"
    LOW = "shift_low"


_UP = frozenset({Rule.ABOVE, Rule.RISING, Rule.TWO_HIGH, Rule.HIGH})


class Kind(StrEnum):
    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    HIGH = "special_cause_neutral_high"
    LOW = "special_cause_neutral_low"
    BOTH = "special_cause_neutral_both"


class Variation(StrEnum):
    """The icon of the last point. High and low say which way the change goes."""

    COMMON_CAUSE = "common_cause"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """Whether the target will be met if nothing changes."""

    MEETS = "consistent_pass"
    FAILS = "consistent_fail"
    HIT_OR_MISS = "inconsistent"


@dataclass(frozen=True, slots=True)
class Point:
    """One value with the limits of its group. ``side`` is -1 below the mean, 0 on it, 1 above.

    ``close`` is beyond two thirds of the way to a limit but not outside it.
    """

    value: float
    group: int
    mean: float
    lower: float
    upper: float
    outside: bool
    side: int
    close: bool
    rules: tuple[Rule, ...]
    kind: Kind
    trial_limits: bool


@dataclass(frozen=True, slots=True)
class Chart:
    profile: Profile
    points: tuple[Point, ...]
    variation: Variation
    assurance: Assurance | None  # None without a target or a better direction


def xmr(
    values: ArrayLike,
    *,
    better: Better,
    target: float | None = None,
    rebase: Collection[int] = (),
    fix_after: int | None = None,
    screen: bool = True,
    profile: Profile = Profile.MDC_2023,
) -> Chart:
    """The XmR chart of a series.

    Args:
        values: in the order of time, shape (points,), at least one. Leave out what is missing.
        better: which way is an improvement.
        target: the value to be met.
        rebase: positions at which limits begin anew. No rule looks across them.
        fix_after: work the limits of a group out from its first so many points, 12 or more.
        screen: leave extreme moving ranges out of the limits, as the R package does.
        profile: whose rules.

    Raises:
        ValueError: no values, values that are no numbers, ``fix_after`` below 12, or a position
            outside the series.

    Source: Shewhart's XmR chart; NHS England, Making Data Count; rules of NHSRplotthedots 0.2.2.
    Where all values are equal the limits are that value, and a target is met or not.

    >>> chart = xmr([5, 6, 5, 4, 5, 6, 5, 4, 5, 6, 5, 4, 5, 12], better=Better.HIGHER, target=3)
    >>> chart.variation, chart.points[-1].rules
    (<Variation.IMPROVEMENT_HIGH: 'improvement_high'>, (<Rule.ABOVE: 'astronomical_high'>,))
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1 or not len(series) or not np.isfinite(series).all():
        raise ValueError("A series has at least one value, and every value is a number.")
    if fix_after is not None and fix_after < ENOUGH - 1:
        raise ValueError("Limits are fixed after 12 points or more.")
    if any(not 0 <= start < len(series) for start in rebase):
        raise ValueError("Limits begin anew at a point of the series.")
    starts = sorted({0, *rebase})
    points: list[Point] = []
    for group, (start, end) in enumerate(zip(starts, [*starts[1:], len(series)], strict=True)):
        points += _group(series[start:end], group, better, fix_after, screen, profile)
    return Chart(
        profile,
        tuple(points),
        _variation(points[-1], better),
        _assurance(points[-1], target, better, profile),
    )


def _group(
    values: Floats,
    group: int,
    better: Better,
    fix_after: int | None,
    screen: bool,
    profile: Profile,
) -> list[Point]:
    mean, half = _limits(values[:fix_after], screen)
    lower, upper = mean - half, mean + half
    side = np.sign(values - mean).astype(np.int64)
    # Equal values leave a trace of rounding in their mean.
    if half == 0 and np.ptp(values) == 0:
        side[:] = 0
    outside = (values > upper) | (values < lower)
    if half == 0:
        outside &= side != 0
    beyond_two = (np.abs(values - mean) > half * 2 / 3) & (side != 0)
    close = beyond_two & ~outside
    every = _rules(values, side, outside, close, beyond_two, profile)
    return [
        Point(
            value=float(values[at]),
            group=group,
            mean=mean,
            lower=lower,
            upper=upper,
            outside=bool(outside[at]),
            side=int(side[at]),
            close=bool(close[at]),
            rules=rules,
            kind=_kind(rules, better),
            trial_limits=len(values) < ENOUGH,
        )
        for at, rules in enumerate(every)
    ]


def _limits(values: Floats, screen: bool) -> tuple[float, float]:
    """The mean, and how far the limits are from it."""
    ranges = np.abs(np.diff(values))
    average = ranges.mean() if len(ranges) else 0.0
    if screen and len(kept := ranges[ranges < SCREEN * average]):
        average = kept.mean()
    return float(values.mean()), float(LIMIT * average)


def _rules(
    values: Floats,
    side: NDArray[np.int64],
    outside: Booleans,
    close: Booleans,
    beyond_two: Booleans,
    profile: Profile,
) -> list[tuple[Rule, ...]]:
    """The rules that each point meets; the first of the R package's order alone in its profile."""
    steps = np.sign(np.diff(values))
    rising = _in_windows(steps > 0, RUN - 1, 1)
    falling = _in_windows(steps < 0, RUN - 1, 1)
    counts = beyond_two if profile is Profile.MDC_2023 else close
    found = {
        Rule.ABOVE: outside & (side > 0),
        Rule.BELOW: outside & (side < 0),
        Rule.RISING: rising,
        Rule.FALLING: falling,
        Rule.TWO_HIGH: _two_of_three(side > 0, counts),
        Rule.TWO_LOW: _two_of_three(side < 0, counts),
        Rule.HIGH: _in_windows(side > 0, RUN, 0),
        Rule.LOW: _in_windows(side < 0, RUN, 0),
    }
    if profile is Profile.PLOTTHEDOTS:
        found[Rule.RISING], found[Rule.FALLING] = _one_way(rising, falling, steps)
        first: dict[Rule, Booleans] = {}
        taken = np.zeros(len(values), dtype=bool)
        for rule, hit in found.items():
            first[rule] = hit & ~taken
            taken |= hit
        found = first
    return [tuple(rule for rule in Rule if found[rule][at]) for at in range(len(values))]


def _in_windows(true: Booleans, length: int, more: int) -> Booleans:
    """Which of ``len(true) + more`` points lie in ``length`` true ones in a row.

    With ``more`` 1 the true ones are steps, and a step has a point at each end.
    """
    found = np.zeros(len(true) + more, dtype=bool)
    for start in range(len(true) - length + 1):
        if true[start : start + length].all():
            found[start : start + length + more] = True
    return found


def _two_of_three(same_side: Booleans, counts: Booleans) -> Booleans:
    """The points that count in three on one side of which at least two count."""
    found = np.zeros(len(counts), dtype=bool)
    for start in range(len(counts) - 2):
        three = slice(start, start + 3)
        if same_side[three].all() and counts[three].sum() >= 2:
            found[three] |= counts[three]
    return found


def _one_way(rising: Booleans, falling: Booleans, steps: Floats) -> tuple[Booleans, Booleans]:
    """A point where a rise meets a fall is named after the step that follows within the trend."""
    in_trend = rising | falling
    up, down = np.zeros_like(rising), np.zeros_like(rising)
    for at in np.flatnonzero(in_trend):
        goes_on = at + 1 < len(in_trend) and in_trend[at + 1]
        step = steps[at] if goes_on else steps[at - 1]
        up[at], down[at] = step > 0, step < 0
    return up, down


def _kind(rules: tuple[Rule, ...], better: Better) -> Kind:
    """An improvement wins over a concern where a point is both."""
    if not rules:
        return Kind.COMMON_CAUSE
    high = any(rule in _UP for rule in rules)
    low = any(rule not in _UP for rule in rules)
    if better is Better.NEITHER:
        return Kind.BOTH if high and low else Kind.HIGH if high else Kind.LOW
    return Kind.IMPROVEMENT if (high if better is Better.HIGHER else low) else Kind.CONCERN


def _variation(last: Point, better: Better) -> Variation:
    up = better is Better.HIGHER
    if last.kind is Kind.IMPROVEMENT:
        return Variation.IMPROVEMENT_HIGH if up else Variation.IMPROVEMENT_LOW
    if last.kind is Kind.CONCERN:
        return Variation.CONCERN_LOW if up else Variation.CONCERN_HIGH
    if last.kind is Kind.COMMON_CAUSE:
        return Variation.COMMON_CAUSE
    high = last.side > 0 if last.kind is Kind.BOTH else last.kind is Kind.HIGH
    return Variation.NEUTRAL_HIGH if high else Variation.NEUTRAL_LOW


def _assurance(
    last: Point, target: float | None, better: Better, profile: Profile
) -> Assurance | None:
    """From the limits of the last group. Making Data Count lets a limit on the target count."""
    if target is None or better is Better.NEITHER:
        return None
    if last.upper == last.lower:
        met = last.mean >= target if better is Better.HIGHER else last.mean <= target
        return Assurance.MEETS if met else Assurance.FAILS
    touches = profile is Profile.MDC_2023
    above = target > last.upper or (touches and target == last.upper)
    below = target < last.lower or (touches and target == last.lower)
    if not above and not below:
        return Assurance.HIT_OR_MISS
    return Assurance.FAILS if above == (better is Better.HIGHER) else Assurance.MEETS
