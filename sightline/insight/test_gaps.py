"""Gaps between groups of people: sure or not, pooled by rule, adjusted for professions."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.insight import words
from sightline.insight.gaps import (
    FEW,
    Adjusted,
    Gap,
    Row,
    Scored,
    Sure,
    explained,
    reference_of,
    rows,
    usable,
)
from sightline.insight.queries.equity import Split
from sightline.results.characteristics.gate import NO_ANSWER, PREFER_NOT, Part, PartCell


def part(
    label: str, n: int | None, score: float = 70.0, error: float = 1.0, together: Any = ()
) -> Part:
    cell = PartCell(shown=False)
    if n is not None:
        cell = PartCell(True, n, score, error, score - 2 * error, score + 2 * error)
    return Part(label, n, (cell,), together)


def by_label(found):
    return {one.label: one for one in found}


def test_the_largest_group_that_answered_is_what_others_are_compared_with():
    parts = [part("Asian", 200), part("White", 500), part(NO_ANSWER, 900)]
    assert reference_of(parts) == "White"
    found = by_label(rows(parts, []))
    assert found["White"].is_reference
    assert found["White"].gap is None


@pytest.mark.parametrize(
    ("score", "sure"), [(60.0, Sure.LOWER), (79.0, Sure.HIGHER), (69.0, Sure.UNSURE)]
)
def test_a_gap_is_clear_only_where_its_limits_leave_out_nought(score, sure):
    found = by_label(rows([part("White", 500), part(PREFER_NOT, 200, score)], []))
    assert found[PREFER_NOT].gap.sure is sure


def test_rounds_are_put_together_for_all_groups_or_for_none():
    parts = [part("White", 500), part("Asian", FEW - 1, 60.0)]
    before = {"White": Scored(72.0, 1.0, 500), "Asian": Scored(64.0, 1.0, 99)}
    found = by_label(rows(parts, [before]))
    scored = found["Asian"].scored
    assert (scored.n, scored.rounds) == (198, 2)
    assert [scored.score, scored.error] == pytest.approx([62.0, 0.7071], abs=1e-3)
    assert found["White"].scored.rounds == 2  # so that the gap is within the same time
    large = by_label(rows([part("White", 500), part("Asian", 200)], [before]))
    assert large["Asian"].scored.rounds == 1


def test_a_round_in_which_a_group_is_withheld_is_not_put_to_it():
    parts = [part("White", 500), part("Asian", 50)]
    found = by_label(rows(parts, [{"White": Scored(72.0, 1.0, 500)}]))
    assert found["Asian"].scored.rounds == 1


def test_withheld_groups_have_no_gap_and_those_together_no_adjusted_one():
    strata = [({"White": Scored(70, 1, 90), "The others together": Scored(60, 1, 90)}, 180)]
    parts = [
        part("White", 500),
        part("Asian", None),
        part("The others together", 60, together=("A", "B")),
    ]
    found = by_label(rows(parts, [], strata))
    assert found["Asian"].gap is None
    assert found["The others together"].gap is not None
    assert found["The others together"].adjusted is None


def test_simpsons_paradox_is_said():
    """Higher in both professions, lower in all: most of the group are where all score low."""
    doctors = {"White": Scored(80, 0.5, 900), "Asian": Scored(83, 0.8, 100)}
    nurses = {"White": Scored(50, 0.8, 100), "Asian": Scored(53, 0.5, 900)}
    parts = [part("White", 1000, 77.0), part("Asian", 999, 56.0)]
    found = by_label(rows(parts, [], [(doctors, 1000), (nurses, 1000)]))
    assert found["Asian"].gap.sure is Sure.LOWER
    assert found["Asian"].adjusted.gap.sure is Sure.HIGHER
    assert "Simpson’s paradox" in explained(found["Asian"])


def test_a_gap_that_goes_with_the_professions_is_said_and_one_that_does_not_is_not():
    level = {"White": Scored(80, 0.5, 900), "Asian": Scored(79.8, 0.8, 100)}
    parts = [part("White", 1000, 77.0), part("Asian", 999, 70.0)]
    row = by_label(rows(parts, [], [(level, 1000)]))["Asian"]
    assert "most of the gap of 7.0 points goes with the professions" in explained(row)
    unequal = {"White": Scored(80, 0.5, 900), "Asian": Scored(73, 0.8, 100)}
    assert explained(by_label(rows(parts, [], [(unequal, 1000)]))["Asian"]) == ""


def test_a_gap_that_stays_and_is_only_less_sure_is_not_put_down_to_the_professions():
    unsure = {"White": Scored(80, 2.0, 900), "Asian": Scored(75, 3.0, 100)}
    parts = [part("White", 1000, 77.0), part("Asian", 999, 71.0)]
    row = by_label(rows(parts, [], [(unsure, 1000)]))["Asian"]
    assert row.adjusted.gap.sure is Sure.UNSURE
    assert "does not show that the mix of professions is behind it" in explained(row)
    assert "most of the gap" not in explained(row)


def test_how_much_is_covered_is_said_to_the_next_twentieth_below():
    known = {"White": Scored(80, 0.5, 900), "Asian": Scored(70, 0.8, 100)}
    parts = [part("White", 1000), part("Asian", 900, 60.0)]
    row = by_label(rows(parts, [], [(known, 998), ({}, 2)]))["Asian"]
    assert row.adjusted.covered == 0.95


def test_professions_that_hold_too_few_of_all_give_no_adjusted_gap():
    known = {"White": Scored(80, 0.5, 900), "Asian": Scored(70, 0.8, 100)}
    strata = [(known, 400), ({"White": Scored(80, 0.5, 900)}, 600)]
    row = by_label(rows([part("White", 1000), part("Asian", 900, 60.0)], [], strata))["Asian"]
    assert row.adjusted is None


@pytest.mark.parametrize(("error", "word"), [(1.0, "Good"), (2.0, "Fair"), (5.0, "Low")])
def test_reliability_follows_the_width_of_the_interval(error, word):
    assert Scored(70, error, 100).reliability == word


points = st.floats(-40, 40).map(lambda one: round(one, 2))
errors = st.floats(0.2, 15)


@given(points, errors, points, errors)
def test_what_is_said_of_a_gap_in_the_same_professions_has_the_side_it_is_on(
    crude: float, crude_error: float, inside: float, error: float
) -> None:
    gap, adjusted = Gap(crude, crude_error), Gap(inside, error)
    text = explained(Row("Asian", None, gap, Adjusted(adjusted, 0.8)))
    if gap.sure is Sure.UNSURE:
        assert text == ""
        return
    turns, (low, high) = crude * inside < 0, adjusted.limits
    assert ("turns round" in text) == (turns and adjusted.sure is not Sure.UNSURE)
    assert text or not turns
    if not text:
        return
    said = re.search(r"In the same professions this group is ([0-9.]+) points (\w+)", text)
    assert said is not None
    side = "away" if said[1] == "0.0" else "higher" if inside > 0 else "lower"
    assert (said[1], said[2]) == (f"{abs(inside):.1f}", side)
    assert ("may be chance" in text) == (adjusted.sure is Sure.UNSURE)
    if "goes with the professions" in text:
        # What was seen in all together cannot be what is there in the same professions.
        assert not low <= crude <= high
        assert ("all of the gap" in text) == turns
        assert turns or abs(inside) < abs(crude) / 2


@given(st.lists(st.tuples(st.integers(1, 900), st.booleans(), st.booleans()), min_size=2))
def test_no_sentence_says_more_of_the_learners_covered_than_is_so(
    professions: list[tuple[int, bool, bool]],
) -> None:
    """Each profession: how many answered, and in which of two groups it can be used."""
    white = Scored(80, 0.5, 900)
    strata = [
        ({"White": white, **{name: white for name, fits in (("A", a), ("B", b)) if fits}}, n)
        for n, a, b in professions
    ]
    found = rows([part("White", 5000), part("A", 900), part("B", 900)], [], strata)
    every = sum(n for n, _, _ in professions)
    true = [
        sum(n for n, *fits in professions if fits[at]) / every
        for at, name in enumerate("AB")
        if by_label(found)[name].adjusted
    ]
    info: Any = None
    (said,) = [
        one
        for one in words.pooling(Split(info, found, ("Autumn 2025",), "professions"))
        if one.startswith("Gaps in the same professions")
    ]
    least = [int(one) / 100 for one in re.findall(r"at least (\d+)%", said)]
    assert len(least) == len(re.findall(r"\d+%", said))
    if not true:
        assert "not known here" in said
    else:
        assert 0.5 <= least[0] <= min(true) + 1e-9
        assert least[-1] <= max(true) + 1e-9
        assert len(least) == 1 or least[0] < least[1]


def test_the_rounds_that_are_put_together_are_those_in_which_every_group_is_shown() -> None:
    parts = [part("White", 500), part("Asian", 50), part("Rest", 30, together=("A", "B"))]
    shown = {"White": Scored(72.0, 1.0, 500), "Asian": Scored(64.0, 1.0, 99)}
    assert usable(parts, [{"White": shown["White"]}, shown]) == [1]
