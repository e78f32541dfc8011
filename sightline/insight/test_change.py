"""When a change is claimed, and when not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sightline.insight import change
from sightline.insight.change import Direction
from sightline.results.gate import Answer, Cell, MeasureInfo
from sightline.results.levels import NATION
from sightline.stats.outliers import Colour

SCALE = (
    Answer("Agree", 100, True),
    Answer("Neither", 50, False),
    Answer("Disagree", 0, False),
)
ITEM = MeasureInfo("LS01", "Supervisor available", "item", "", "", "", SCALE, ())
THEME = MeasureInfo("supervision", "Supervision", "theme", "", "", "", (), ())
HIDDEN = Cell(NATION, "LS01", shown=False)
OPPOSITE = {
    Direction.BETTER: Direction.WORSE,
    Direction.WORSE: Direction.BETTER,
    Direction.UNCLEAR: Direction.UNCLEAR,
}


def counted(agree: int, neither: int, disagree: int) -> Cell:
    n = agree + neither + disagree
    score = (100 * agree + 50 * neither) / n
    return Cell(NATION, "LS01", True, n, n, score, answers=(agree, neither, disagree))


def scored(score: float, half: float, flag: Colour = Colour.WHITE) -> Cell:
    """A theme's cell: its limits are kept within 0 to 100, as the gate keeps them."""
    low, high = max(score - half, 0.0), min(score + half, 100.0)
    return Cell(NATION, "supervision", True, 30, 30, score, low, high, flag=flag)


counts = st.tuples(*[st.integers(0, 300)] * 3).filter(lambda three: sum(three) > 0)
scores = st.tuples(st.floats(0, 100), st.floats(0.1, 40))


@given(counts)
def test_equal_counts_are_no_change(three):
    assert change.direction(counted(*three), counted(*three), ITEM) is Direction.UNCLEAR


@given(counts, st.integers(1, 20))
def test_equal_shares_are_no_change(three, times):
    more = counted(*(times * one for one in three))
    assert change.direction(counted(*three), more, ITEM) is Direction.UNCLEAR


@given(counts, counts)
def test_better_one_way_is_worse_the_other_way(one, other):
    there = change.direction(counted(*one), counted(*other), ITEM)
    back = change.direction(counted(*other), counted(*one), ITEM)
    assert back is OPPOSITE[there]


@given(counts, counts)
def test_a_change_has_the_sign_of_the_difference(one, other):
    found = change.direction(counted(*one), counted(*other), ITEM)
    difference = one[0] / sum(one) - other[0] / sum(other)
    assert (found is Direction.BETTER) <= (difference > 0)
    assert (found is Direction.WORSE) <= (difference < 0)


@given(scores, scores)
def test_themes_change_alike_both_ways(one, other):
    there = change.direction(scored(*one), scored(*other), THEME)
    assert change.direction(scored(*other), scored(*one), THEME) is OPPOSITE[there]
    if there is Direction.BETTER:
        assert one[0] > other[0]


@given(scores, st.floats(0, 100))
def test_a_limit_cut_off_at_the_end_does_not_make_a_change(one, other):
    """Near 0 or 100 one limit is nearer than it would be: the farther one is the width."""
    score, half = one
    assume(min(score, 100 - score) < half < max(score, 100 - score))
    found = change.direction(scored(score, half), scored(other, half), THEME)
    assert (found is Direction.UNCLEAR) >= (abs(score - other) <= half)


def test_the_rule_is_newcombes():
    """Newcombe 1998, table II, method 10, cases (a), (b) and (d)."""
    assert change.direction(counted(56, 14, 0), counted(48, 32, 0), ITEM) is Direction.BETTER
    assert change.direction(counted(48, 0, 32), counted(56, 14, 0), ITEM) is Direction.WORSE
    assert change.direction(counted(9, 1, 0), counted(3, 7, 0), ITEM) is Direction.BETTER
    assert change.direction(counted(5, 51, 0), counted(0, 29, 0), ITEM) is Direction.UNCLEAR


@pytest.mark.parametrize(
    ("now", "before"), [(HIDDEN, counted(5, 5, 5)), (counted(5, 5, 5), HIDDEN), (HIDDEN, HIDDEN)]
)
def test_what_is_not_shown_is_not_compared(now, before):
    found = change.change(now, before, ITEM, "Autumn 2025")
    assert found.direction is Direction.NOT_SHOWN
    assert found.short == "Not shown then"


def test_a_score_without_limits_is_no_change():
    bare = Cell(NATION, "supervision", True, 2, 2, 90.0)
    assert change.direction(bare, scored(10, 1), THEME) is Direction.UNCLEAR


def test_another_question_is_not_compared():
    found = change.change(
        counted(90, 5, 5), counted(5, 5, 90), ITEM, "Autumn 2025", comparable=False
    )
    assert found.direction is Direction.REWORDED
    assert found.was is None


def test_a_first_round_has_nothing_to_compare():
    found = change.change(counted(9, 1, 0), None, ITEM, "2025")
    assert (found.direction, found.was) == (Direction.FIRST, None)


@pytest.mark.parametrize("then", Colour)
@pytest.mark.parametrize("now", Colour)
def test_only_red_twice_is_a_repeat(now, then):
    found = change.change(scored(40, 5, now), scored(40, 5, then), THEME, "2025")
    assert found.is_repeat == (now is then is Colour.RED)
    assert ("below then too" in found.short) == found.is_repeat


@given(counts)
def test_positive_answers_are_counted_by_the_scale(three):
    assert change.positive_count(counted(*three), ITEM) == three[0]
    assert change.positive_count(scored(50, 5), THEME) is None
