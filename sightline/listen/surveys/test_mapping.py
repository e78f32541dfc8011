import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.surveys import mapping, shipped
from sightline.listen.surveys.answers import plain
from sightline.listen.surveys.questionnaire import (
    NOT_ANSWERED,
    NOT_APPLICABLE,
    PREFER_NOT_TO_SAY,
)

SMALL = """\
survey: pulse
columns: {respondent: id, provider: provider_code}
not_applicable: [N/A]
prefer_not_to_say: [Prefer not to say]
not_answered: ["-"]
scales:
  agreement:
    - {answer: Agree, also: [Yes – fully], score: 100, positive: true}
    - {answer: Disagree, score: 0, positive: false}
themes:
  - {code: teamwork, label: Teamwork}
items:
  - {column: q1, code: P1, label: Valued, scale: agreement, theme: teamwork, standards: ["1.1"]}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(mapping.MappingRefused) as refused:
        mapping.parse(text)
    return [str(problem) for problem in refused.value.problems]


def read_or_refused(text: str) -> object:
    """The mapping, or what is wrong with it; any other end fails the test."""
    try:
        return mapping.parse(text)
    except mapping.MappingRefused as refused:
        return refused.problems


def test_a_mapping_says_what_every_column_is() -> None:
    found = mapping.parse(SMALL)
    assert found.survey == "pulse"
    assert found.headings == ("id", "provider_code", "q1")
    assert found.items[0].standards == ("1.1",)
    assert found.scales["agreement"].as_data()[0] == {
        "answer": "Agree",
        "score": 100.0,
        "positive": True,
    }


def test_an_item_can_be_sensitive() -> None:
    text = SMALL.replace("scale: agreement, ", "scale: agreement, sensitive: true, ")
    assert mapping.parse(text).items[0].is_sensitive
    assert not mapping.parse(SMALL).items[0].is_sensitive
    assert problems(text.replace("positive: true", "positive: false")) == [
        "Line 13: Item “P1” is sensitive, so it is counted as two answers, and its scale "
        "“agreement” has no positive answer, or only positive ones. Mark some as positive and some "
        "not."
    ]


def test_texts_of_an_answer_are_matched_without_case_dash_or_spacing() -> None:
    numbers = mapping.parse(SMALL).numbers_of_answers("agreement")
    assert numbers[plain("  AGREE ")] == 1
    assert numbers[plain("yes - fully")] == numbers[plain("Yes—Fully")] == 1
    assert numbers[plain("disagree")] == 2
    assert numbers[plain("")] == numbers[plain("–")] == NOT_ANSWERED
    assert numbers[plain("n/a")] == NOT_APPLICABLE
    assert numbers[plain("Prefer  not to say")] == PREFER_NOT_TO_SAY
    assert plain("Maybe") not in numbers


def test_numbers_and_yes_no_are_scales() -> None:
    text = SMALL.replace(
        "themes:",
        "  rating: {from: 0, to: 10, positive_from: 7}\n"
        "  pain: {from: 1, to: 3, positive_from: 1, lowest_is_best: true}\n"
        "  bullied: yes_no_reversed\nthemes:",
    )
    scales = mapping.parse(text).scales
    assert [answer.text for answer in scales["rating"].answers] == [str(n) for n in range(11)]
    assert [answer.positive for answer in scales["rating"].answers] == [False] * 7 + [True] * 4
    assert [answer.score for answer in scales["pain"].answers] == [100, 50, 0]
    assert [answer.positive for answer in scales["pain"].answers] == [True, False, False]
    assert [(a.text, a.score) for a in scales["bullied"].answers] == [("No", 100), ("Yes", 0)]
    assert mapping.parse(text).numbers_of_answers("rating")[plain("7.0")] == 8


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("scale: agreement", "scale: agrement", "Line 13: Item P1: scale “agrement” is not defin"),
        ("theme: teamwork", "theme: team", "Line 13: Item P1: theme “team” is not defined"),
        ("score: 100", "score: 101", "Line 8: The score 101 is not between 0 and 100."),
        ("score: 100", "score: high", "Line 8: “score” must be a number, not “high”."),
        ("score: 100", "score: nan", "Line 8: “score” must be a number, not “nan”."),
        ("survey: pulse", "survey: my pulse", "Line 1: “my pulse” cannot be the code of the surv"),
        ("provider: provider_code", "site: s", "Nothing says which provider an answer is about."),
        ("{column: q1", "{column: ID", "Line 13: The column “ID” is used for two things."),
        ("answer: Disagree", "answer: agree", "the text “agree” stands for two answers"),
        ("positive: true", "positive: maybe", "Line 8: “positive” must be true or false"),
        ("[N/A]", "[agree]", "Line 3: “agree” is under “not_applicable” and also an answer of"),
        ("label: Valued, ", "", "Line 13: “label” is missing."),
        ("themes:", "topics:", "“topics” is not a part of a mapping. Use: survey, framework,"),
        ("columns: {", "columns: {gender: g, ", "“gender” is not a part of “columns”."),
        ("not_answered:", "fixed: {provider: X}\nnot_answered:", "The provider is fixed and al"),
        ("code: P1", "code: teamwork", "Line 13: The code “teamwork” is used twice."),
        ("score: 0", "score: 0, score: 1", "Line 9: “score” appears twice in the same section."),
        ("survey: pulse", "survey: [pulse", "Line 2: This is not valid YAML:"),
        ("[N/A]", "&a [N/A]\nprefer: *a", "Line 4: “*a” repeats something from above."),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, said: str) -> None:
    assert old in SMALL
    assert any(said in problem for problem in problems(SMALL.replace(old, new, 1)))


def test_all_faults_are_named_at_once_in_order() -> None:
    text = SMALL.replace("score: 100", "score: 900").replace("theme: teamwork", "theme: x")
    assert [problem.split(":")[0] for problem in problems(text)] == ["Line 8", "Line 13"]


@pytest.mark.parametrize(
    "text", ["", "- a", "[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]", "\x00", "a: b: c"]
)
def test_what_is_no_mapping_is_said_to_be_none(text: str) -> None:
    assert problems(text)


@given(st.text(max_size=300))
def test_any_text_ends_in_a_mapping_or_in_problems(text: str) -> None:
    assert read_or_refused(text)


@given(st.data())
def test_any_damage_to_a_mapping_ends_in_a_mapping_or_in_problems(data: st.DataObject) -> None:
    lines = SMALL.splitlines()
    index = data.draw(st.integers(0, len(lines) - 1))
    lines[index] = data.draw(st.text(st.characters(blacklist_categories=["Cs"]), max_size=40))
    assert read_or_refused("\n".join(lines))


def test_the_shipped_learner_survey() -> None:
    found = mapping.parse(shipped.learner_survey())
    core = [item for item in found.items if not item.branch and item.theme != "voice"]
    assert len(core) == 31
    assert [theme.label for theme in found.themes][:5] == [
        "Induction",
        "Clinical supervision",
        "Facilities",
        "Learning opportunities",
        "Teamwork",
    ]
    branches = {item.branch for item in found.items} - {""}
    assert branches == {
        "nursing",
        "midwifery",
        "ahp",
        "pharmacy",
        "healthcare_science",
        "paramedicine",
        "doctors_dentists",
        "independent",
    }
    assert all(item.standards and item.wording for item in found.items)
    assert max(len(item.label) for item in found.items) <= 40
