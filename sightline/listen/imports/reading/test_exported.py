"""Exports of survey tools: what is read of them, and what still is refused."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sightline.listen.imports.reading.factories import refused, sheet
from sightline.listen.imports.reading.opening import open_upload

ID = '{"ImportId":"%s"}'


def text(*rows: list[str], mark: bool = False) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig" if mark else "utf-8")


QUALTRICS = text(
    ["ResponseId", "IPAddress", "RecipientEmail", "Q1", "Q2"],
    ["Response ID", "IP Address", "Recipient Email", "Was your induction good?", "Why?"],
    [ID % "_recordId", ID % "ipAddress", ID % "recipientEmail", ID % "QID1", ID % "QID2_TEXT"],
    ["R_1", "192.0.2.1", "a@example.org", "Agree", "It was\nclear"],
    mark=True,
)
MONKEY = text(
    ["Respondent ID", "Email Address", "Which days?", "", "", "How was it?"],
    ["", "", "Monday", "Tuesday", "Other", "Response"],
    ["1", "a@example.org", "Monday", "", "", "Good"],
    ["2", "b@example.org", "", "Tuesday", "", "Bad"],
    ["3", "c@example.org", "", "", "", "Good"],
)
FORMS = text(
    ["ID", "Start time", "Completion time", "Email", "Name", "Days", "Said"],
    ["1", "1/2/2026", "1/2/2026", "a@example.org", "Ann", "Monday;Tuesday;", "Fine;"],
    ["2", "1/2/2026", "1/2/2026", "b@example.org", "Bob", "", "No semicolon"],
    ["3", "1/2/2026", "1/2/2026", "c@example.org", "Cy", "tuesday;", ""],
    mark=True,
)


def read(path: Path, data: bytes) -> tuple[tuple[str, ...], list[tuple[str, ...]], str]:
    path.write_bytes(data)
    with open_upload(path) as upload:
        rows = [
            block.row(at)
            for block in upload.blocks(frozenset({1}))
            for at in range(len(block.lines))
        ]
        return upload.headings, rows, " ".join(upload.notices)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def test_qualtrics_with_three_rows_of_headings(path: Path) -> None:
    headings, rows, said = read(path, QUALTRICS)
    assert headings == ("ResponseId", "Q1", "Q2")
    assert rows == [("R_1", "Agree", "It was\nclear")]
    assert "export of Qualtrics" in said
    assert "Its 3 rows of headings" in said
    assert "“IPAddress”" in said
    with open_upload(path) as upload:
        assert upload.wordings["Q1"] == "Was your induction good?"
        (block,) = upload.blocks(frozenset())
        assert list(block.lines) == [4]


def test_surveymonkey_with_a_column_for_each_answer(path: Path) -> None:
    headings, rows, _ = read(path, MONKEY)
    assert headings == (
        "Respondent ID", "Which days?: Monday", "Which days?: Tuesday", "Which days?: Other",
        "How was it?",
    )  # fmt: skip
    # The third did not answer: that is not "No".
    assert [row[1:4] for row in rows] == [("Yes", "No", "No"), ("No", "Yes", "No"), ("", "", "")]


def test_surveymonkey_with_free_text_under_other_is_left_as_it_is(path: Path) -> None:
    data = MONKEY.replace(b"2,b@example.org,,Tuesday,,Bad", b"2,b@example.org,,Tuesday,Nights,Bad")
    _, rows, _ = read(path, data)
    assert rows[1][1:4] == ("", "Tuesday", "Nights")


def test_several_answers_in_a_cell_are_divided(path: Path) -> None:
    headings, rows, said = read(path, FORMS)
    assert headings == (
        "ID", "Start time", "Completion time", "Days: Monday", "Days: Tuesday", "Said",
    )  # fmt: skip
    assert [row[3:] for row in rows] == [
        ("Yes", "Yes", "Fine;"), ("", "", "No semicolon"), ("No", "Yes", ""),
    ]  # fmt: skip
    assert "Several answers in one cell were divided" in said
    assert not any("example.org" in cell or cell == "Ann" for row in rows for cell in row)


def test_jisc(path: Path) -> None:
    data = text(["Unique Response Number", "Email", "1. How was it?"], ["77-1", "a@b.c", "Good"])
    headings, rows, said = read(path, data)
    assert headings == ("Unique Response Number", "1. How was it?")
    assert rows == [("77-1", "Good")]
    assert "Jisc Online Surveys" in said


def test_a_workbook_of_qualtrics(path: Path) -> None:
    rows = list(csv.reader(io.StringIO(QUALTRICS.decode("utf-8-sig"), newline="")))
    headings, read_rows, _ = read(path, sheet([list(row) for row in rows]))
    assert headings == ("ResponseId", "Q1", "Q2")
    assert read_rows == [("R_1", "Agree", "It was\nclear")]


def test_what_was_read_reads_again_as_an_ordinary_file(path: Path) -> None:
    """Rows in error come back with the headings that were handed on."""
    for data in (QUALTRICS, MONKEY, FORMS):
        headings, rows, _ = read(path, data)
        again, same, _ = read(path, text(list(headings), *(list(row) for row in rows)))
        assert (again, same) == (headings, rows)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        # One ID among answers does not make a Qualtrics export.
        (b'id,q1,q2\nID,How,Why\n"{""ImportId"":""a""}",b,c\n1,2,3\n', "three rows of headings"),
        # Two rows of headings of no known tool.
        (b"Number,Your placement,,\n,Valued,Respected,Safe\nR1,a,b,c\n", "has no heading on line"),
        # A question twice: which answer is whose?
        (
            b"Respondent ID,How was it?,How was it?\n,Response,Response\n1,Good,Bad\n",
            "are both headed",
        ),
    ],
)
def test_what_is_ambiguous_is_still_refused(path: Path, data: bytes, said: str) -> None:
    assert said in refused(path, data)
