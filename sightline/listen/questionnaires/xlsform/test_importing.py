from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from sightline.listen.questionnaires.compiled import compile_form
from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.form import Form, Group, Question
from sightline.listen.questionnaires.rendering import page_html
from sightline.listen.questionnaires.xlsform import importing, sheets

CASES = Path(__file__).parents[5] / "shared/cases/xlsforms"
VALID = sorted(CASES.glob("valid/*.xls*"))
DEFECTIVE = sorted(CASES.glob("defective/*.xls*"))
there = pytest.mark.skipif(not VALID, reason="the cases are not there")
Rows = Sequence[Sequence[object]]
CHOICES: Rows = [
    ["list_name", "name", "label::English (en)", "label::العربية (ar)", "area"],
    ["yes_no", "yes", "Yes", "نعم", ""],
    ["yes_no", "no", "No", "لا", ""],
    ["wards", "w1", "Ward 1", "", "north"],
    ["wards", "w2", "Ward 2", "", "south"],
]


def workbook(survey: Rows, choices: Rows = CHOICES, settings: Rows = ()) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def read(survey: Rows, **more: Rows) -> Form:
    return importing.read(workbook(survey, **more), "A form.xlsx")


HEAD = ["type", "name", "label::English (en)", "label::العربية (ar)", "relevant", "choice_filter"]


def test_a_form_with_groups_languages_and_skip_logic() -> None:
    form = read(
        [
            HEAD,
            ["begin_group", "care", "Care", "الرعاية"],
            ["select_one yes_no", "seen", "Were you seen?", "هل تمت رؤيتك؟"],
            ["text", "why", "Why not?", "لماذا؟", "${seen} = 'no'"],
            ["end_group"],
            ["begin repeat", "ward", "Ward", ""],
            ["select_one wards", "which", "Which?", "", "", "area = 'north'"],
            ["end repeat"],
            ["geopoint", "place", "Where?", ""],
        ],
        settings=[["form_title", "default_language"], ["Care survey", "English (en)"]],
    )
    assert form.title == {"en": "Care survey"}
    assert [(one.code, one.right_to_left) for one in form.languages] == [
        ("en", False),
        ("ar", True),
    ]
    compiled = compile_form(form)
    assert [one.path for page in compiled.pages[:2] for one in page.elements] == [
        "care/seen",
        "care/why",
    ]
    assert compiled.next_page(1, {"care/seen": "yes"}) == 3
    assert compiled.next_page(1, {"care/seen": "no"}) == 2
    answers = {"ward[1]": "yes"}
    page = page_html(compiled, 4, "en", answers, {})
    assert 'value="w1"' in page
    assert 'value="w2"' not in page
    assert any("not shown: place" in notice for notice in form.notices)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["txt", "a"]], "Sheet “survey”, row 2, column “type” (A): “txt” is not a type"),
        ([["select_one yesno", "a"]], "no list “yesno” on the sheet “choices”. Is “yes_no” meant?"),
        ([["select_one", "a"]], "does not name a list"),
        ([["text", ""]], "row 2, column “name” (B): the text has no name"),
        ([["text", "a b"]], "row 2, column “name” (B): the name “a b” is not possible"),
        ([["text", "a"], ["text", "a"]], "row 3, column “name” (B): the name “a” is used in row 2"),
        ([["", "a", "Label"]], "row 2, column “type” (A): the type is missing"),
        ([["begin_group", "g"], ["text", "a"]], "row 2, column “type” (A): the group “g” begins"),
        ([["end_group"]], "row 2, column “type” (A): a group ends here that has not begun"),
        (
            [["begin_group", "g"], ["end_repeat"], ["end_group"]],
            "row 3, column “type” (A): a repeat ends here, but what is open is the group “g”",
        ),
        ([["calculate", "a"]], "the calculation of “a” is missing"),
        (
            [["text", "a"], ["text", "b", "B", "", "${aa} = 1"]],
            "row 3, column “relevant” (E), of “b”: There is no question or group “aa”.",
        ),
        ([["text", "a", "You said ${b}"]], "row 2, column “label::English (en)” (C), of “a”:"),
        ([["text", "a", "You said ${b"]], "row 2, column “label::English (en)” (C): “${b”"),
        ([["text", "a", "A", "", "//b = 1"]], "row 2, column “relevant” (E), of “a”: At character"),
        (
            [["text", "a", "A", "", "${b} = 1"], ["text", "b", "B", "", "${a} = 1"]],
            "wait for each other",
        ),
    ],
)
def test_each_fault_names_its_place_and_what_to_do(rows: Rows, says: str) -> None:
    with pytest.raises(FormRefused) as refused:
        read([HEAD, *rows])
    assert says in " ".join(refused.value.faults)
    assert all(fault.endswith((".", "?")) for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not an Excel workbook"),
        (b"type,name\ntext,a\n", "not an Excel workbook"),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing else", "cannot be read"),
        (b"PK\x03\x04" + b"x" * sheets.MOST_BYTES, "larger than 5 MB"),
        (workbook([["a", "b"]]), "the heading “type” is missing"),
        (workbook([["type", "name", "label", "label"]]), "column C “label” and column D “label”"),
    ],
)
def test_what_is_no_form_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(FormRefused, match=says):
        importing.read(content, "form.xlsx")


def test_another_answer_is_asked_for_on_the_next_page() -> None:
    form = read([HEAD, ["select_one wards or_other", "which", "Which?"]])
    assert [choice.value for choice in form.choice_lists["wards"]] == ["w1", "w2", "other"]
    compiled = compile_form(form)
    assert compiled.next_page(1, {"which": "other"}) == 2
    assert compiled.next_page(1, {"which": "w1"}) is None


def test_a_loop_asks_its_questions_for_each_answer() -> None:
    form = read(
        [
            HEAD,
            ["begin loop over wards", "each", "Each"],
            ["text", "say", "About %(label)s?"],
            ["end loop"],
        ]
    )
    assert [(path, node.labels["en"]) for path, node in form.questions()] == [
        ("each/w1/say", "About Ward 1?"),
        ("each/w2/say", "About Ward 2?"),
    ]


@there
@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_file_is_read_and_drawn_in_each_language(path: Path) -> None:
    form = importing.read(path.read_bytes(), path.name)
    compiled = compile_form(form)
    for language in form.languages:
        page = page_html(compiled, 1, language.code, {}, {})
        assert f'lang="{language.code}"' in page
    asked = [node for _, node in form.nodes() if isinstance(node, Question | Group)]
    assert asked


@there
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("enumerator_weekly_dup_header", "row 1: column C “label” and column D “label”"),
        ("nairobi_2021_dup_names", "row 62, column “name” (B): the name “HandWashHabits1”"),
        ("pma_female_questionnaire", "row 370, column “type” (A): “hidden string”"),
        ("surveycto_sdp_bad_ref", "row 308, column “label:English” (D): “${q41 question text”"),
        ("unknown_question_type", "column D “bind:relevant” and column J “relevance”"),
    ],
)
def test_a_defective_file_is_told_where(name: str, says: str) -> None:
    (path,) = [one for one in DEFECTIVE if one.stem == name]
    with pytest.raises(FormRefused) as refused:
        importing.read(path.read_bytes(), path.name)
    assert says in " ".join(refused.value.faults)
