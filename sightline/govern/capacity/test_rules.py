from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.govern.capacity import rules
from sightline.govern.capacity.rules import Line, Said
from sightline.govern.capacity.words import Kind, Use

DAY = date(2026, 11, 24)
DAYS = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))


@st.composite
def figures(draw: st.DrawFn) -> Said:
    begins = draw(DAYS)
    lasts = draw(st.none() | st.integers(0, 60))
    ends = None if lasts is None else begins + timedelta(days=lasts)
    return Said(draw(st.integers(0, 50)), begins, ends, draw(st.integers(0, 1000)))


FIGURES = st.lists(figures(), unique_by=lambda one: one.turn)


@given(FIGURES)
def test_the_number_that_counts_holds_on_that_day_and_none_that_holds_began_later(
    said: list[Said],
) -> None:
    found = rules.standing(said, DAY)
    held = [one for one in said if one.holds_on(DAY)]
    assert (found is None) is (not held)
    if found is not None:
        assert found.holds_on(DAY)
        assert all((one.from_date, one.turn) <= (found.from_date, found.turn) for one in held)


@given(FIGURES, st.randoms())
def test_the_order_of_the_file_does_not_matter(said: list[Said], random: object) -> None:
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert rules.standing(mixed, DAY) == rules.standing(said, DAY)


@given(FIGURES, figures())
def test_a_number_for_another_time_changes_nothing_today(said: list[Said], other: Said) -> None:
    if not other.holds_on(DAY):
        assert rules.standing([*said, other], DAY) == rules.standing(said, DAY)


@given(FIGURES, DAYS)
def test_from_a_day_on_every_number_is_known_one_after_the_other(
    said: list[Said], day: date
) -> None:
    steps = rules.steps(said, day)
    assert steps[0].from_date == day
    assert steps[-1].to_date is None
    for one, following in pairwise(steps):
        assert one.to_date == following.from_date - timedelta(days=1)
    for ahead in range(0, 200, 3):
        then = day + timedelta(days=ahead)
        (step,) = (
            one
            for one in steps
            if one.from_date <= then and (one.to_date is None or then <= one.to_date)
        )
        found = rules.standing(said, then)
        assert step.count == (found.count if found else None)


NUMBERS = st.none() | st.integers(0, 100)


@given(NUMBERS, NUMBERS)
def test_over_only_where_both_are_known(approved: int | None, actual: int | None) -> None:
    found = rules.compared(approved, actual)
    if approved is None or actual is None:
        assert found.use is Use.UNKNOWN
        assert found.words == "Not known"
    else:
        assert (found.use is Use.OVER) is (actual > approved)
        assert found.by == abs(actual - approved)
    assert found.sign
    assert found.words


def test_words_for_over_full_and_free() -> None:
    said = [rules.compared(10, actual).words for actual in (12, 10, 9, 4)]
    assert said == ["2 over capacity", "Full", "1 place free", "6 places free"]


GRAINS = st.sampled_from(rules.GRAINS)
LINES = st.lists(
    st.builds(
        Line,
        provider=st.integers(1, 3),
        profession=st.integers(1, 2),
        study=st.just("core"),
        kind=st.sampled_from(Kind.values),
        grain=GRAINS,
        count=st.integers(0, 30),
    )
)


@given(LINES)
def test_no_learner_is_counted_at_two_grains(lines: list[Line]) -> None:
    found = rules.counted(lines)
    for (provider, profession, study), by_kind in found.items():
        for kind, number in by_kind.items():
            of = [one for one in lines if (one.provider, one.profession, one.study, one.kind)
                  == (provider, profession, study, kind)]  # fmt: skip
            sums = [sum(one.count for one in of if one.grain == grain) for grain in rules.GRAINS
                    if any(one.grain == grain for one in of)]  # fmt: skip
            assert number == sums[0]


@given(LINES)
def test_a_total_is_the_sum_of_its_providers(lines: list[Line]) -> None:
    counted = rules.counted(lines)
    whole = rules.total(counted.values())
    apart = [
        rules.total(one for key, one in counted.items() if key[0] == provider)
        for provider in (1, 2, 3)
    ]
    assert (whole.approved or 0) == sum(one.approved or 0 for one in apart)
    assert whole.over == sum(one.over for one in apart)
    assert (whole.approved is None) is all(one.approved is None for one in apart)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"count": -1}, "from 0 to"),
        ({"count": rules.MOST + 1}, "from 0 to"),
        ({"to_date": DAY - timedelta(days=1)}, "before the first day"),
        ({"said_date": DAY + timedelta(days=1)}, "in the future"),
        ({"source": "  "}, "where the number comes from"),
    ],
)
def test_what_cannot_be_recorded(change: dict[str, object], words: str) -> None:
    said = {"count": 3, "from_date": DAY, "to_date": None, "said_date": DAY, "source": "List",
            "today": DAY}  # fmt: skip
    refused = rules.why_not(**{**said, **change})  # type: ignore[arg-type]
    assert words in refused
    assert bool(words) is bool(refused)
