import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.bank import rules


@given(st.text(min_size=1).filter(str.strip), st.booleans(), st.text(min_size=1).filter(str.strip))
def test_the_same_words_are_no_change_however_they_are_spaced(
    text: str, comparable: bool, reason: str
) -> None:
    spaced = f"  {'  '.join(text.split())} "
    assert "the same" in rules.against_change(text, spaced, comparable, reason)


@given(st.integers(1, 50), st.lists(st.booleans(), max_size=20))
def test_a_series_goes_up_once_for_each_change_that_does_not_compare(
    first: int, changes: list[bool]
) -> None:
    series = first
    for comparable in changes:
        series = rules.next_series(series, comparable)
    assert series == first + changes.count(False)


def test_whether_it_compares_has_to_be_said_with_a_reason() -> None:
    assert "comparable with the last one, or not" in rules.against_change("a", "b", None, "why")
    assert "Say why" in rules.against_change("a", "b", True, " ")
    assert rules.against_change("a", "b", False, "Plainer") == ""


@pytest.mark.parametrize(
    ("language", "text", "why"),
    [
        ("en", "Text", "the wording itself"),
        ("xx", "Text", "languages listed"),
        ("cy", " ", "Enter the question"),
        ("cy", "x" * 1300, "longer"),
    ],
)
def test_what_is_no_translation_is_refused(language: str, text: str, why: str) -> None:
    assert why in rules.against_translation(language, text)


def test_a_question_has_words_and_a_short_name() -> None:
    assert "words" in rules.against_wording(" ", "Name")
    assert "short name" in rules.against_wording("Text", "")
    assert "600" in rules.against_wording("x" * 700, "Name")
    assert rules.against_wording("Text", "Name") == ""
