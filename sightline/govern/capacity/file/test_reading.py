from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.govern.capacity.file import reading
from sightline.govern.capacity.words import Kind
from sightline.listen.imports.reading.unreadable import Unreadable

TODAY = date(2026, 11, 24)
KNOWN = reading.Known(
    organisations={"ZN001": 1, "ZN002": 2},
    environments={(1, "surgical ward 4"): 7, (1, "ward 9"): None},
    professions={"nur": 5, "student nurse": 5},
    may={Kind.APPROVED: frozenset({1}), Kind.ACTUAL: frozenset({1, 2})},
)
HEAD = list(reading.COLUMNS)


def row(**changes: str) -> list[str]:
    said = {
        reading.CODE: "zn001",
        reading.PROFESSION: "Student  nurse",
        reading.STUDY: "UNDERGRADUATE",
        reading.APPROVED: "20",
        reading.ACTUAL: "22",
        reading.FROM: "2026-09-01",
        reading.SAID: "01/11/2026",
        reading.SOURCE: "Agreement",
    }
    names = {"environment": reading.ENVIRONMENT, "code": reading.CODE, "study": reading.STUDY,
             "profession": reading.PROFESSION, "approved": reading.APPROVED, "to": reading.TO,
             "actual": reading.ACTUAL, "begins": reading.FROM, "said": reading.SAID,
             "source": reading.SOURCE}  # fmt: skip
    said |= {names[name]: value for name, value in changes.items()}
    return [said.get(column, "") for column in HEAD]


def read(*rows: list[str], head: list[str] = HEAD) -> reading.Read:
    return reading.read(enumerate([["Made-up data"], head, *rows], start=1), KNOWN, TODAY)


def test_a_row_gives_a_figure_for_each_number() -> None:
    found = read(row(), [], row(environment="Surgical Ward 4", actual="", to="2027-07-31"))
    assert found.problems == []
    assert [(one["kind"], one["count"], one["environment"]) for one in found.rows] == [
        ("approved", 20, None), ("actual", 22, None), ("approved", 20, 7),
    ]  # fmt: skip
    assert found.rows[2] == {
        "organisation": 1, "environment": 7, "profession": 5, "study": "undergraduate",
        "kind": "approved", "count": 20, "from": "2026-09-01", "to": "2027-07-31",
        "said": "2026-11-01", "source": "Agreement",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "ZZ999"}, "no provider or site with the code “ZZ999” that you look after"),
        ({"code": ""}, "“Provider or site code” is empty"),
        ({"environment": "Ward 1"}, "no learning environment called “Ward 1”"),
        ({"environment": "Ward 9"}, "more than one learning environment"),
        ({"profession": "Wizard"}, "“Wizard” is not a profession"),
        ({"study": "Nursery"}, "The levels are: Undergraduate"),
        ({"approved": "a few"}, "“a few” under “Approved” is not a whole number"),
        ({"approved": "-3"}, "is not a whole number"),
        ({"approved": "1e5"}, "is not a whole number"),
        ({"approved": "999999"}, "enter a number of learners from 0 to"),
        ({"approved": "", "actual": ""}, "no number stands under"),
        ({"begins": ""}, "“From” is empty"),
        ({"begins": "31/02/2026"}, "is not a day"),
        ({"to": "2026-01-01"}, "last day is before the first day"),
        ({"said": "2027-01-01"}, "in the future"),
        ({"source": " "}, "say where the number comes from"),
        ({"code": "ZN002"}, "you may not give approved numbers of this place"),
    ],
)
def test_a_row_in_error_is_named_with_a_sentence(changes: dict[str, str], said: str) -> None:
    found = read(row(**changes), row(environment="Surgical ward 4"))
    (problem,) = found.problems
    assert problem.startswith("Row 3: ")
    assert problem.endswith(".")
    assert said in problem


def test_a_provider_gives_its_actual_numbers() -> None:
    assert [one["count"] for one in read(row(code="ZN002", approved="")).rows] == [22]


def test_one_thing_stands_in_a_file_once() -> None:
    assert "stand on row 3 already" in read(row(), row(approved="4")).problems[0]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (["a"], "No row has the heading"),
        ([one for one in HEAD if one != reading.FROM], "column “From” is missing"),
        ([one for one in HEAD if one not in ("Approved", "Actual")], "Add a column “Approved”"),
        ([*HEAD, "Source"], "stands in the file twice"),
    ],
)
def test_without_its_headings_nothing_is_read(head: list[str], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(row(), head=head)


def test_too_much_and_nothing_are_refused() -> None:
    with pytest.raises(Unreadable, match="no rows"):
        read([])
    many: Any = ([HEAD], (row() for _ in range(reading.MOST_ROWS + 1)))
    with pytest.raises(Unreadable, match="more than 20,000 rows"):
        reading.read(enumerate((line for part in many for line in part), 1), KNOWN, TODAY)


def test_only_so_many_problems_are_listed() -> None:
    found = read(*[row(code="X")] * (reading.MOST_PROBLEMS + 5))
    assert (len(found.problems), found.more) == (reading.MOST_PROBLEMS, 5)


@given(st.lists(st.lists(st.text(max_size=6), max_size=11), min_size=1, max_size=5))
def test_any_rows_are_read_or_refused_with_a_sentence(lines: list[list[str]]) -> None:
    try:
        found = read(*lines)
    except Unreadable:
        return
    assert all(one.startswith("Row ") and one.endswith(".") for one in found.problems)
