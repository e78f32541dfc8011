from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sightline.stats import intervals

LEVELS = {"90": 0.90, "95": 0.95, "99": 0.99, "998": 0.998}


@pytest.fixture(scope="module")
def cases(load_cases):
    return load_cases("ci_cases.json")


def check(interval, rows, level, rel=1e-6):
    """The limits equal those of the case rows; null there is NaN here."""
    for side in ("lower", "upper"):
        expected = [np.nan if row[side + level] is None else row[side + level] for row in rows]
        np.testing.assert_allclose(
            np.ravel(getattr(interval, side)), expected, rtol=rel, atol=1e-12
        )


def column(rows, name):
    return np.array([row[name] for row in rows], dtype=float)


@pytest.mark.parametrize("level", LEVELS)
def test_wilson_cases(cases, level):
    rows = cases["wilson"]["rows"]
    check(intervals.wilson(column(rows, "x"), column(rows, "n"), LEVELS[level]), rows, level)


@pytest.mark.parametrize("level", ["95", "998"])
def test_clopper_pearson_cases(cases, level):
    rows = cases["clopper_pearson"]["rows"]
    limits = intervals.clopper_pearson(column(rows, "x"), column(rows, "n"), LEVELS[level])
    check(limits, rows, level)


@pytest.mark.parametrize("level", ["95", "998"])
def test_rate_cases(cases, level):
    rows = cases["byars_rate"]["rows"]
    limits = intervals.rate(column(rows, "x"), column(rows, "n"), LEVELS[level], per=1000)
    check(limits, rows, level)


@pytest.mark.parametrize("level", ["95", "998"])
def test_byar_cases(cases, level):
    rows = cases["byars_count"]["rows"]
    check(intervals.byar(column(rows, "x"), LEVELS[level]), rows, level)


@pytest.mark.parametrize("level", ["95", "998"])
def test_mean_cases(cases, level):
    for case in cases["mean_t"]["cases"]:
        values, expected = np.array(case["values"], dtype=float), case["expected"]
        limits = intervals.mean_student(
            values.mean(), values.std(ddof=1), len(values), LEVELS[level]
        )
        check(limits, [expected], level)


@pytest.mark.parametrize("level", ["95", "998"])
def test_standardised_cases(cases, level):
    for case in cases["standardised"]["cases"]:
        strata = case["strata"]
        events, people = column(strata, "x"), column(strata, "pop")
        result = intervals.directly_standardised_rate(
            events, people, column(strata, "sp"), LEVELS[level], per=1000
        )
        assert float(result.value) == pytest.approx(case["dsr"]["value"], rel=1e-9)
        check(result, [case["dsr"]], level)
        reference = case["reference"]
        expected = (people * column(reference, "x") / column(reference, "n")).sum()
        assert expected == pytest.approx(case["isratio"]["expected"], rel=1e-9)
        check(intervals.rate(events.sum(), expected, LEVELS[level]), [case["isratio"]], level)


def test_difference_cases(cases):
    rows = cases["difference_of_proportions"]["rows"]
    four = [column(rows, name) for name in ("x1", "n1", "x2", "n2")]
    limits = intervals.newcombe(*four)
    np.testing.assert_allclose(limits.lower, column(rows, "newcombe_lower"), rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(limits.upper, column(rows, "newcombe_upper"), rtol=1e-6, atol=1e-12)
    p = intervals.proportions_p_value(*four)
    np.testing.assert_allclose(p, column(rows, "chisq_p"), rtol=1e-6)


def test_quantile_cases(cases):
    for case in cases["quantile"]["cases"]:
        groups = intervals.quantile_groups(case["values"], case["nquantiles"], case["invert"])
        assert groups.tolist() == case["quantile"]


@given(n=st.integers(1, 500), data=st.data())
def test_wilson_stays_inside_and_holds_the_proportion(n, data):
    x = data.draw(st.integers(0, n))
    limits = intervals.wilson(x, n)
    assert 0 <= limits.lower <= x / n <= limits.upper <= 1


@given(x=st.integers(0, 60), n=st.integers(60, 400))
def test_more_confidence_is_a_wider_interval(x, n):
    widths = [
        float(limits.upper - limits.lower)
        for limits in (intervals.wilson(x, n, level) for level in (0.8, 0.95, 0.998))
    ]
    assert all(narrow < wide for narrow, wide in pairwise(widths))


@given(x1=st.integers(0, 30), x2=st.integers(0, 30))
def test_a_difference_turned_round_changes_sign(x1, x2):
    one, other = intervals.newcombe(x1, 30, x2, 40), intervals.newcombe(x2, 40, x1, 30)
    assert float(one.lower) == pytest.approx(-float(other.upper))
    assert float(one.upper) == pytest.approx(-float(other.lower))


def test_nobody_answered_gives_no_interval():
    for limits in (
        intervals.wilson(0, 0),
        intervals.clopper_pearson(0, 0),
        intervals.newcombe(0, 0, 3, 4),
        intervals.mean_normal(np.nan, np.nan, 0),
        intervals.mean_student(50.0, 0.0, 1),
        intervals.rate(3, 0),
    ):
        assert np.isnan(limits.lower)
        assert np.isnan(limits.upper)


def test_shapes_broadcast():
    limits = intervals.wilson(np.zeros((3, 4)), np.full(4, 10))
    assert limits.lower.shape == limits.upper.shape == (3, 4)


def test_few_events_have_no_standardised_rate():
    result = intervals.directly_standardised_rate([4, 5], [100, 100], [1, 1])
    assert np.isnan(result.value)
    assert np.isnan(result.lower)


@pytest.mark.parametrize(
    "call",
    [
        lambda: intervals.wilson(4, 3),
        lambda: intervals.wilson(-1, 3),
        lambda: intervals.wilson(1, 3, 95),
        lambda: intervals.rate(1, -2),
        lambda: intervals.directly_standardised_rate([10, 3], [0, 5], [1, 1]),
        lambda: intervals.quantile_groups([1.0, np.nan], 4),
        lambda: intervals.quantile_groups([1.0], 0),
    ],
)
def test_impossible_numbers_are_refused(call):
    with pytest.raises(ValueError):
        call()


def test_many_means_of_few_sizes_have_the_limits_of_each_alone() -> None:
    sizes = np.arange(400) % 7
    together = intervals.mean_student(np.full(400, 60.0), np.full(400, 9.0), sizes)
    alone = [intervals.mean_student(60.0, 9.0, size) for size in sizes]
    assert np.allclose(together.lower, [float(one.lower) for one in alone], equal_nan=True)
    assert np.allclose(together.upper, [float(one.upper) for one in alone], equal_nan=True)


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.float64])
def test_limits_that_are_looked_up_are_those_that_are_worked_out(kind: type) -> None:
    sizes: NDArray[Any] = (np.arange(3000) % 1500).astype(kind)
    means, deviations = np.full(3000, 60.0), np.full(3000, 9.0)
    for limits in (intervals.mean_student, intervals.mean_normal):
        together = limits(means, deviations, sizes)
        # Few at a time are always worked out.
        parts = [limits(60.0, 9.0, some) for some in np.split(sizes, 30)]
        for side in ("lower", "upper"):
            alone = np.concatenate([getattr(part, side) for part in parts])
            np.testing.assert_array_equal(getattr(together, side), alone)
