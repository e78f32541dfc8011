"""Relative weights and partial correlations against regressions, and what always holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.stats.drivers import drivers


def table(seed: int, many: int, n: int = 400) -> np.ndarray:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    items = common * rng.uniform(0, 1, many) + rng.normal(size=(n, many))
    outcome = items @ rng.uniform(-0.2, 1, many) + rng.normal(size=n)
    return np.column_stack([items, outcome])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_weights_add_up_to_what_a_regression_explains_and_none_is_below_nought(seed, many):
    data = table(seed, many)
    found = drivers(np.corrcoef(data.T), len(data))
    items = np.column_stack([np.ones(len(data)), data[:, :-1]])
    outcome = data[:, -1]
    left = outcome - items @ np.linalg.lstsq(items, outcome, rcond=None)[0]
    assert found.r_squared == pytest.approx(1 - left.var() / outcome.var())
    assert (found.weight >= -1e-12).all()
    assert found.share.sum() == pytest.approx(100)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_partial_correlations_are_those_of_what_regressions_leave(seed):
    data = table(seed, 4)
    found = drivers(np.corrcoef(data.T), len(data))
    for at in range(4):
        others = np.delete(data[:, :4], at, axis=1)
        others = np.column_stack([np.ones(len(data)), others])
        left = [
            column - others @ np.linalg.lstsq(others, column, rcond=None)[0]
            for column in (data[:, at], data[:, 4])
        ]
        assert found.partial[at] == pytest.approx(np.corrcoef(*left)[0, 1])
        assert found.partial_low[at] < found.partial[at] < found.partial_high[at]


def test_the_order_of_questions_does_not_matter():
    matrix = np.corrcoef(table(3, 5).T)
    order = [3, 1, 4, 0, 2]
    moved = matrix[np.ix_([*order, 5], [*order, 5])]
    assert drivers(moved, 400).weight == pytest.approx(drivers(matrix, 400).weight[order])


def test_two_questions_that_say_the_same_share_the_weight():
    matrix = [[1, 0.999, 0.5], [0.999, 1, 0.5], [0.5, 0.5, 1]]
    first, second = drivers(matrix, 400).weight
    assert first == pytest.approx(second, rel=1e-6)


def test_correlations_that_do_not_fit_together_are_mended():
    found = drivers([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]], 400)
    assert np.isfinite(found.weight).all()
    assert found.r_squared <= 1 + 1e-6


@pytest.mark.parametrize(
    ("matrix", "n"), [([[1, 0.5]], 9), ([[1, 0.5], [0.4, 1]], 9), ([[1, 0.5], [0.5, 1]], 3)]
)
def test_what_is_no_table_of_correlations_is_refused(matrix, n):
    with pytest.raises(ValueError, match=r"square table|too few"):
        drivers(matrix, n)


def test_the_limits_of_shares_hold_the_truth_as_often_as_they_say():
    """A population with a known answer: two questions that overlap and one that says nothing."""
    truth = np.array([[1, 0.5, 0, 0.6], [0.5, 1, 0, 0.4], [0, 0, 1, 0.2], [0.6, 0.4, 0.2, 1]])
    share = drivers(truth, 10**6).share
    rng = np.random.default_rng(9)
    root = np.linalg.cholesky(truth)
    held = np.zeros(3)
    for _ in range(200):
        seen = np.corrcoef(root @ rng.normal(size=(4, 300)))
        found = drivers(seen, 300)
        held += (found.share_low <= share) & (share <= found.share_high)
    assert (held >= 0.95 * 200).all()


def test_a_question_that_says_nothing_may_have_no_share_at_all():
    """Its share is never nought, because chance alone gives it some; its lower limit is."""
    truth = np.eye(5)
    truth[0, 4] = truth[4, 0] = 0.6
    rng = np.random.default_rng(4)
    found = drivers(np.corrcoef(np.linalg.cholesky(truth) @ rng.normal(size=(5, 300))), 300)
    assert (found.share[1:] > 0).all()
    assert (found.share_low[1:] == 0).all()
    assert found.share_high[0] == 100


def test_more_people_make_shares_surer_and_limits_are_the_same_each_time():
    matrix = np.corrcoef(table(3, 5).T)
    few, many = drivers(matrix, 100), drivers(matrix, 10_000)
    assert (many.share_high - many.share_low < few.share_high - few.share_low).all()
    assert (few.share_low <= few.share).all()
    assert (few.share <= few.share_high).all()
    assert (drivers(matrix, 100).share_low == few.share_low).all()
