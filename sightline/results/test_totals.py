"""The fast job against the slow, obvious one; and what must not matter, does not matter."""

import math
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.results import build, flags, oracle
from sightline.results.levels import Audience, GroupKey, Level
from sightline.results.oracle import SmallRound
from sightline.stats.outliers import Colour, QuartilesOf

THRESHOLDS = build.Thresholds(3, 5)


@st.composite
def rounds(draw: st.DrawFn) -> SmallRound:
    return oracle.small_round(
        draw(st.integers(0, 10**6)),
        draw(st.sampled_from([1, 2, 5, 20, 60, 120])),
        providers=draw(st.integers(1, 7)),
        programmes=draw(st.integers(1, 5)),
        items=draw(st.integers(1, 4)),
        missing=draw(st.sampled_from([0.0, 0.1, 0.5])),
        unknown=draw(st.sampled_from([0.0, 0.0, 0.1])),
    )


def opened(made, rules=None):
    with tempfile.TemporaryDirectory() as folder:
        return oracle.build_round(Path(folder) / "round", made, THRESHOLDS, rules)


def shown_cells(read, made):
    codes = [measure.code for measure in read.measures]
    keys = list(oracle.members(made))
    for key, line in zip(keys, read.cells(keys, codes), strict=True):
        for cell in line:
            if cell.shown:
                yield key, cell


@settings(max_examples=40, deadline=None)
@given(rounds())
def test_every_number_shown_is_what_the_definition_says(made):
    read, _ = opened(made)
    members = oracle.members(made)
    items = [item.code for item in made.questionnaire.items]
    for key, cell in shown_cells(read, made):
        rows = members[key]
        measure = read.measure(cell.measure)
        scores = oracle.scores(rows, measure, made)
        assert (cell.n, cell.respondents) == (len(scores), len(rows))
        assert cell.score == pytest.approx(oracle.mean(scores), abs=0.0501)
        low, high = oracle.limits(scores)
        assert cell.low == pytest.approx(max(low, 0), abs=0.0501)
        assert cell.high == pytest.approx(min(high, 100), abs=0.0501)
        if measure.is_theme:
            assert cell.answers is None
            assert cell.positive is None
            continue
        place = items.index(cell.measure)
        assert cell.answers == oracle.answer_counts(rows, place, len(measure.scale))
        positive = sum(
            count
            for count, answer in zip(cell.answers, measure.scale, strict=True)
            if answer.positive
        )
        assert cell.positive == pytest.approx(100 * positive / len(scores), abs=0.5001)


def benchmark(key, cell, made, read, rules):
    """Scores of everybody in the benchmark, and its quartiles, from the definition."""
    members = oracle.members(made)
    measure = read.measure(cell.measure)
    kinds = made.places.providers

    def alike(other):
        if other.level != key.level:
            return False
        if key.level == Level.PROVIDER:
            return kinds[other.code][2] == kinds[key.code][2]
        return other.other_code == key.other_code

    units = [
        oracle.scores(members[other], measure, made)
        for other in members
        if alike(other) and read.cell(other, cell.measure).shown
    ]
    whole = {
        Level.PROVIDER_PROGRAMME: GroupKey(Level.PROGRAMME, key.other_code),
        Level.PROVIDER_PROFESSION: GroupKey(Level.PROFESSION, key.other_code),
    }.get(key.level, GroupKey(Level.NATION))
    if key.level in (Level.PROVIDER, Level.SITE):
        union = [score for unit in units for score in unit]
    else:
        union = oracle.scores(members[whole], measure, made)
    by = rules.themes if measure.is_theme else rules.items
    of = union if by == QuartilesOf.RESPONDENTS else [oracle.mean(unit) for unit in units]
    return len(units), union, oracle.quantile(of, 0.25), oracle.quantile(of, 0.75)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    rounds(),
    st.sampled_from(
        [flags.Rules(), flags.Rules(items=QuartilesOf.RESPONDENTS, themes=QuartilesOf.UNITS)]
    ),
)
def test_benchmarks_and_colours_are_what_the_definition_says(made, rules):
    read, _ = opened(made, rules)
    members = oracle.members(made)
    for key, cell in shown_cells(read, made):
        if key.level == Level.NATION:
            assert cell.benchmark is None
            assert cell.flag == "white"
            continue
        units, union, q1, q3 = benchmark(key, cell, made, read, rules)
        assert cell.benchmark.groups == units
        assert cell.benchmark.score == pytest.approx(oracle.mean(union), abs=0.0501)
        assert cell.benchmark.q1 == pytest.approx(q1, abs=0.0501)
        assert cell.benchmark.q3 == pytest.approx(q3, abs=0.0501)
        own = oracle.scores(members[key], read.measure(cell.measure), made)
        assert cell.difference == pytest.approx(oracle.mean(own) - oracle.mean(union), abs=0.0501)
        near = any(
            math.isclose(oracle.mean(own), quartile, abs_tol=1e-9) and oracle.mean(own) != quartile
            for quartile in (q1, q3)
        )
        if not near:
            assert cell.flag == oracle.colour(own, union, q1, q3)


def table(read, made):
    keys = list(oracle.members(made))
    codes = [measure.code for measure in read.measures]
    lines = read.cells(keys, codes)
    return {(key, c.measure): c for key, line in zip(keys, lines, strict=True) for c in line}


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(rounds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(made, rng):
    shuffled = list(made.rows)
    rng.shuffle(shuffled)
    for one, two in zip(opened(made), opened(replace(made, rows=shuffled)), strict=True):
        assert table(one, made) == table(two, made)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(rounds())
def test_other_names_for_the_same_groups_give_the_same_numbers(made):
    """Codes only name: the same order of codes under other names changes nothing."""

    def new(code):
        return f"x{code}" if code else ""

    places = replace(
        made.places,
        providers={
            new(code): (new(icb), new(region), kind)
            for code, (icb, region, kind) in made.places.providers.items()
        },
        sites={new(code): new(own) for code, own in made.places.sites.items()},
        programmes={new(code): new(own) for code, own in made.places.programmes.items()},
        branches={new(code): branch for code, branch in made.places.branches.items()},
        open_codes=frozenset(map(new, made.places.open_codes)),
    )
    rows = [
        replace(
            row,
            provider=new(row.provider),
            site=new(row.site),
            programme=new(row.programme),
            profession=new(row.profession),
        )
        for row in made.rows
    ]
    other = replace(made, rows=rows, places=places)
    one, two = table(opened(made)[0], made), table(opened(other)[0], other)
    for (key, measure), cell in one.items():
        if key.level != Level.NATION:
            key = GroupKey(key.level, new(key.code), new(key.other_code))
        match = two[key, measure]
        assert (cell.n, cell.answers, cell.score, cell.flag) == (
            match.n,
            match.answers,
            match.score,
            match.flag,
        )


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(rounds())
def test_the_same_year_again_gives_the_same_numbers(made):
    for one, two in zip(opened(made), opened(made), strict=True):
        assert table(one, made) == table(two, made)


#: What a flag may become when everybody answers once more: only intervals are narrower.
SURER = {
    Colour.RED: {Colour.RED},
    Colour.PINK: {Colour.PINK, Colour.RED},
    Colour.WHITE: {Colour.WHITE},
    Colour.LIGHT_GREEN: {Colour.LIGHT_GREEN, Colour.GREEN},
    Colour.GREEN: {Colour.GREEN},
}


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(rounds())
def test_everything_twice_doubles_the_counts_and_only_makes_surer(made):
    twice = replace(made, rows=made.rows + made.rows)
    one, two = table(opened(made)[0], made), table(opened(twice)[0], twice)
    members = oracle.members(twice)
    before, after = (
        {(key, code) for (key, code), cell in each.items() if cell.shown} for each in (one, two)
    )
    same = {code for _, code in one} - {code for _, code in before ^ after}
    for (key, code), cell in one.items():
        again = two[key, code]
        if not (cell.shown and again.shown):
            continue
        assert again.n == 2 * cell.n
        assert again.score == cell.score
        measure = next(m for m in made.questionnaire.measures if m.code == code)
        low, high = oracle.limits(oracle.scores(members[key], measure, twice))
        assert again.low == pytest.approx(max(low, 0), abs=0.0501)
        assert again.high == pytest.approx(min(high, 100), abs=0.0501)
        assert again.high - again.low <= cell.high - cell.low + 0.1001
        if measure.is_theme:
            continue
        assert again.answers == tuple(2 * count for count in cell.answers)
        # To one decimal from a hundred answers on, to whole numbers below.
        assert again.positive == pytest.approx(cell.positive, abs=0.5501)
        # Compared with the same groups, whose scores are what they were.
        if code in same and cell.flag != Colour.GREY:
            assert again.flag in SURER[cell.flag]


def test_enough_is_shown_for_these_tests_to_mean_something():
    made = [oracle.small_round(seed, 100, unknown=0.0) for seed in range(6)]
    assert sum(len(list(shown_cells(opened(each)[0], each))) for each in made) > 200


def test_public_numbers_are_those_inside_as_whole_numbers():
    made = oracle.small_round(5, 400, missing=0.02)
    inside, public = opened(made)
    assert public.audience is Audience.PUBLIC
    seen = 0
    for key, cell in shown_cells(public, made):
        within = inside.cell(key, cell.measure)
        assert within.shown
        assert cell.n == within.n
        assert cell.score == pytest.approx(within.score, abs=0.56)
        assert (cell.answers, cell.low, cell.high) == (None, None, None)
        seen += 1
    assert seen > 10
