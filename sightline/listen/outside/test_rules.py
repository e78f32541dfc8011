"""The sources' own rules."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.outside import rules
from sightline.listen.outside.outcomes import FEWEST_UNITS, Outcomes
from sightline.listen.outside.row import Reported
from sightline.listen.outside.rules import Break
from sightline.listen.outside.words import UnitKind
from sightline.stats.outliers import Colour

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "gmc_outlier_cases.json"


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ("Below Outlier", Colour.RED),
        ("RED", Colour.RED),
        ("In Q1 but not a below outlier", Colour.PINK),
        ("Within IQR", Colour.WHITE),
        ("In Q3 but not an above outlier", Colour.LIGHT_GREEN),
        ("Above Outlier", Colour.GREEN),
        ("N<3", Colour.GREY),
        ("no data", Colour.GREY),
        ("Splendid", None),
    ],
)
def test_the_words_of_files(said, colour):
    assert rules.colour_of(said) is colour


@given(
    n=st.none() | st.integers(0, 100),
    rate=st.none() | st.floats(0, 100),
)
def test_the_student_survey_shows_ten_answers_and_half(n, rate):
    shown = not rules.may_be_shown(n=n, rate=rate, minimum_n=10, minimum_rate=50)
    assert shown == ((n is None or n >= 10) and (rate is None or rate >= 50))


BREAKS = [Break(2020, "No survey"), Break(2023, "New questions")]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [(2018, 2019, None), (2019, 2021, 2020), (2022, 2023, 2023), (2023, 2024, None)],
)
def test_breaks(before, after, found):
    one = rules.break_between(before, after, BREAKS)
    assert (one.year if one else None) == found


@pytest.mark.parametrize(
    ("outcomes", "running"),
    [
        ({2022: "red"}, 1),
        ({2021: "red", 2022: "red"}, 2),
        ({2020: "red", 2021: "red", 2022: "red"}, 3),
        ({2020: "red", 2022: "red"}, 1),
        ({2021: "red", 2022: "pink"}, 0),
        ({}, 0),
    ],
)
def test_reds_running(outcomes, running):
    assert rules.running(outcomes, 2022, []) == running


def test_a_run_does_not_cross_a_break():
    outcomes = dict.fromkeys((2021, 2022, 2023, 2024), "red")
    assert rules.running(outcomes, 2024, BREAKS) == 2


@given(
    shown=st.lists(st.integers(3, 40), max_size=6),
    hidden=st.lists(st.integers(1, 2), min_size=1, max_size=4),
)
def test_a_hidden_group_cannot_be_taken_away(shown, hidden):
    total = sum(shown) + sum(hidden)
    count = rules.given_away(total, shown, len(hidden), 3)
    left = sorted(shown)[count:]
    # What is not shown is at least as large as the threshold, or is everything.
    assert total - sum(left) >= 3 or not left
    if count:
        assert total - sum(sorted(shown)[count - 1 :]) < 3


def test_overlapping_groups_give_nothing_away():
    assert rules.given_away(10, [8, 8], 1, 3) == 0


def row(number: int, n: int, mean: float | None, sd: float | None) -> Reported:
    return Reported(
        line=number,
        year=2024,
        kind=UnitKind.ORGANISATION,
        code=f"U{number}",
        name="",
        indicator="Workload",
        value=mean,
        n=n,
        sd=sd,
    )


@pytest.mark.skipif(not CASES.is_file(), reason="The case file stands beside the project")
def test_every_case_of_the_gmc_rule_from_means_and_intervals():
    """The same colours as from single scores, against the benchmark that a file gives beside."""
    compared = 0
    for case in json.loads(CASES.read_text()):
        group = case["expected"]["benchmark"]
        outcomes = Outcomes()
        for number, unit in enumerate(case["input"]["units"]):
            scores = unit["scores"]
            sd = float(np.std(scores, ddof=1)) if len(scores) > 1 else None
            one = row(number, len(scores), float(np.mean(scores)), sd)
            one.benchmark = group["mean"]
            one.benchmark_limits = (group["lower95"], group["upper95"])
            one.quartiles = (group["q1_units"], group["q3_units"])
            outcomes.add(number, one)
        found = outcomes.work_out()
        for number, unit in enumerate(case["expected"]["units"]):
            if not unit.get("tie_unit"):
                assert found[number] == unit["colour_unit_quartiles"], (case["id"], number)
                compared += 1
    assert compared > 100


def test_a_benchmark_in_the_file_is_used():
    one = row(0, 20, 60.0, 10.0)
    one.benchmark, one.benchmark_limits, one.quartiles = 75.0, (74.0, 76.0), (70.0, 80.0)
    outcomes = Outcomes()
    outcomes.add(0, one)
    assert outcomes.work_out() == {0: Colour.RED}


def test_few_units_have_no_quartiles():
    outcomes = Outcomes()
    for number in range(FEWEST_UNITS - 1):
        outcomes.add(number, row(number, 20, 60.0 + number, 10.0))
    assert outcomes.work_out() == {}


def test_without_an_interval_nothing_is_worked_out():
    outcomes = Outcomes()
    for number in range(20):
        outcomes.add(number, row(number, 20, 60.0 + number, None))
    assert outcomes.work_out() == {}
