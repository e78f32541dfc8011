from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.returns.journeys import reading
from sightline.assess.returns.journeys.reading import Journey, WrongJourney

STANDARDS = {"1": [("1.1", "Education is valued."), ("1.2", "Fair.")]}
BANK = {"value": {"ask": "In {here} {people} matter.", "standards": ["1.1"], "minutes": 1}}
FILE = """
code: test
version: 1
name: Test
framework: "2024"
kinds: []
here: the test
people: people
most_minutes: 5
sections:
  - {{code: one, title: One, questions: [{question}]}}
"""


@pytest.mark.parametrize("journey", reading.shipped(), ids=lambda one: f"{one.code}-{one.version}")
def test_every_journey_that_ships_keeps_its_time_and_stands_on_the_framework(
    journey: Journey,
) -> None:
    assert 0 < journey.minutes <= journey.most_minutes
    assert len({one.ask for one in journey.questions}) == len(journey.questions)
    for question in journey.questions:
        assert question.ask.endswith("."), question.code
        assert "{" not in question.ask + question.hint


@pytest.mark.django_db
def test_every_kind_of_provider_of_the_issue_has_one_and_each_asks_something_of_its_own() -> None:
    found = reading.newest("2024")
    assert set(found) == {
        "nhs-trust", "gp-practice", "pharmacy", "dental-practice", "hospice-voluntary",
        "independent", "local-authority", "prison", "school", "education-provider", "prospective",
    }  # fmt: skip
    asked = {code: {one.ask for one in journey.questions} for code, journey in found.items()}
    for code, questions in asked.items():
        others = set().union(*(asks for other, asks in asked.items() if other != code))
        assert questions - others, code


@pytest.mark.django_db
def test_a_practice_finishes_in_25_minutes_and_a_trust_answers_for_every_standard() -> None:
    practice, trust = reading.find("gp-practice", 1), reading.find("nhs-trust", 1)
    assert practice.minutes <= 25
    assert len(trust.questions) == len(trust.standards) == 49
    assert reading.usual("practice", reading.newest("2024")) is practice
    assert reading.usual("other_provider", reading.newest("2024")) is None


@given(st.integers(0, 500), st.integers(0, 500))
def test_more_learners_never_mean_fewer_questions(few: int, more: int) -> None:
    few, more = sorted((few, more))
    for journey in reading.shipped():
        asked = {one.code for one in journey.asked(few).questions}
        assert asked <= {one.code for one in journey.asked(more).questions}
        assert journey.asked(None).questions == journey.asked(0).questions


def test_questions_are_put_in_the_words_of_the_place() -> None:
    read = reading.read(FILE.format(question="{use: value, minutes: 2}"), BANK, STANDARDS)
    question = read.question("value")
    assert question is not None
    assert (question.ask, question.minutes) == ("In the test people matter.", 2)
    assert read.question("other") is None


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ("{use: nothing}", "no question called nothing"),
        ("{code: x, ask: X., minutes: 1, standards: ['9.9']}", "no known standard"),
        ("{code: x, ask: X., minutes: 1, standards: []}", "no known standard"),
        ("{use: value}, {use: value}", "asked twice"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(question: str, fault: str) -> None:
    with pytest.raises(WrongJourney, match=fault):
        reading.read(FILE.format(question=question), BANK, STANDARDS)
