from __future__ import annotations

import pytest
from django.http import QueryDict

from sightline.listen.questionnaires.compiled import Compiled, compile_form
from sightline.listen.questionnaires.factories import agreement, make_form, question
from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.form import Choice, Group, Language, Question
from sightline.listen.questionnaires.rendering import page_html


def posted(**answers: str | list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name.replace("__", "/"), value if isinstance(value, list) else [value])
    return data


@pytest.fixture
def two_themes() -> Compiled:
    return compile_form(
        make_form(
            Group(
                "care",
                (agreement("LS01", required="true()"), agreement("LS02")),
                {"en": "Care", "ar": "الرعاية"},
            ),
            Group("rest", (question("why", "text", "Why?", appearance="multiline"),)),
            languages=(Language("en", "English"), Language("ar", "العربية", True)),
        )
    )


def test_a_theme_is_a_page(two_themes: Compiled) -> None:
    paths = [[one.path for one in page.elements] for page in two_themes.pages]
    assert paths == [["care/LS01", "care/LS02"], ["rest/why"]]
    assert [two_themes.next_page(number, {}) for number in (0, 1, 2)] == [1, 2, None]
    assert two_themes.previous_page(2, {}) == 1
    assert two_themes.previous_page(1, {}) is None


def test_answers_are_merged_into_those_that_there_are(two_themes: Compiled) -> None:
    before = {"rest/why": "Because", "care/LS02": "2"}
    checked = two_themes.check(1, posted(care__LS01="4", care__LS02=""), before, "en")
    assert checked.answers == {"rest/why": "Because", "care/LS01": "4"}
    assert checked.errors == {}


@pytest.mark.parametrize("posts", [{}, {"care__LS01": ""}])
def test_a_required_question_says_so_by_name(two_themes: Compiled, posts: dict[str, str]) -> None:
    errors = two_themes.check(1, posted(**posts), {}, "en").errors
    assert errors == {"care/LS01": "Answer “Statement LS01”"}


def test_a_value_that_is_not_offered_is_refused(two_themes: Compiled) -> None:
    checked = two_themes.check(1, posted(care__LS01="9"), {}, "en")
    assert checked.errors == {"care/LS01": "Choose one of the answers listed for “Statement LS01”"}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", "12", "1.5"),
        ("decimal", "1.5", "one"),
        ("date", "2026-02-28", "2026-02-30"),
        ("time", "14:30", "25:00"),
        ("datetime", "2026-02-28T14:30", "2026-02-28T99:30"),
        ("range", "7", "11"),
        ("text", "anything", "x" * 4001),
        ("select_multiple", "1 3", "1 9"),
        ("select_multiple", "prefer_not_to_say", "1 prefer_not_to_say"),
        ("rank", "1 2 3 4 5 prefer_not_to_say", "1 1 3 4 5 prefer_not_to_say"),
        ("acknowledge", "OK", "yes"),
    ],
)
def test_each_kind_knows_its_answers(kind: str, good: str, bad: str) -> None:
    choices = "agreement" if kind in ("select_multiple", "rank") else ""
    form = compile_form(make_form(question("q", kind, "A question", choices=choices)))
    said = {}
    for text in (good, bad):
        values = text.split(" ") if kind == "select_multiple" else [text]
        data = posted(q=values)
        if kind == "rank":
            for place, value in enumerate(text.split(" "), start=1):
                data[f"q:{place}"] = value
        said[text] = form.check(1, data, {}, "en")
        assert form.finish({"q": text}, "en").errors == said[text].errors
    assert said[good].errors == {}
    assert said[good].answers == {"q": good}
    assert list(said[bad].errors) == ["q"]


def test_a_day_is_posted_in_three_boxes_and_kept_as_typed_when_it_is_wrong() -> None:
    form = compile_form(make_form(question("q", "date", "When?")))
    data = posted(**{"q:day": "7", "q:month": "3", "q:year": "2026"})
    assert form.check(1, data, {}, "en").answers == {"q": "2026-03-07"}
    wrong = posted(**{"q:day": "31", "q:month": "2", "q:year": "2026"})
    checked = form.check(1, wrong, {}, "en")
    assert checked.errors == {"q": "Answer “When?” with a real date, like 27 3 2026"}
    page = page_html(form, 1, "en", checked.answers, checked.errors)
    assert 'value="31"' in page
    assert 'href="#q1-day"' in page


def test_rounds_of_a_repeat_are_asked_while_people_say_yes() -> None:
    ward = Group("ward", (agreement("LS01"),), {"en": "Ward"}, is_repeat=True)
    form = compile_form(make_form(ward))
    answers: dict[str, str] = {}
    asked = []
    number: int | None = 0
    while number is not None and (number := form.next_page(number, answers)) is not None:
        page = form.page(number)
        asked += [one.path for one in page.elements]
        path = page.elements[0].path
        if page.elements[0].starts:
            answers |= form.check(
                number, posted(**{path: "no" if "3" in path else "yes"}), answers, "en"
            ).answers
    assert asked == ["ward[1]", "ward[1]/LS01", "ward[2]", "ward[2]/LS01", "ward[3]"]
    said = {**answers, "ward[3]/LS01": "4", "ward[1]/LS01": "2"}
    assert "ward[3]/LS01" not in form.finish(said, "en").answers
    assert form.finish(said, "en").answers["ward[1]/LS01"] == "2"


@pytest.mark.parametrize(
    ("children", "fault"),
    [
        ((agreement("a"), agreement("a")), "The name “a” is used twice"),
        ((question("a b", "text", "?"),), "needs a name of letters"),
        ((question("a", "select_one", "?", choices="nowhere"),), "a list “nowhere” that"),
    ],
)
def test_a_form_that_cannot_be_asked_is_refused_by_name(
    children: tuple[Question | Group, ...], fault: str
) -> None:
    with pytest.raises(FormRefused, match=fault):
        compile_form(make_form(*children))


def test_lists_with_unusable_values_are_refused() -> None:
    spaced = (Choice("a b", {}),)
    form = make_form(
        question("q", "select_multiple", "?", choices="spaced"), choice_lists={"spaced": spaced}
    )
    with pytest.raises(FormRefused, match="no spaces"):
        compile_form(form)


def test_one_answer_of_a_list_may_have_a_space_in_its_value() -> None:
    spaced = (Choice("a b", {"en": "Both"}),)
    form = compile_form(
        make_form(question("q", "select_one", "?", choices="l"), choice_lists={"l": spaced})
    )
    assert form.check(1, posted(q="a b"), {}, "en").errors == {}
    assert 'value="a b" checked' in page_html(form, 1, "en", {"q": "a b"}, {})
