import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.replies import rules


def faults(text: str, *percents: float) -> list[str]:
    return list(rules.faults_in(text, percents=percents, threshold=10))


@pytest.mark.parametrize(
    "text",
    [
        "Three trainees told us that nobody was there at night.",
        "You said that 4 learners missed teaching.",
        "3 of the student nurses had no supervisor.",
        "3 of 14 had no supervisor.",
        "12 out of 14 were content.",
        "two final-year students left",
        "One registrar was alone.",
        "Both doctors moved.",
        "7/31 said no",
    ],
)
def test_a_count_of_few_people_is_refused(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Learners said that supervision at night was hard to find.",
        "We added two supervisors’ sessions a week and a named person on every shift.",
        "From 1 October 2026 the rota has a second registrar from 5pm to 9am.",
        "A learner now sits on the committee.",
        "We asked 140 learners again.",
        "Standard 3.5 asks for this. The ward has 24 beds.",
        "61% said that supervision was good.",
    ],
)
def test_plain_replies_pass(text: str) -> None:
    assert faults(text, 61.0) == []


def test_a_percentage_must_be_one_that_passed_the_gate() -> None:
    assert faults("62% were content.", 62.0) == []
    assert faults("62% were content.", 71.0)
    assert faults("62 per cent were content.")


@pytest.mark.parametrize(
    "text",
    ["Write to jo@example.org.", "Call 01632 960 123.", "Dr Smith was kind.", "Sister O’Neill"],
)
def test_what_names_a_person_is_refused(text: str) -> None:
    assert faults(text)


@given(st.integers(0, 9), st.sampled_from(["learners", "trainees", "students", "people"]))
def test_no_small_count_of_people_passes(count: int, people: str) -> None:
    assert faults(f"We heard from {count} {people} about this.")


@given(st.text(max_size=300))
def test_any_text_is_read_without_fault(text: str) -> None:
    for sentence in faults(text):
        assert sentence.endswith(".")
