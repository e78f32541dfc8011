"""Agreement of coders: published answers, and a second, slow way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.stats.agreement import cohen_kappa, krippendorff_alpha, masi

#: Answers of four observers to twelve units, in Krippendorff K (2011), "Computing Krippendorff's
#: Alpha-Reliability", section C: nominal alpha 0.743, interval alpha 0.849; "." is no answer.
OBSERVERS = ("12332141 2...".replace(" ", ""), "123322412 5.3".replace(" ", ""),
             ".33323422 51.".replace(" ", ""), "123324412 51.".replace(" ", ""))  # fmt: skip
UNITS = [[int(one) for one in unit if one != "."] for unit in zip(*OBSERVERS, strict=True)]


def squared(one: int, other: int) -> float:
    return float((one - other) ** 2)


def test_alpha_of_the_published_example() -> None:
    nominal, interval = krippendorff_alpha(UNITS), krippendorff_alpha(UNITS, squared)
    # One of the twelve units has a single answer.
    assert (round(nominal.value, 3), nominal.n) == (0.743, 11)
    assert round(interval.value, 3) == 0.849


def test_alpha_of_two_observers() -> None:
    """Sections A and B of the same paper: 0.095 of yes and no, 0.692 of names."""
    answers = list(zip("0100000010", "1110010000", strict=True))
    assert round(krippendorff_alpha(answers).value, 3) == 0.095
    names = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert round(krippendorff_alpha(names).value, 3) == 0.692


def spread(table: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """The two coders' answers that a table of counts sums up."""
    pairs = [
        (row, column)
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    return [one for one, _ in pairs], [other for _, other in pairs]


def test_kappa_of_published_tables() -> None:
    """Fleiss JL, Statistical Methods for Rates and Proportions, table 18.1: kappa 0.68."""
    found = cohen_kappa(*spread([[75, 1, 4], [5, 4, 1], [0, 0, 10]]), 3)
    assert (round(found.value, 2), round(found.error, 3), found.n) == (0.68, 0.088, 100)
    assert found.lower < 0.68 < found.upper
    # Cohen (1960), table 1, of 200 units: 0.492.
    cohen = cohen_kappa(*spread([[88, 14, 18], [10, 40, 10], [2, 6, 12]]), 3)
    assert round(cohen.value, 3) == 0.492


def test_where_nothing_can_be_said() -> None:
    assert np.isnan(cohen_kappa([], [], 2).value)
    everybody = cohen_kappa([1, 1, 1], [1, 1, 1], 2)
    assert (np.isnan(everybody.value), everybody.same) == (True, 1.0)
    assert np.isnan(krippendorff_alpha([["a", "a"], ["a", "a"]]).value)
    assert krippendorff_alpha([["a"], ["b"]]).n == 0


@pytest.mark.parametrize(("first", "second"), [([0, 1], [0]), ([0, 2], [0, 1]), ([-1, 0], [0, 1])])
def test_what_is_no_judgement_is_refused(first: list[int], second: list[int]) -> None:
    with pytest.raises(ValueError):
        cohen_kappa(first, second, 2)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=40))
def test_kappa_is_what_its_definition_says(pairs: list[tuple[int, int]]) -> None:
    n = len(pairs)
    same = sum(one == other for one, other in pairs) / n
    chance = sum(
        sum(one == name for one, _ in pairs) * sum(other == name for _, other in pairs)
        for name in range(3)
    ) / (n * n)
    found = cohen_kappa([one for one, _ in pairs], [other for _, other in pairs], 3)
    turned = cohen_kappa([other for _, other in pairs], [one for one, _ in pairs], 3)
    if chance == 1:
        assert np.isnan(found.value)
        return
    assert found.value == pytest.approx((same - chance) / (1 - chance), abs=1e-9)
    assert -1 <= found.lower <= found.value + 1e-12
    assert found.value - 1e-12 <= found.upper <= 1
    assert (turned.value, turned.error) == pytest.approx((found.value, found.error), abs=1e-9)


def jackknifed(first: list[int], second: list[int], categories: int) -> float:
    """The standard error of kappa by leaving out one unit after another."""
    n = len(first)
    values = np.array(
        [
            cohen_kappa(
                first[:at] + first[at + 1 :], second[:at] + second[at + 1 :], categories
            ).value
            for at in range(n)
        ]
    )
    return float(np.sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum()))


@pytest.mark.parametrize("table", [[[75, 1, 4], [5, 4, 1], [0, 0, 10]], [[40, 9], [12, 60]]])
def test_its_error_is_near_that_of_leaving_units_out(table: list[list[int]]) -> None:
    first, second = spread(table)
    found = cohen_kappa(first, second, len(table))
    slow = jackknifed(first, second, len(table))
    assert found.error == pytest.approx(slow, rel=0.05)


def drawn(
    rng: np.random.Generator, comments: int, codes: int, wrong: float
) -> tuple[np.ndarray, np.ndarray]:
    """Yes and no of two coders, one in ten codes given; three in ten comments are hard."""
    given_often = 0.1 * np.exp(rng.normal(0, 0.7, (comments, 1)))
    truth = rng.random((comments, codes)) < given_often
    hard = np.where(rng.random((comments, 1)) < 0.3, 4.0, 1.0)
    error = np.clip(wrong * hard, 0, 0.45)

    def coder() -> np.ndarray:
        misses = rng.random(truth.shape) < 2 * error
        adds = rng.random(truth.shape) < 0.2 * error
        return np.where(truth, ~misses, adds).astype(int)

    return coder(), coder()


@pytest.mark.parametrize(
    ("comments", "codes", "wrong"), [(20, 1, 0.1), (50, 1, 0.02), (20, 8, 0.1), (50, 8, 0.1)]
)
def test_the_limits_of_kappa_hold_the_truth_as_often_as_they_say(
    comments: int, codes: int, wrong: float
) -> None:
    """Seeded. With one standard error of the usual kind it would be 42 to 92 times in 100."""
    rng = np.random.default_rng(5)
    first, second = drawn(rng, 40_000, codes, wrong)
    truth = cohen_kappa(first.ravel(), second.ravel(), 2).value
    within = np.repeat(np.arange(comments), codes)
    held = usual = 0
    for _ in range(1500):
        first, second = (one.ravel() for one in drawn(rng, comments, codes, wrong))
        found = cohen_kappa(first, second, 2, within=within)
        held += found.lower <= truth <= found.upper or np.isnan(found.value)
        usual += abs(found.value - truth) <= 1.959964 * found.error
    assert held >= 0.93 * 1500
    assert usual < held


def test_units_of_one_comment_count_as_one_that_is_told_often() -> None:
    """The same comment eight times over tells no more than once; as units of their own it would."""
    first, second = spread([[20, 5], [10, 15]])
    once = cohen_kappa(first, second, 2)
    often = [one for one in first for _ in range(8)], [one for one in second for _ in range(8)]
    together = cohen_kappa(*often, 2, within=np.repeat(np.arange(50), 8))
    apart = cohen_kappa(*often, 2)
    assert together.upper - together.lower == pytest.approx(once.upper - once.lower, rel=0.1)
    assert apart.upper - apart.lower < 0.5 * (once.upper - once.lower)


def test_of_one_comment_nothing_is_sure() -> None:
    found = cohen_kappa([0, 1, 1], [0, 1, 0], 2, within=[7, 7, 7])
    assert (found.lower, found.upper) == (-1, 1)


def slow_alpha(units: list[list[int]], distance: object) -> float:
    """Pair by pair: one less observed over expected disagreement."""
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    n = len(values)
    if n < 2:
        return float("nan")
    observed = sum(
        distance(a, b) / (len(unit) - 1)  # type: ignore[operator]
        for unit in units
        for a, b in permutations(unit, 2)
    )
    expected = sum(distance(a, b) for a, b in permutations(values, 2))  # type: ignore[operator]
    return 1 - (n - 1) * observed / expected if expected else float("nan")


@given(st.lists(st.lists(st.integers(0, 3), max_size=4), max_size=12))
def test_alpha_is_what_pair_by_pair_counting_gives(units: list[list[int]]) -> None:
    for distance in (lambda a, b: float(a != b), squared):
        found = krippendorff_alpha(units, distance)
        assert found.value == pytest.approx(slow_alpha(units, distance), abs=1e-9, nan_ok=True)
    backwards = krippendorff_alpha([unit[::-1] for unit in units[::-1]])
    assert backwards.value == pytest.approx(krippendorff_alpha(units).value, abs=1e-9, nan_ok=True)


sets = st.frozensets(st.sampled_from("abcd"))


@given(sets, sets)
def test_sets_are_as_far_apart_either_way(one: frozenset[str], other: frozenset[str]) -> None:
    assert masi(one, other) == masi(other, one)
    assert 0 <= masi(one, other) <= 1
    assert (masi(one, other) == 0) == (one == other)


def test_more_units_make_the_interval_narrower() -> None:
    few = krippendorff_alpha(UNITS)
    many = krippendorff_alpha(UNITS * 10)
    assert few.lower < few.value < few.upper
    assert many.upper - many.lower < few.upper - few.lower
    assert krippendorff_alpha(UNITS) == few
