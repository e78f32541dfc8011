from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.questionnaires.compiled import compile_form
from sightline.listen.questionnaires.editing import changes, relevance
from sightline.listen.questionnaires.factories import ENGLISH, YES_NO, question
from sightline.listen.questionnaires.form import Form, Group, Language

ONE = question("one", "select_one", "First?", choices="yes_no")
TWO = question("two", "select_one", "Second?", choices="yes_no", relevant="${one} = 'yes'")
THREE = question("three", "select_multiple", "Third?", choices="yes_no")
FORM = Form(
    {"en": "A form"},
    (Group("first", (ONE, TWO), {"en": "First page"}), Group("second", (THREE,))),
    (ENGLISH,),
    {"yes_no": YES_NO},
)


def order(form: Form) -> list[str]:
    return [path for path, _ in form.nodes()]


def test_what_others_depend_on_is_neither_taken_out_nor_moved_below_them() -> None:
    with pytest.raises(changes.CannotEdit, match="“first/two” is asked only after “one”"):
        changes.remove(FORM, "first/one")
    with pytest.raises(changes.CannotEdit, match="has to stay below it"):
        changes.move(FORM, "first/one", 1)
    assert order(changes.remove(FORM, "first/two")) == [
        "first",
        "first/one",
        "second",
        "second/three",
    ]


def test_a_page_is_taken_out_with_its_questions_and_lists_that_nothing_uses() -> None:
    left = changes.remove(changes.remove(FORM, "first"), "second")
    assert order(left) == []
    assert left.choice_lists == {}


@given(st.lists(st.tuples(st.sampled_from(order(FORM)), st.sampled_from([-1, 1])), max_size=20))
def test_moving_keeps_every_question_and_a_form_that_can_be_asked(
    moves: list[tuple[str, int]],
) -> None:
    form = FORM
    for path, step in moves:
        try:
            form = changes.move(form, path, step)
        except changes.CannotEdit:
            continue
        assert sorted(order(form)) == sorted(order(FORM))
        compile_form(form)
        assert order(form).index("first/one") < order(form).index("first/two")


def test_plain_relevance_is_written_and_read_back() -> None:
    assert relevance.written(ONE, ["yes", "no"]) == "${one} = 'yes' or ${one} = 'no'"
    assert relevance.written(THREE, ["yes"]) == "selected(${three}, 'yes')"
    for asked in (ONE, THREE):
        expression = relevance.written(asked, ["yes", "no"])
        assert relevance.read(expression) == [relevance.Rule(asked.name, ("yes", "no"))]
    assert relevance.read("${one} > 3") is None
    said = relevance.said(FORM, "${one} = 'yes'")
    assert said == "Asked only if “First?” is answered Yes."
    assert relevance.said(FORM, "count(${one}) > 2").startswith("Asked by a rule of its own")


def test_relevance_may_only_look_back() -> None:
    with pytest.raises(changes.CannotEdit, match="above it"):
        changes.change(FORM, "first/one", relevant="selected(${three}, 'yes')")
    assert [path for path, _ in changes.earlier(FORM, "second/three")] == ["first/one", "first/two"]


def test_questions_of_a_theme_go_to_its_page_once() -> None:
    more = Group("first", (ONE, replace(ONE, name="four")), {"en": "First page"})
    assert order(changes.add_group(FORM, more))[:4] == [
        "first",
        "first/one",
        "first/two",
        "first/four",
    ]
    with pytest.raises(changes.CannotEdit, match="already"):
        changes.add_question(FORM, "second", ONE)
    with pytest.raises(changes.CannotEdit, match="not there any more"):
        changes.add_question(FORM, "third", replace(ONE, name="five"))


def test_words_that_are_there_stay_when_a_language_is_added() -> None:
    welsh = Language("cy", "Cymraeg")
    spoken = changes.in_languages(
        FORM,
        [ENGLISH, welsh],
        {"first/one": {"en": "Other?", "cy": "Cyntaf?"}},
        {"yes_no/yes": {"cy": "Ie"}},
    )
    assert changes.node_at(spoken, "first/one").labels == {"en": "First?", "cy": "Cyntaf?"}
    assert spoken.choice_lists["yes_no"][0].labels["cy"] == "Ie"
