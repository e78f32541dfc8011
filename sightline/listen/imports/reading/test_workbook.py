"""Each kind of bad file ends in a sentence that says what and where."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sightline.listen.imports.reading import limits
from sightline.listen.imports.reading.factories import read, refused, sheet, zipped


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def test_a_workbook_is_read_like_a_csv_file(path: Path) -> None:
    rows: list[list[Any]] = [
        ["id", "provider", "q1", "on", "at"],
        [
            11385284375.0,
            "ZN001",
            "Agree",
            date(2026, 10, 5),
            datetime(2026, 10, 5, 9, 30, tzinfo=UTC).replace(tzinfo=None),
        ],
        [],
        [2, "ZN001", True, None, 2.5],
    ]
    assert read(path, sheet(rows)) == [
        (2, ("11385284375", "ZN001", "Agree", "2026-10-05", "2026-10-05 09:30:00")),
        (4, ("2", "ZN001", "TRUE", "", "2.5")),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (sheet([]), "The workbook holds nothing."),
        (sheet([["id", "q1"]]), "has headings on row 1 and no rows under them"),
        (sheet([["id", "q1"], [1, 2]], more=["Notes"]), "2 sheets with something in them: “Sheet”"),
        (sheet([["id", "a", None], [1, 2, 3]], merge="B1:C1"), "Cells B1 to C1 are merged."),
        (sheet([["Survey"], ["id", "a", "b"], [1, 2, 3]]), "headings seem to be on line 2"),
    ],
)
def test_bad_workbooks(path: Path, data: bytes, said: str) -> None:
    assert said in refused(path, data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped(**{"answers.csv": b"id,q1"}), "is a ZIP archive, whatever its name says."),
        (zipped(**{"word/document.xml": b""}), "is a Word document"),
        (zipped(**{"content.xml": b""}), "is an OpenDocument file"),
        (zipped(**{"xl/workbook.bin": b""}), "binary Excel workbook"),
        (zipped(**{"xl/workbook.xml": b"", "xl/vbaProject.bin": b""}), "holds macros"),
        (zipped(**{"xl/workbook.xml": b"<nonsense"}), "The workbook cannot be read."),
        (sheet([["id", "q"], [1, 2]])[:-40], "begins like an XLSX workbook but is damaged"),
    ],
)
def test_archives_that_are_no_workbook(path: Path, data: bytes, said: str) -> None:
    assert said in refused(path, data)


def test_a_formula_in_a_workbook_is_found_in_its_cell(path: Path) -> None:
    data = sheet([["id", "q1"], [1, "Agree"], [2, "=cmd|' /C calc'!A0"], [3, "=1+1"]])
    assert read(path, data)[1:] == [(3, ("2", "=(formula)")), (4, ("3", "=(formula)"))]


def test_a_formula_with_a_kept_value_is_found_too(path: Path) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet("A & B")
    page.write_row(0, 0, ["id", "q1"])
    page.write(1, 0, 1)
    page.write_formula(1, 1, "=1+1", None, 2)
    book.close()
    assert read(path, file.getvalue()) == [(2, ("1", "=(formula)"))]


def test_a_bomb_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "XLSX_UNPACKED_BYTES", 3_000_000)
    bomb = zipped(**{"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 9_000_000})
    assert len(bomb) < 20_000
    assert "Unpacked, the workbook is larger than 3 MB" in refused(path, bomb)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "XLSX_UNPACKED_BYTES", 3_000_000)
    bomb = zipped(**{"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 9_000_000})
    declared = (9_000_000).to_bytes(4, "little")
    assert bomb.count(declared) >= 1
    lying = bomb.replace(declared, (1000).to_bytes(4, "little"))
    assert "Unpacked, the workbook is larger than 3 MB" in refused(path, lying)


def test_a_cell_in_the_last_corner_is_not_made_room_for(path: Path) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.write_row(0, 0, ["id", "q1"])
    page.write("XFD1048576", 1)
    book.close()
    assert "goes down to row 1,048,576; the limit is 100,000" in refused(path, file.getvalue())


def test_a_sheet_of_too_many_cells(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "XLSX_CELLS", 50)
    data = sheet([["id", "q1", "q2"], *[[n, 1, 2] for n in range(20)]])
    assert "3 columns wide and 21 rows long" in refused(path, data)
