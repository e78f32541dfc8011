from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.listen.questionnaires.factories import AGREEMENT, make_form, question
from sightline.listen.questionnaires.form import Form, Group, Language, Question
from sightline.listen.questionnaires.xlsform import exporting, importing

CASES = Path(__file__).parents[5] / "shared/cases/xlsforms/valid"
FILES = sorted(CASES.glob("*.xls*"))
LANGUAGES = (Language("en", "English"), Language("ar", "العربية", right_to_left=True))
WORDS = st.text(
    st.characters(categories=["L", "N", "P"], exclude_characters="${}“”‘’"), min_size=1, max_size=20
)
QUESTIONS: Any = st.builds(
    lambda kind, english, arabic, required, multiline: Question(
        "",
        kind,
        {"en": english, "ar": arabic},
        choices="agreement" if kind.startswith("select") else "",
        required="true()" if required else "",
        appearance="multiline" if multiline and kind == "text" else "",
    ),
    st.sampled_from(["text", "integer", "select_one", "select_multiple", "date", "note"]),
    WORDS,
    WORDS,
    st.booleans(),
    st.booleans(),
)


def same(one: Form, other: Form) -> bool:
    """Whether two forms are the same up to their notices."""
    return one.to_json() | {"notices": ()} == other.to_json() | {"notices": ()}


def back(form: Form) -> Form:
    return importing.read(exporting.content(form, "x"), "x.xlsx")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(QUESTIONS, min_size=1, max_size=4), min_size=1, max_size=3))
def test_what_is_written_reads_back_as_the_same_form(groups: list[list[Question]]) -> None:

    children = tuple(
        Group(
            f"g{number}",
            tuple(replace(one, name=f"q{place}") for place, one in enumerate(inside)),
            {"en": f"Group {number}"},
            is_repeat=number == 2,
        )
        for number, inside in enumerate(groups)
    )
    form = Form({"en": "T"}, children, LANGUAGES, {"agreement": AGREEMENT})
    assert same(back(form), form)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    form = make_form(question("q", "text", "=1+1"), choice_lists={})
    assert [one.labels for _, one in back(form).questions()] == [{"en": "=1+1"}]


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="the cases are not there")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_valid_file_comes_back_the_same(path: Path) -> None:
    form = importing.read(path.read_bytes(), path.name)
    again = back(form)
    # A question without any words gets its name as words: the format asks for some.
    bare = {node.name for _, node in form.questions() if not any(node.labels.values())}
    if bare:
        again = Form.from_json(_without_words(again.to_json(), bare))
    assert same(again, form)


def _without_words(stored: dict[str, Any], names: set[str]) -> dict[str, Any]:
    for child in stored["children"]:
        if "children" in child:
            _without_words(child, names)
        elif child["name"] in names and set(child["labels"].values()) == {child["name"]}:
            child["labels"] = {}
    return stored
