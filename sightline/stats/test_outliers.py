from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.stats import outliers
from sightline.stats.outliers import Benchmark, Colour, QuartilesOf, Side


def case_numbers(case):
    """n, mean and sd of every unit, and all scores together."""
    scores = [np.array(unit["scores"], dtype=float) for unit in case["input"]["units"]]
    n = np.array([len(unit) for unit in scores])
    mean = np.array([unit.mean() for unit in scores])
    sd = np.array([unit.std(ddof=1) if len(unit) > 1 else np.nan for unit in scores])
    return n, mean, sd, np.concatenate(scores)


def test_colour_cases(load_cases):
    compared = 0
    for case in load_cases("gmc_outlier_cases.json"):
        n, mean, sd, everybody = case_numbers(case)
        by_units = outliers.benchmark_of_units(n, mean, sd)
        value, count = np.unique(everybody, return_counts=True)
        q1, q3 = outliers.quartiles_of_answers(count, value)
        by_respondents = Benchmark(by_units.n, by_units.mean, by_units.sd, q1, q3)
        expected = case["expected"]["benchmark"]
        assert float(by_units.n) == expected["n"]
        for name, found in (
            ("mean", by_units.mean),
            ("sd", by_units.sd),
            ("q1_units", by_units.q1),
            ("q3_units", by_units.q3),
            ("q1_respondents", q1),
            ("q3_respondents", q3),
        ):
            assert float(found) == pytest.approx(expected[name], rel=1e-9)
        for benchmark, reading in (
            (by_units, QuartilesOf.UNITS),
            (by_respondents, QuartilesOf.RESPONDENTS),
        ):
            short = reading.value.removesuffix("s")
            shown = outliers.names(outliers.colours(n, mean, sd, benchmark))
            for unit, colour in zip(case["expected"]["units"], shown, strict=True):
                if unit.get(f"tie_{short}"):
                    continue
                assert colour == unit[f"colour_{short}_quartiles"], (case["id"], unit["unit"])
                compared += 1
    assert compared > 100


units = st.lists(
    st.tuples(st.integers(0, 40), st.floats(0, 100), st.floats(0, 40)), min_size=1, max_size=12
)


@given(units=units)
def test_the_colour_of_one_unit_by_the_rule_in_words(units):
    n, mean, sd = (np.array(column, dtype=float) for column in zip(*units, strict=True))
    group = outliers.benchmark_of_units(n, mean, sd)
    found = outliers.names(outliers.colours(n, mean, sd, group))
    middle = 1.96 * group.sd / np.sqrt(group.n) if group.n > 1 else np.nan
    for size, score, deviation, colour in zip(n, mean, sd, found, strict=True):
        if size < 3:
            assert colour == Colour.GREY
            continue
        half = 1.96 * deviation / np.sqrt(size)
        if group.q1 < score < group.q3 or (score == group.q1 and score == group.q3):
            assert colour == Colour.WHITE
        elif score <= group.q1:
            apart = score + half < group.mean - middle
            assert colour == (Colour.RED if apart else Colour.PINK)
        else:
            apart = score - half > group.mean + middle
            assert colour == (Colour.GREEN if apart else Colour.LIGHT_GREEN)


def test_units_by_items_are_coloured_item_by_item():
    rng = np.random.default_rng(7)
    n = rng.integers(0, 30, (40, 6))
    mean, sd = rng.uniform(20, 90, (40, 6)), rng.uniform(1, 30, (40, 6))
    together = outliers.colours(n, mean, sd, outliers.benchmark_of_units(n, mean, sd))
    assert together.shape == (40, 6)
    for item in range(6):
        one = (n[:, item], mean[:, item], sd[:, item])
        alone = outliers.colours(*one, outliers.benchmark_of_units(*one))
        np.testing.assert_array_equal(together[:, item], alone)


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any))
def test_quartiles_of_answers_are_those_of_the_respondents(counts):
    scores = np.array([0.0, 25.0, 50.0, 75.0, 100.0])
    everybody = np.repeat(scores, counts)
    q1, q3 = outliers.quartiles_of_answers(counts, scores)
    assert [float(q1), float(q3)] == np.quantile(everybody, [0.25, 0.75]).tolist()


def test_nobody_answered_is_grey_and_has_no_quartiles():
    nothing = np.zeros((3, 2))
    group = outliers.benchmark_of_units(nothing, np.full((3, 2), np.nan), nothing)
    assert np.isnan(group.q1).all()
    assert np.isnan(group.mean).all()
    found = outliers.names(outliers.colours(nothing, np.full((3, 2), np.nan), nothing, group))
    assert set(found.ravel()) == {Colour.GREY}
    assert np.isnan(outliers.quartiles_of_answers([0, 0], [0, 100])[0])


def test_units_below_the_minimum_do_not_move_the_quartiles():
    q1, q3 = outliers.quartiles_of_units([9, 9, 9, 2], [10.0, 20.0, 30.0, 90.0])
    assert (float(q1), float(q3)) == (15.0, 25.0)


def test_an_unknown_spread_is_never_red():
    group = Benchmark(*(np.array(value) for value in (100, 60.0, 10.0, 50.0, 70.0)))
    colour = outliers.names(outliers.colours(5, 10.0, np.nan, group))
    assert colour == Colour.PINK


@given(units=units)
def test_red_and_green_are_the_outer_quarters_on_the_same_side_of_the_mean(units):
    n, mean, sd = (np.array(one, dtype=float) for one in zip(*units, strict=True))
    group = outliers.benchmark_of_units(n, mean, sd)
    sides = outliers.sides(n, mean, sd, group)
    colours = outliers.names(outliers.colours(n, mean, sd, group))
    for colour, code in zip(colours, sides, strict=True):
        side = outliers.SIDES[code]
        if colour in (Colour.RED, Colour.GREEN):
            assert side is (Side.BELOW if colour is Colour.RED else Side.ABOVE)
        if colour is Colour.PINK:
            assert side is not Side.BELOW
        if colour is Colour.LIGHT_GREEN:
            assert side is not Side.ABOVE
