import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.stats.spc import Assurance, Better, Kind, Profile, Rule, Variation, xmr

#: The R package's labels.
LABELS = {
    Rule.ABOVE: "Above UCL",
    Rule.BELOW: "Below LCL",
    Rule.RISING: "7 Point Trend (Increasing)",
    Rule.FALLING: "7 Point Trend (Decreasing)",
    Rule.TWO_HIGH: "2 in 3 Above CL",
    Rule.TWO_LOW: "2 in 3 Below CL",
    Rule.HIGH: "7 Points Above CL",
    Rule.LOW: "7 Points Below CL",
}


def chart_of(given, profile):
    return xmr(
        given["values"],
        better=Better(given["improvement_direction"]),
        target=given["target"],
        rebase=[given["dates"].index(day) for day in given["rebase_dates"]],
        fix_after=given["fix_after_n_points"],
        screen=given["screen_outliers"],
        profile=profile,
    )


def test_cases_as_the_r_package_draws_them(load_cases):
    for case in load_cases("spc_cases.json"):
        chart = chart_of(case["input"], Profile.PLOTTHEDOTS)
        expected = case["expected"]
        whole = case["assert"] == "all"
        assert chart.variation == expected["variation_icon"], case["id"]
        if whole:
            assert chart.assurance == expected["assurance"], case["id"]
        for point, known in zip(chart.points, expected["points"], strict=True):
            where = (case["id"], known["date"])
            assert point.kind == known["point_type"], where
            label = LABELS[point.rules[0]] if point.rules else "Common Cause"
            assert label == known["special_cause_type"], where
            assert point.group == known["rebase_group"], where
            assert point.trial_limits == known["short_group"], where
            if whole:
                assert [point.mean, point.lower, point.upper] == pytest.approx(
                    [known["mean"], known["lower_limit"], known["upper_limit"]], rel=1e-6, abs=1e-6
                ), where
                assert point.outside == known["outside_limits"], where
                assert point.side == known["relative_to_mean"], where
                assert point.close == known["close_to_limits"], where


def test_cases_as_making_data_count_describes_them(load_cases):
    for case in load_cases("spc_cases.json"):
        chart = chart_of(case["input"], Profile.MDC_2023)
        assert chart.variation == case["expected"]["mdc_2023_variation_icon"], case["id"]
        for point, known in zip(chart.points, case["expected"]["points"], strict=True):
            where = (case["id"], known["date"])
            assert sorted(point.rules) == sorted(known["mdc_2023_rules"]), where
            assert point.kind == known["mdc_2023_point_type"], where


def test_the_same_value_every_month_is_common_cause_and_meets_its_target_or_not():
    for target, found in ((99, Assurance.MEETS), (100, Assurance.MEETS), (101, Assurance.FAILS)):
        chart = xmr([100] * 24, better=Better.HIGHER, target=target)
        assert chart.variation is Variation.COMMON_CAUSE
        assert chart.assurance is found
        assert chart.points[0].lower == chart.points[0].upper == 100
    # A third has no exact mean: equal values stay on it.
    assert all(not p.rules for p in xmr([1 / 3] * 13, better=Better.LOWER).points)


def test_a_point_that_is_both_is_an_improvement():
    chart = xmr([20, 19, 18, 17, 16, 15, 14, 1, 2, 1, 2, 1, 2, 1], better=Better.LOWER)
    both = [p for p in chart.points if {Rule.HIGH, Rule.FALLING} <= set(p.rules)]
    assert len(both) == 7
    assert {p.kind for p in both} == {Kind.IMPROVEMENT}


SERIES = st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=40)


@given(SERIES, st.sampled_from(Profile))
def test_turned_upside_down_high_is_low(values, profile):
    up = xmr(values, better=Better.HIGHER, target=3, profile=profile)
    down = xmr([-value for value in values], better=Better.LOWER, target=-3, profile=profile)
    assert [p.kind for p in up.points] == [p.kind for p in down.points]
    assert up.assurance == down.assurance


@given(SERIES, st.integers(1, 9), st.integers(-90, 90), st.sampled_from(Profile))
def test_another_unit_changes_nothing(values, factor, shift, profile):
    here = xmr(values, better=Better.NEITHER, profile=profile)
    # Powers of two and whole numbers leave no rounding behind.
    scale = 2.0**factor
    there = xmr([v * scale + shift * scale for v in values], better=Better.NEITHER, profile=profile)
    if not np.isclose(
        [p.value for p in here.points], [p.mean for p in here.points], atol=1e-9
    ).any():
        assert [p.rules for p in here.points] == [p.rules for p in there.points]


@given(SERIES, SERIES)
def test_no_rule_looks_across_a_rebase(first, second):
    both = xmr([*first, *second], better=Better.HIGHER, rebase=[len(first)])
    alone = xmr(first, better=Better.HIGHER), xmr(second, better=Better.HIGHER)
    apart = [*alone[0].points, *alone[1].points]
    assert [p.rules for p in both.points] == [p.rules for p in apart]


@pytest.mark.parametrize(
    ("values", "more"),
    [([], {}), ([1, float("nan")], {}), ([1, 2], {"rebase": [2]}), ([1, 2], {"fix_after": 11})],
)
def test_what_is_no_series_is_refused(values, more):
    with pytest.raises(ValueError):
        xmr(values, better=Better.HIGHER, **more)
