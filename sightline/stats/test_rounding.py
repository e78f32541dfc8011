from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.stats import rounding


def test_rounding_cases(load_cases):
    compared = 0
    for row in load_cases("rounding_cases.json")["rows"]:
        if row["rule"] == "nhs_digital_2018":
            national = row["level"] == "national"
            assert rounding.nhs_digital_count(row["count"], national=national) == row["display"]
        elif row["kind"] == "count":
            assert rounding.hesa_count(row["value"]) == row["display"]
        elif row["kind"] == "percentage":
            assert rounding.hesa_shows_percentage(row["denominator"]) != row["suppressed"]
        else:
            assert rounding.hesa_shows_average(row["n"]) != row["suppressed"]
        compared += 1
    assert compared > 30


@given(n=st.integers(1, 3000), data=st.data())
def test_percentages_round_halves_up(n, data):
    positive = data.draw(st.integers(0, n))
    place = Decimal("1") if n < 100 else Decimal("0.1")
    expected = (Decimal(100 * positive) / n).quantize(place, ROUND_HALF_UP)
    assert float(rounding.percent(positive, n)) == float(expected)
    assert rounding.percent_text(positive, n) == f"{expected}%"


def test_arrays_and_nobody():
    shown = rounding.percent([[1, 0], [50, 7]], [[2, 0], [100, 7]])
    np.testing.assert_array_equal(shown, [[50.0, np.nan], [50.0, 100.0]])
    assert rounding.percent_text(0, 0) == ""


@pytest.mark.parametrize(
    "call",
    [
        lambda: rounding.percent(4, 3),
        lambda: rounding.percent(-1, 3),
        lambda: rounding.percent(1.5, 3),
        lambda: rounding.nhs_digital_count(-1, national=True),
        lambda: rounding.hesa_count(-0.5),
    ],
)
def test_impossible_counts_are_refused(call):
    with pytest.raises(ValueError):
        call()
