from math import isnan

import numpy as np
import pytest

from sightline.stats.reliability import cronbach_alpha, item_totals


def test_alpha_cases(load_cases):
    for case in load_cases("reliability_cases.json")["cases"]:
        alpha = cronbach_alpha(np.array(case["data"], dtype=float))
        expected = case["expected"]
        assert alpha.n == expected["n_complete"]
        assert alpha.items == case["items"]
        assert alpha.value == pytest.approx(expected["alpha_complete_cases"], rel=1e-8)


def test_item_total_cases(load_cases):
    """The peer leaves out answers pair by pair: only where all are complete is it the same."""
    compared = 0
    for case in load_cases("reliability_cases.json")["cases"]:
        data = np.array(case["data"], dtype=float)
        if np.isnan(data).any() or "item_total_r_drop" not in case["expected"]:
            continue
        compared += 1
        found = item_totals(data)
        assert [one.correlation for one in found] == pytest.approx(
            case["expected"]["item_total_r_drop"], rel=1e-8
        )
        assert [one.alpha_without for one in found] == pytest.approx(
            case["expected"]["alpha_if_item_dropped_pairwise_psych"], rel=1e-8
        )
    assert compared


def test_the_same_item_twice_is_perfect_and_its_mirror_is_below_nothing():
    item = np.array([1.0, 2.0, 4.0, 5.0, 3.0])
    assert cronbach_alpha(np.column_stack([item, item])).value == pytest.approx(1)
    against = np.column_stack([item, 6 - item, item[::-1]])
    assert cronbach_alpha(against).value < 0


@pytest.mark.parametrize(
    "scores",
    [
        np.ones((5, 3)),
        np.ones((5, 1)),
        np.array([[1.0, 2.0]]),
        np.array([[1.0, np.nan], [np.nan, 2.0]]),
    ],
)
def test_where_it_is_not_defined_it_is_not_a_number(scores):
    assert isnan(cronbach_alpha(scores).value)


def test_a_single_row_of_numbers_is_refused():
    with pytest.raises(ValueError):
        cronbach_alpha([1, 2, 3])
