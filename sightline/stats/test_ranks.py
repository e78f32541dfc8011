"""Ranks with intervals: what always holds, and that they cover."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.stats.ranks import rank_interval

UNITS = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 20)), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(UNITS, st.data())
def test_the_rank_lies_in_its_interval_and_a_wider_error_never_narrows_it(units, data):
    at = data.draw(st.integers(0, len(units) - 1))
    value, error = (np.array(each) for each in zip(*units, strict=True))
    found = rank_interval(value, error, at)
    assert 1 <= found.best <= found.rank <= found.worst <= found.units
    wider = rank_interval(value, error * 2 + 1, at)
    assert wider.best <= found.best
    assert wider.worst >= found.worst


@settings(max_examples=30, deadline=None)
@given(UNITS, st.randoms())
def test_the_order_of_units_does_not_matter(units, random):
    order = list(range(len(units)))
    random.shuffle(order)
    value, error = (np.array(each) for each in zip(*units, strict=True))
    assert rank_interval(value, error, order[0]) == rank_interval(value[order], error[order], 0)


@pytest.mark.parametrize("spread", [0.0, 2.0, 10.0])
def test_the_true_rank_is_covered(spread):
    """With units alike, a little and very unlike, in at least 95 of 100 tries."""
    rng = np.random.default_rng(11)
    truth = rng.normal(70, spread, 25) if spread else np.full(25, 70.0)
    covered = 0
    for _ in range(400):
        found = rank_interval(truth + rng.normal(0, 3, 25), np.full(25, 3.0), at=7)
        # Units that are equal share a range of ranks: any of them is true.
        best, worst = 1 + (truth > truth[7]).sum(), (truth >= truth[7]).sum()
        covered += found.best <= best and worst <= found.worst
    assert covered >= 0.95 * 400


def test_units_alike_leave_the_rank_open():
    found = rank_interval([70.0] * 20, [3.0] * 20, at=4)
    assert (found.best, found.worst) == (1, 20)


@pytest.mark.parametrize(
    ("value", "error", "confidence"), [([], [], 0.95), ([1], [1, 2], 0.95), ([1], [1], 1.0)]
)
def test_what_has_no_rank_is_refused(value, error, confidence):
    with pytest.raises(ValueError, match=r"Ranks need|A confidence"):
        rank_interval(value, error, 0, confidence)
