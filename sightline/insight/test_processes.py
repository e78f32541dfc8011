"""Series by month: when there are limits, and what they say."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.design.charts import spc as drawing
from sightline.insight import processes
from sightline.insight.processes import Series, months, next_month, read
from sightline.stats.spc import ENOUGH, Better, Kind, Rule

MONTHS = months(date(2025, 1, 1), date(2026, 6, 1))


def series(values: Sequence[float], **fields: Any) -> Series:
    given_ = {"better": Better.HIGHER, "target": None, "unit": "", "is_count": False, **fields}
    return Series("x", "X", "Rule.", points=list(zip(MONTHS, values, strict=False)), **given_)


def test_too_few_months_and_rare_counts_have_no_limits():
    assert read(series([5.0] * (ENOUGH - 1))).chart is None
    assert "13 months: only 12 so far" in read(series([5.0] * 12)).variation
    assert read(series([0.0, 1.0] * 8, is_count=True)).chart is None
    assert read(series([0.0, 1.0] * 8)).chart is not None


def test_what_is_there_at_the_end_of_a_month_has_no_limits():
    values = [0.0] * 10 + [5.0] * 8
    found = read(series(values, is_stock=True, better=Better.LOWER))
    assert (found.chart, found.variation_look) == (None, "")
    assert "follows from the month before" in found.variation
    assert read(series(values, better=Better.LOWER)).variation_look == "worse"


def test_a_target_that_cannot_be_judged_yet_says_so():
    found = read(series([50.0] * 12, target=100.0))
    assert found.assurance_look == ""
    assert found.assurance == "Cannot be said yet. Limits need 13 months: only 12 so far"
    assert read(series([50.0] * 12)).assurance == ""


@pytest.mark.parametrize(
    ("better", "look", "text"),
    [
        (Better.HIGHER, "better", "Better than usual, higher"),
        (Better.LOWER, "worse", "Worse than usual, higher"),
        (Better.NEITHER, "neither", "Higher than usual"),
    ],
)
def test_the_last_month_is_said_by_which_way_is_better(better, look, text):
    found = read(series([5, 6, 5, 4, 5, 6, 5, 4, 5, 6, 5, 4, 5, 30], better=better))
    assert (found.variation_look, found.variation, found.is_up) == (look, text, True)


def test_a_target_is_met_missed_or_left_to_chance():
    values = [50, 60, 50, 60, 50, 60, 50, 60, 50, 60, 50, 60, 50]
    looks = [read(series(values, target=each)).assurance_look for each in (0.0, 55.0, 100.0)]
    assert looks == ["meets", "either", "fails"]
    assert read(series(values)).assurance == ""


def test_every_kind_has_a_shape_and_every_rule_its_words():
    looks = {processes.look(kind) for kind in Kind}
    assert looks == {"usual", "better", "worse", "neither"}
    drawn = {look: drawing.variation_sign(look, is_up=True) for look in looks}
    assert len({sign.split(">", 1)[1] for sign in drawn.values()}) == 4  # not by colour alone
    assert set(processes.RULES) == set(Rule)
    said = {drawing.assurance_sign(look).split(">", 1)[1] for look in ("meets", "fails", "either")}
    assert len(said) == 3


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 400))
def test_months_follow_each_other_without_a_gap(first, more):
    last = date.fromordinal(first.toordinal() + more)
    found = months(first, last)
    assert found[0] == first.replace(day=1)
    assert found[-1] == last.replace(day=1)
    assert all(next_month(one) == two for one, two in pairwise(found))
