from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.evidence import kinds, rules
from sightline.assess.evidence.rules import Mark
from sightline.assess.evidence.words import Direction, Voice

DAY = date(2026, 11, 24)
DATED: dict[str, Any] = {
    "period_from": date(2026, 9, 1),
    "period_to": date(2026, 10, 1),
    "received": date(2026, 11, 1),
    "stale_from": date(2027, 10, 1),
    "today": DAY,
}
MARKS = st.builds(
    Mark,
    kind=st.sampled_from(["survey", "visit", "other"]),
    voice=st.sampled_from(["", *Voice.values]),
    direction=st.sampled_from(Direction.values),
    strength=st.integers(1, 3),
    stale_from=st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3)),
)


def test_every_kind_has_a_voice_and_ends_being_fresh() -> None:
    found = kinds.all_kinds()
    assert {one.voice for one in found.values()} == {"", *Voice.values}
    assert [code for code, one in found.items() if not one.voice] == ["story", kinds.CONCERN]
    assert all(0 < one.fresh_days <= rules.LONGEST_FRESH_DAYS for one in found.values())
    assert found["national_survey"].voice == found["outside_learners"].voice == Voice.LEARNER
    for one in found.values():
        assert not one.facts or one.voice == Voice.REGULATOR
        assert len({fact.code for fact in one.facts}) == len(one.facts)


def test_a_provider_adds_nothing_in_the_voice_of_others_who_watch_it() -> None:
    for one in kinds.added(by_quality_team=False):
        assert one.voice not in (Voice.VISITS, Voice.REGULATOR)
    everything = kinds.added(by_quality_team=True)
    assert kinds.kind("gmc") in everything
    assert kinds.kind(kinds.SELF_ASSESSMENT) not in everything
    assert kinds.kind("national_survey") not in everything


def test_a_kind_that_is_listed_no_more_keeps_its_code() -> None:
    assert (kinds.name_of("pigeon_post"), kinds.voice_of("pigeon_post")) == ("pigeon_post", "")


@given(st.lists(MARKS), MARKS)
def test_volume_of_a_fresh_voice_makes_no_difference(marks: list[Mark], more: Mark) -> None:
    before = rules.fresh_voices(marks, DAY)
    after = rules.fresh_voices([*marks, more], DAY)
    assert before <= after
    if more.voice in before or not more.is_fresh(DAY) or not more.voice:
        assert before == after


@given(st.lists(MARKS))
def test_what_is_stale_is_not_heard(marks: list[Mark]) -> None:
    fresh = [one for one in marks if one.stale_from > DAY]
    assert rules.fresh_voices(marks, DAY) == rules.fresh_voices(fresh, DAY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"period_from": date(2026, 10, 2)}, "cannot end before it begins"),
        ({"period_from": date(1926, 10, 2)}, "Check the year"),
        ({"received": date(2026, 11, 25)}, "after today"),
        ({"received": date(2026, 8, 1)}, "before the period"),
        ({"received": date(2026, 9, 15)}, "after you received it"),
        ({"stale_from": date(2026, 10, 1)}, "goes stale after"),
        ({"stale_from": date(2036, 10, 1)}, "five years"),
    ],
)
def test_days_are_in_order(change: dict[str, date], words: str) -> None:
    refused = rules.why_not_dated(**{**DATED, **change})
    assert words in refused
    assert bool(words) is bool(refused)


FACT: dict[str, Any] = {
    "facts": ["conditions"],
    "fact": "conditions",
    "fact_date": date(2026, 3, 1),
    "reference": "GMC 12",
    "direction": "neither",
    "today": DAY,
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"facts": []}, "Only what a regulator has decided"),
        ({"facts": [], "fact": ""}, ""),
        ({"fact": ""}, "Choose the status"),
        ({"fact_date": None}, "the day on which"),
        ({"fact_date": date(2027, 1, 1)}, "the day on which"),
        ({"reference": " "}, "reference"),
        ({"direction": "short"}, "Nothing is derived"),
    ],
)
def test_a_fact_is_a_fact(change: dict[str, Any], words: str) -> None:
    refused = rules.why_not_fact(**{**FACT, **change})
    assert words in refused
    assert bool(words) is bool(refused)


@given(
    st.dates(date(2026, 11, 1), date(2026, 12, 20)), st.dates(date(2026, 11, 1), DAY),
    st.dates(date(2026, 11, 1), date(2026, 12, 20)), st.integers(-5, 2000),
)  # fmt: skip
def test_evidence_is_of_a_period_that_had_ended_when_it_was_received(
    period_from: date, period_to: date, received: date, fresh_days: int
) -> None:
    stale = rules.goes_stale_on(period_to, fresh_days)
    may = not rules.why_not_dated(
        period_from=period_from, period_to=period_to, received=received, stale_from=stale, today=DAY
    )
    in_order = period_from <= period_to <= received <= DAY
    assert may == (in_order and 0 < fresh_days <= rules.LONGEST_FRESH_DAYS)


#: What is said otherwise than in FACT: little at a time, so that each of them is met alone.
OTHERWISE = {
    "facts": st.sampled_from([[], ["lifted"], ["conditions", "lifted"]]),
    "fact": st.sampled_from(["", "conditions", "lifted", "invented"]),
    "fact_date": st.none() | st.dates(DAY - timedelta(days=2), DAY + timedelta(days=2)),
    "reference": st.sampled_from(["", " ", "GMC 12"]),
    "direction": st.sampled_from(Direction.values),
}


@given(
    st.lists(
        st.one_of(*(st.tuples(st.just(name), said) for name, said in OTHERWISE.items())), max_size=2
    ).map(dict)
)
def test_of_a_regulators_fact_nothing_is_derived(otherwise: dict[str, Any]) -> None:
    """A status is one that this regulator gives, has its day and reference, and says neither."""
    told = {**FACT, **otherwise}
    facts, fact, on = told["facts"], told["fact"], told["fact_date"]
    is_a_fact = (
        fact in facts and on is not None and on <= DAY and bool(told["reference"].strip())
    ) and told["direction"] == Direction.NEITHER
    may = not rules.why_not_fact(**told)
    assert may == (is_a_fact if facts else not fact)
