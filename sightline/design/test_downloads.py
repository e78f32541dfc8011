import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sightline.design import downloads
from sightline.design.tables import Column, Kind, Linked, Table, Withheld

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
CELLS = st.one_of(
    TEXT,
    st.sampled_from(["=1+1", "+44", "-", "@SUM(A1)", "\tx", "\rx", "=cmd|'/C calc'!A0", "'=1"]),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False),
    st.decimals(-1000, 1000, places=2),
    st.dates(),
    st.none(),
    st.just(Withheld()),
    TEXT.map(lambda text: Linked(text, "/somewhere/")),
)


def _table(rows, columns=2, **fields):
    names = [Column(f"Column {place}", Kind.NUMBER) for place in range(columns)]
    return Table("A table", names, rows, **fields)


def _read_csv(table):
    text = "".join(downloads.csv_lines(table))
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:], newline="")))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_no_text_begins_a_formula_and_numbers_stay_numbers(rows):
    read = _read_csv(_table(rows))
    assert len(read) == len(rows) + 1
    for row, given_row in zip(read[1:], rows, strict=True):
        for cell, value in zip(row, given_row, strict=True):
            if isinstance(value, (int, float, Decimal)):
                assert float(cell) == pytest.approx(float(value))
            else:
                assert not cell.startswith(downloads.FORMULA_STARTS)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_text_comes_back_as_it_was(rows):
    read = _read_csv(_table(rows))
    for row, given_row in zip(read[1:], rows, strict=True):
        for cell, value in zip(row, given_row, strict=True):
            prefixed = value.lstrip("'").startswith(downloads.FORMULA_STARTS)
            assert cell == (f"'{value}" if prefixed else value)
            assert downloads.original_text(cell) == value


@pytest.mark.parametrize("text", ["=1", "'=1", "''-", "'", "'a", "it's =1", ""])
def test_an_apostrophe_of_its_own_comes_back_as_well(text):
    assert downloads.original_text(downloads.safe_text(text)) == text


def test_headings_cannot_be_formulas_either():
    table = Table("t", [Column("=1+1")], [])
    assert _read_csv(table) == [["'=1+1"]]


def test_made_up_data_say_so_in_the_file_and_in_its_name():
    table = _table([[1, 2]], made_up=True)
    assert _read_csv(table)[0] == [downloads.MADE_UP]
    book = load_workbook(BytesIO(downloads.xlsx_bytes(table)))
    assert book["Data"]["A2"].value == downloads.MADE_UP
    assert book["How to read it"]["A2"].value == downloads.MADE_UP
    assert downloads.filename("", table, "csv").startswith("made-up-a-table-")


def test_a_file_holds_what_the_page_shows_and_no_more():
    columns = [
        Column("Place"),
        Column("Score", Kind.NUMBER, 1),
        Column("Positive", Kind.PERCENT, 0),
        Column("Since", Kind.DATE),
        Column("Moment"),
    ]
    moment = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    table = Table(
        "t",
        columns,
        [
            [Linked("Alder", "/x/"), 71.249, 81.7, date(2024, 4, 1), moment],
            ["Beech", Withheld("Too few"), Withheld(), None, None],
        ],
    )
    assert _read_csv(table)[1:] == [
        ["Alder", "71.2", "82.0", "2024-04-01", "2026-07-01 10:00"],
        ["Beech", "withheld", "withheld", "", ""],
    ]
    sheet = load_workbook(BytesIO(downloads.xlsx_bytes(table)))["Data"]
    assert [cell.value for cell in sheet[5]] == [
        "Alder", 71.2, 82, datetime(2024, 4, 1), "2026-07-01 10:00",  # noqa: DTZ001
    ]  # fmt: skip
    assert sheet["B5"].number_format == "#,##0.0"
    assert sheet["B6"].value == "withheld"
    assert sheet.freeze_panes == "B5"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "http://x.example/", "12", ""])
def test_in_a_workbook_text_stays_text(text):
    sheet = load_workbook(BytesIO(downloads.xlsx_bytes(_table([[text, 12]]))))["Data"]
    assert sheet["A5"].data_type != "f"
    assert (sheet["A5"].value or "") == text
    assert sheet["A5"].hyperlink is None
    assert sheet["B5"].value == 12
    assert sheet["B5"].data_type == "n"


def test_characters_that_a_workbook_cannot_hold_do_not_break_it():
    sheet = load_workbook(BytesIO(downloads.xlsx_bytes(_table([["a\x01b", 1]]))))["Data"]
    assert sheet["A5"].value == "a\N{REPLACEMENT CHARACTER}b"


def test_too_many_rows_for_a_sheet_is_a_sentence():
    class Endless(list):
        def __len__(self):
            return downloads.MOST_ROWS

        def __iter__(self):
            return iter(())

    with pytest.raises(downloads.TooManyRows, match="CSV"):
        downloads.xlsx_bytes(_table(Endless()))


def test_a_file_name_is_plain_letters_with_the_day():
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        name = downloads.filename('Éducation: a/b\r\n"x"', _table([]), "csv")
    assert name == "education-a-b-x-2026-11-24.csv"


def test_answers_are_attachments():
    table = _table([[1, 2]])
    sent = downloads.response(table, "csv")
    assert sent["Content-Type"].startswith("text/csv")
    assert "attachment" in sent["Content-Disposition"]
    assert b"".join(sent).startswith("\ufeff".encode())
    assert "attachment" in downloads.response(table, "xlsx")["Content-Disposition"]
    with pytest.raises(ValueError, match="pdf"):
        downloads.response(table, "pdf")


def test_rows_are_as_wide_as_the_columns():
    with pytest.raises(ValueError, match="Row 2 has 1 values for 2 columns"):
        _table([[1, 2], [3]])
