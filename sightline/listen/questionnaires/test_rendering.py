from __future__ import annotations

import re

import pytest

from sightline.listen.questionnaires.compiled import compile_form
from sightline.listen.questionnaires.factories import agreement, make_form, question
from sightline.listen.questionnaires.form import Group, Language, Question
from sightline.listen.questionnaires.rendering import page_html

BOTH = (Language("en", "English"), Language("ar", "العربية", right_to_left=True))


def test_each_statement_is_a_fieldset_of_its_own_with_its_answer_ticked() -> None:
    form = compile_form(make_form(agreement("a"), agreement("b")))
    page = page_html(form, 1, "en", {"b": "4"}, {})
    assert page.count("<fieldset") == page.count("<legend") == 2
    assert re.findall(r'name="(\w)" type="radio" value="(\w+)" checked', page) == [("b", "4")]
    assert "<table" not in page
    assert "data-mark" not in page


def test_pieces_are_kept_and_answers_are_not() -> None:
    form = compile_form(make_form(question("q", "text", "Your view")))
    first = page_html(form, 1, "en", {"q": "Mine"}, {})
    second = page_html(form, 1, "en", {}, {})
    assert 'value="Mine"' in first
    assert "Mine" not in second


@pytest.mark.parametrize("appearance", ["", "multiline"])
def test_answers_cannot_become_markup(appearance: str) -> None:
    form = compile_form(make_form(question("q", "text", "Your view", appearance=appearance)))
    page = page_html(form, 1, "en", {"q": '"><script>&'}, {"q": "<b>wrong"})
    assert "<script>" not in page
    assert "&lt;script&gt;&amp;" in page
    assert "&lt;b&gt;wrong" in page


def test_labels_cannot_become_markup() -> None:
    form = compile_form(make_form(question("q", "text", "A <script>x</script> **bold** 1 < 2 & 3")))
    page = page_html(form, 1, "en", {}, {})
    assert "A x <strong>bold</strong> 1 &lt; 2 &amp; 3" in page


def test_a_page_in_arabic_runs_from_right_to_left_and_marks_what_is_not_arabic() -> None:
    form = compile_form(
        make_form(
            Question("a", "text", {"en": "In English only"}),
            Question("b", "text", {"ar": "سؤال", "en": "A question"}),
            languages=BOTH,
        )
    )
    page = page_html(form, 1, "ar", {}, {})
    assert page.startswith('<div class="app-questions" lang="ar" dir="rtl">')
    assert '<span lang="en" dir="ltr">In English only</span>' in page
    assert "سؤال" in page
    assert "A question" not in page


def test_an_error_stands_in_the_summary_and_at_its_question() -> None:
    form = compile_form(make_form(agreement("a", required="true()")))
    page = page_html(form, 1, "en", {}, {"a": "Answer this"})
    assert page.count("Answer this") == 2
    assert 'href="#q1"' in page
    assert 'id="q1"' in page
    assert 'aria-describedby="q1-error"' in page


def test_a_text_repeats_an_earlier_answer_in_words() -> None:
    form = compile_form(
        make_form(
            Group("one", (agreement("a"),)),
            Group("two", (question("b", "text", "You said ${a}. Why?"),)),
        )
    )
    assert "You said Agree. Why?" in page_html(form, 2, "en", {"a": "5", "one/a": "4"}, {})


@pytest.mark.parametrize(
    ("kind", "fields", "holds"),
    [
        ("note", {}, '<p class="nhsuk-body">Asked</p>'),
        ("select_multiple", {"choices": "agreement"}, 'type="checkbox" value="4" checked'),
        ("select_one", {"choices": "agreement", "appearance": "minimal"}, "<select"),
        ("rank", {"choices": "agreement"}, 'name="q:1"'),
        ("integer", {}, 'inputmode="numeric"'),
        ("range", {"parameters": {"start": "0", "end": "5"}}, 'value="4" checked'),
        ("range", {"parameters": {"start": "0", "end": "100"}}, "A number from 0 to 100"),
        ("date", {}, 'name="q:day"'),
        ("datetime", {}, 'name="q:time"'),
        ("time", {}, 'type="time"'),
        ("acknowledge", {}, 'value="OK"'),
        ("text", {"read_only": True}, '<p class="nhsuk-body">4</p>'),
    ],
)
def test_every_kind_is_drawn(kind: str, fields: dict[str, object], holds: str) -> None:
    form = compile_form(make_form(question("q", kind, "Asked", **fields)))
    page = page_html(form, 1, "en", {"q": "4"}, {})
    assert holds in page
    assert "Asked" in page
    assert "\ue000" not in page
