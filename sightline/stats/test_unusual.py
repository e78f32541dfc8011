"""Units that lie unusually low: the rate that is asked for is the rate that is kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sightline.stats import unusual

RATE = 0.001
#: Where an agreement answer changes, on the scale on which experience is normal.
_CUTS = np.array([-2.15, -1.5, -0.95, 0.35])


def answered(
    random: np.random.Generator, n: np.ndarray, between: float
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and SD of a theme of four five-point questions in units that differ by so much."""
    level = np.repeat(random.normal(0, between, len(n)), n) + random.normal(0, 0.8, n.sum())
    felt = level[:, None] + random.normal(0, 0.55, (len(level), 4))
    people = 25 * np.searchsorted(_CUTS, felt.ravel()).reshape(felt.shape).mean(axis=1)
    parts = np.split(people, np.cumsum(n)[:-1])
    return np.array([one.mean() for one in parts]), np.array([one.std(ddof=1) for one in parts])


@pytest.mark.parametrize("units", [unusual.FEWEST, 40, 120])
@pytest.mark.parametrize("between", [0.0, 0.32])
def test_no_more_false_alarms_than_promised(units: int, between: float) -> None:
    """Small units and large ones, with and without usual differences; skewed five-point answers."""
    random = np.random.default_rng(11)
    looks = alarms = 0
    for _ in range(9_000 // units):
        n = np.clip(np.exp(random.normal(3.4, 0.9, units)), 10, 300).astype(int)
        mean, sd = answered(random, n, between)
        found = unusual.low(*unusual.logits(mean, sd, n), rate=RATE)
        looks, alarms = looks + units, alarms + int(found.low.sum())
    assert alarms <= stats.binom.ppf(0.99, looks, RATE)


def test_a_unit_that_is_far_off_is_found_among_units_that_differ() -> None:
    random = np.random.default_rng(4)
    n = np.full(60, 100)
    mean, sd = answered(random, n, 0.2)
    mean[7] -= 25
    found = unusual.low(*unusual.logits(mean, sd, n), rate=RATE)
    assert np.flatnonzero(found.low).tolist() == [7]
    assert found.spread > 0.1
    assert unusual.score(found.limit[7]) > mean[7]


@given(st.lists(st.floats(-5, 5), min_size=unusual.FEWEST, max_size=60), st.floats(-50, 50))
def test_moving_all_moves_nothing_between_them(values: list[float], by: float) -> None:
    errors = np.full(len(values), 0.3)
    here = unusual.low(values, errors, rate=RATE)
    there = unusual.low(np.array(values) + by, errors, rate=RATE)
    assert there.centre == pytest.approx(here.centre + by, abs=1e-6)
    assert there.spread == pytest.approx(here.spread, abs=1e-4)
    assert there.beyond == pytest.approx(here.beyond, abs=1e-3)


@given(st.floats(0.0005, 0.05), st.floats(0.0005, 0.05))
def test_a_stricter_rate_finds_no_more(one: float, other: float) -> None:
    values = np.random.default_rng(5).normal(0, 1, 50)
    errors = np.full(50, 0.5)
    strict, loose = (unusual.low(values, errors, rate=rate).low for rate in sorted((one, other)))
    assert not (strict & ~loose).any()


def test_units_that_are_all_alike_have_nobody_low() -> None:
    found = unusual.low([1.0] * 30, [0.1] * 30, rate=RATE)
    assert found.spread == 0.0
    assert not found.low.any()


def test_counts_that_fell() -> None:
    now, before = np.full(40, 100), np.full(40, 101)
    now[3] = 40
    found = unusual.low(*unusual.counts(now, before), rate=RATE)
    assert np.flatnonzero(found.low).tolist() == [3]


@pytest.mark.parametrize(
    ("values", "errors"), [([1.0] * 19, [1.0] * 19), ([1.0] * 20, [0.0] * 20), ([1.0] * 20, [1.0])]
)
def test_what_cannot_be_compared(values: list[float], errors: list[float]) -> None:
    with pytest.raises(ValueError, match=r"fewer than|not above 0"):
        unusual.low(values, errors, rate=RATE)
