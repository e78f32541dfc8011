from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.respond.register import rules, words
from sightline.respond.register.models import Concern, Standing

TODAY = date(2026, 11, 24)
NEXT_MONTH = TODAY + timedelta(days=28)
five = st.integers(1, 5)


def test_states_and_levels_are_those_of_the_models():
    assert set(rules.NEXT_STATES) == set(Standing.State.values)
    assert set(rules.KINDS_FOR_LEVEL) == set(Concern.Level.values)
    assert {rules.BETTER, rules.SAME, rules.WORSE} == set(Standing.Direction.values)


@given(five, five)
def test_every_risk_score_lies_in_exactly_one_band(likelihood, impact):
    score = rules.risk_score(likelihood, impact)
    assert score == likelihood * impact
    assert [b for b in words.BANDS if b.low <= score <= b.high] == [rules.band(score)]


@given(five, five, five, five)
def test_a_higher_score_is_never_in_a_lower_band(a, b, c, d):
    order = [band.code for band in words.BANDS]
    low, high = sorted([rules.risk_score(a, b), rules.risk_score(c, d)])
    assert order.index(rules.band(low).code) <= order.index(rules.band(high).code)


@pytest.mark.parametrize(
    ("score", "code"),
    [
        (1, "low"),
        (3, "low"),
        (4, "moderate"),
        (6, "moderate"),
        (8, "high"),
        (12, "high"),
        (15, "extreme"),
        (25, "extreme"),
    ],
)
def test_bands(score, code):
    assert rules.band(score).code == code


@pytest.mark.parametrize("pair", [(0, 3), (6, 1), (3, -1)])
def test_likelihood_and_impact_run_from_one_to_five(pair):
    with pytest.raises(ValueError):
        rules.risk_score(*pair)


@pytest.mark.parametrize("score", [0, 7, 13, 26])
def test_what_is_not_a_product_has_no_band(score):
    with pytest.raises(ValueError):
        rules.band(score)


def test_each_scale_has_five_steps_with_words():
    for scale in (words.LIKELIHOOD, words.IMPACT):
        assert [step.number for step in scale] == [1, 2, 3, 4, 5]
        assert all(step.name and step.meaning for step in scale)


THERE = {"has_environment": False, "has_programme": False, "belongs": True}


@pytest.mark.parametrize(
    ("level", "kind", "other", "said"),
    [
        ("environment", "trust", {"has_environment": True}, ""),
        ("environment", "trust", {}, "Choose the learning environment"),
        ("environment", "icb", {"has_environment": True}, "belongs to a provider"),
        (
            "environment",
            "trust",
            {"has_environment": True, "belongs": False},
            "belongs to another organisation",
        ),
        ("organisation", "practice", {}, ""),
        ("organisation", "site", {}, ""),
        ("organisation", "region", {}, "Choose a provider"),
        ("organisation", "trust", {"has_environment": True}, "only when"),
        ("programme", "icb", {"has_programme": True}, ""),
        ("programme", "trust", {}, "Choose the programme"),
        ("programme", "site", {"has_programme": True}, "sits at a provider"),
        ("system", "region", {}, ""),
        ("system", "trust", {}, "sits at an ICB"),
        ("galaxy", "trust", {}, "Choose whether"),
    ],
)
def test_where_a_concern_can_sit(level, kind, other, said):
    refused = rules.why_not_there(level=level, kind=kind, **{**THERE, **other})
    assert (said in refused) if said else refused == ""


def test_levels_for_a_kind():
    assert rules.levels_for("trust") == ("environment", "organisation", "programme")
    assert rules.levels_for("icb") == ("programme", "system")
    assert rules.levels_for("site") == ("organisation",)


def test_the_next_review_is_after_today():
    assert rules.why_not_review_on(None, today=TODAY)
    assert rules.why_not_review_on(TODAY, today=TODAY)
    assert rules.why_not_review_on(TODAY + timedelta(days=1), today=TODAY) == ""


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "overdue"), (0, "soon"), (14, "soon"), (15, "later")]
)
def test_how_a_review_date_stands(days, state):
    assert rules.review_state(TODAY + timedelta(days=days), today=TODAY) == state


def test_without_a_date_no_review_is_planned():
    assert rules.review_state(None, today=TODAY) == "none"
    assert rules.usual_review(TODAY, 30) == date(2026, 12, 24)


def test_waiting_names_what_and_whom_or_neither():
    assert rules.why_not_waiting("", "") == ""
    assert rules.why_not_waiting("Report", "Trust") == ""
    assert rules.why_not_waiting("Report", " ")
    assert rules.why_not_waiting("", "Trust")


@given(st.integers(0, 4), st.integers(0, 4))
def test_direction_turns_round_with_the_order(one, other):
    opposite = {rules.BETTER: rules.WORSE, rules.WORSE: rules.BETTER, rules.SAME: rules.SAME}
    assert rules.direction(one, other) == opposite[rules.direction(other, one)]
    assert (rules.direction(one, other) == rules.BETTER) == (other < one)
    assert rules.direction(None, other) == rules.SAME


DECIDE = {
    "state": "open",
    "rationale": "Why",
    "decided_by": "Committee",
    "cited": ["evidence"],
    "decided_date": TODAY,
    "previous_date": None,
    "raised_date": TODAY - timedelta(days=60),
    "next_review": NEXT_MONTH,
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"state": "closed"}, "open concern"),
        ({"state": "monitoring"}, "open concern"),
        ({"rationale": "  "}, "Say why"),
        ({"cited": []}, "at least one piece of evidence"),
        ({"decided_by": " "}, "who decided"),
        ({"decided_date": TODAY + timedelta(days=1)}, "future"),
        ({"decided_date": TODAY - timedelta(days=61)}, "earlier than the concern"),
        ({"previous_date": TODAY + timedelta(days=1)}, "earlier than the one"),
        ({"next_review": TODAY}, "after today"),
        ({"next_review": None}, "next review"),
    ],
)
def test_what_a_decision_needs(change, said):
    refused = rules.why_not_decide(**{**DECIDE, **change})
    assert (said in refused) if said else refused == ""


CLOSE = {
    "state": "open",
    "outcome": "resolved",
    "reason": "Why",
    "evidence": "Survey",
    "monitoring": None,
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"monitoring": NEXT_MONTH}, ""),
        ({"state": "monitoring"}, ""),
        ({"state": "monitoring", "monitoring": NEXT_MONTH}, "already being monitored"),
        ({"state": "closed"}, "already closed"),
        ({"outcome": ""}, "how the concern ended"),
        ({"reason": " "}, "Say why"),
        ({"evidence": ""}, "evidence"),
        ({"monitoring": TODAY}, "after today"),
    ],
)
def test_what_a_closing_needs(change, said):
    refused = rules.why_not_close(**{**CLOSE, **change})
    assert (said in refused) if said else refused == ""


@pytest.mark.parametrize(
    ("state", "reason", "review", "said"),
    [
        ("closed", "Back again", NEXT_MONTH, ""),
        ("monitoring", "Back again", NEXT_MONTH, ""),
        ("open", "Back again", NEXT_MONTH, "open already"),
        ("closed", "", NEXT_MONTH, "Say why"),
        ("closed", "Back again", TODAY, "after today"),
    ],
)
def test_what_a_reopening_needs(state, reason, review, said):
    refused = rules.why_not_reopen(state=state, reason=reason, next_review=review, today=TODAY)
    assert (said in refused) if said else refused == ""
