from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sightline.listen.questionnaires.compiled import compile_form
from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.fhir import exporting, fhirpath, importing, names
from sightline.listen.questionnaires.form import Form, Question
from sightline.listen.questionnaires.rendering import page_html

CASES = Path(__file__).parents[5] / "shared/cases/fhir"
FILES = sorted(CASES.glob("*.json"))
there = pytest.mark.skipif(not FILES, reason="the cases are not there")


def read(*items: dict[str, Any], **more: Any) -> Form:
    resource = {"resourceType": "Questionnaire", "status": "draft", "title": "T", "item": [*items]}
    return importing.read(json.dumps(resource | more).encode(), "t.json")


def item(link: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"linkId": link, "type": kind, "text": f"Text {link}", **more}


def choice(link: str, **more: Any) -> dict[str, Any]:
    options = [
        {
            "valueCoding": {"code": code, "display": code.upper()},
            "extension": [{"url": names.WEIGHTS[0], "valueDecimal": weight}],
        }
        for weight, code in enumerate("ab")
    ]
    return item(link, "choice", answerOption=options, **more)


def when(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **answer}


@pytest.mark.parametrize(
    ("condition", "answers", "asked"),
    [
        (when("1", "=", answerCoding={"code": "a"}), {"q1": "a"}, True),
        (when("1", "=", answerCoding={"code": "a"}), {"q1": "b"}, False),
        (when("1", "!=", answerCoding={"code": "a"}), {"q1": "b"}, True),
        (when("1", "!=", answerCoding={"code": "a"}), {}, False),
        (when("2", ">=", answerInteger=5), {"q2": "5"}, True),
        (when("2", ">=", answerInteger=5), {"q2": "4"}, False),
        (when("1", "exists", answerBoolean=True), {"q1": "a"}, True),
        (when("1", "exists", answerBoolean=False), {"q1": "a"}, False),
        (when("3", "=", answerBoolean=True), {"q3": "true"}, True),
        (when("4", "=", answerCoding={"code": "b"}), {"q4": "a b"}, True),
    ],
)
def test_conditions_decide_what_is_asked(
    condition: dict[str, Any], answers: dict[str, str], asked: bool
) -> None:
    form = read(
        choice("1"),
        item("2", "integer"),
        item("3", "boolean"),
        choice("4", repeats=True),
        item("5", enableWhen=[condition]),
    )
    compiled = compile_form(form)
    assert compiled.state(answers).is_asked(compiled.by_path["q5"]) is asked


def test_any_or_all_of_the_conditions() -> None:
    both = [when("1", "=", answerString="x"), when("2", "=", answerString="y")]
    for behaviour, asked in (("any", True), ("all", False)):
        form = read(item("1"), item("2"), item("3", enableWhen=both, enableBehavior=behaviour))
        compiled = compile_form(form)
        assert compiled.state({"q1": "x"}).is_asked(compiled.by_path["q3"]) is asked


def test_scores_limits_first_answers_and_translations_are_kept() -> None:
    said = {
        "extension": [
            {
                "url": names.TRANSLATION,
                "extension": [
                    {"url": "lang", "valueCode": "ar"},
                    {"url": "content", "valueString": "سؤال"},
                ],
            }
        ]
    }
    form = read(
        choice("1", initial=[{"valueCoding": {"code": "b"}}], required=True, _text=said),
        item("2", maxLength=5),
        language="en",
    )
    (_, first), (_, second) = form.questions()
    assert (first.default, first.required, first.labels["ar"]) == ("b", "true()", "سؤال")
    assert [one.columns for one in form.choice_lists[first.choices]] == [
        {"score": "0"},
        {"score": "1"},
    ]
    assert [(one.code, one.right_to_left) for one in form.languages] == [
        ("en", False),
        ("ar", True),
    ]
    assert second.constraint == "string-length(.) <= 5"


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([], "no “item”"),
        ([{"type": "string"}], "item[0] has no “linkId”"),
        ([item("1"), item("1")], "item[1] has the linkId “1” of item[0]"),
        ([item("1", "txt")], "item[0] (linkId “1”) has the type “txt”"),
        (
            [item("1", enableWhen=[when("9", "=", answerString="x")])],
            "item[0].enableWhen[0] (linkId “1”) asks about “9”, which is not there",
        ),
        (
            [item("1", enableWhen=[when("1", "~", answerString="x")])],
            "has the operator “~”",
        ),
        ([item("1", "choice", answerOption=[{}])], "item[0].answerOption[0] (linkId “1”)"),
        ([item("1", item="x")], "item[0].item (linkId “1”) has to be a list"),
        ([item("1", maxLength="many")], "maxLength"),
    ],
)
def test_each_fault_names_its_place(items: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(FormRefused) as refused:
        read(*items)
    assert says in " ".join(refused.value.faults)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "line 1, character 2"),
        (b"\xff", "UTF-8"),
        (b"[]", "not a FHIR Questionnaire"),
        (b'{"resourceType": "Patient"}', "but a “Patient”"),
        (b"[" * 100_000, "too deep"),
    ],
)
def test_what_is_no_questionnaire_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(FormRefused, match=says):
        importing.read(content, "t.json")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("%resource.item.where(linkId='1').answer.value = 'x'", "${q1} = 'x'"),
        ("%resource.item.where(linkId='1').answer.exists()", "(${q1} != '')"),
        ("iif(%n > 1, true, false)", "if ( ( ${q1} ) > 1 , true() , false() )"),
    ],
)
def test_fhirpath_on_the_list_is_translated(text: str, result: str) -> None:
    variables = {"n": "%resource.item.where(linkId='1').answer.value"}
    found = fhirpath.translate(text, {"1": "q1"}, variables)
    assert found.replace(" ", "") == result.replace(" ", "")


@pytest.mark.parametrize("text", ["%patient.name", "today()", "%a", "1 | 2", "x" * 3000])
def test_other_fhirpath_is_refused(text: str) -> None:
    with pytest.raises(fhirpath.NotOnTheList):
        fhirpath.translate(text, {}, {"a": "%a"})


@there
@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_file_is_read_drawn_and_comes_back_the_same(path: Path) -> None:
    form = importing.read(path.read_bytes(), path.name)
    compiled = compile_form(form)
    assert "<h1" in page_html(compiled, 1, "en", {}, {})
    again = importing.read(exporting.content(form, "x"), path.name)
    assert again.to_json() | {"notices": ()} == form.to_json() | {"notices": ()}
    assert any(isinstance(node, Question) for _, node in form.nodes())
