"""Direct standardisation of means: known answers, what always holds, and the paradox it answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.stats.standardise import direct

STRATA = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0.1, 10), st.integers(1, 500)), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(STRATA)
def test_it_lies_between_the_strata_and_does_not_change_with_the_unit_of_size(strata):
    mean, error, size = (np.array(each, dtype=float) for each in zip(*strata, strict=True))
    found = direct(mean, error, size)
    assert mean.min() - 1e-9 <= found.mean <= mean.max() + 1e-9
    assert found.error <= error.max() + 1e-9
    assert direct(mean, error, size * 7).mean == pytest.approx(found.mean)
    low, high = found.interval()
    assert low <= found.mean <= high


def test_simpsons_paradox_goes_away():
    """Better in both professions and worse in all, because more are where it is worse for all."""
    here, there = np.array([72.0, 62.0]), np.array([70.0, 60.0])
    crude_here = np.average(here, weights=[10, 90])
    crude_there = np.average(there, weights=[90, 10])
    assert crude_here < crude_there
    standard = [100, 100]
    assert direct(here, [1, 1], standard).mean > direct(there, [1, 1], standard).mean


def test_strata_that_are_not_known_are_left_out_and_said():
    found = direct([80, np.nan], [1, np.nan], [30, 10])
    assert (found.mean, found.covered) == (80.0, 0.75)
    nothing = direct([np.nan], [np.nan], [1])
    assert np.isnan(nothing.mean)
    assert nothing.covered == 0.0


@pytest.mark.parametrize("size", [[-1, 2], [0, 0], [1]])
def test_no_population_is_refused(size):
    with pytest.raises(ValueError, match=r"same strata|somebody"):
        direct([1, 2], [1, 1], size)
