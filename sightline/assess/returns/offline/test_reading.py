from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.returns.journeys import reading as journeys
from sightline.assess.returns.offline import reading, words, workbook
from sightline.assess.returns.offline.reading import CannotTake

PRACTICE = journeys.find("gp-practice", 1).asked(4)
HEAD = list(words.COLUMNS)


def row(code: str, answer: str = "", reason: str = "", improvement: str = "") -> list[str]:
    return [code, "", "", answer, reason, improvement]


def test_answers_are_read_however_they_are_written() -> None:
    read = reading.read_rows(
        [
            ["Something above"],
            HEAD,
            row("value", " MET "),
            row("respect", "partly met", "Not on Mondays."),
            row("safe", "Not applicable"),
            row("speak_up", "", "Half an answer."),
            row("induction"),
            [],
        ],
        PRACTICE,
    )
    assert read.problems == []
    assert {code: one["outcome"] for code, one in read.rows.items()} == {
        "value": "met", "respect": "partly", "safe": "not_applicable", "speak_up": "",
    }  # fmt: skip


def test_what_is_wrong_is_said_with_its_row_and_the_rest_is_taken() -> None:
    read = reading.read_rows(
        [HEAD, row("value", "perhaps"), row("nothing", "met"), row("safe", "met"),
         row("safe", "not met"), row("respect", "met", "x" * 4001)],
        PRACTICE,
    )  # fmt: skip
    assert list(read.rows) == ["safe"]
    assert [one.split(":")[0] for one in read.problems] == ["Row 2", "Row 3", "Row 5", "Row 6"]
    for problem, said in zip(
        read.problems, ("not one of the answers", "no question", "twice", "longer"), strict=True
    ):
        assert said in problem


@pytest.mark.parametrize(
    ("lines", "said"), [([["a"]], "heading “Code”"), ([["Code", "Answer"]], "column “Section”")]
)
def test_without_its_headings_nothing_is_read(lines: list[list[str]], said: str) -> None:
    with pytest.raises(CannotTake, match=said):
        reading.read_rows(lines, PRACTICE)


@given(st.lists(st.lists(st.text(max_size=8), max_size=7), max_size=6))
def test_any_rows_are_read_or_refused_with_a_sentence(lines: list[list[str]]) -> None:
    read = reading.read_rows([HEAD, *lines], PRACTICE)
    assert set(read.rows) <= {one.code for one in PRACTICE.questions}
    assert all(one.startswith("Row ") for one in read.problems)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(CannotTake):
        workbook.open_lines(BytesIO(content), "SA-2026-ZN001")


def test_what_is_too_large_is_not_read() -> None:
    with pytest.raises(CannotTake, match="larger than 2 MB"):
        workbook.open_lines(BytesIO(b"x" * (workbook.LARGEST + 1)), "SA")
