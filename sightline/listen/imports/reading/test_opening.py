"""Each kind of bad file ends in a sentence that says what and where."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from sightline.listen.imports.reading import csv_file, limits
from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.imports.reading.unreadable import Unreadable

SHAPES = Path(settings.BASE_DIR).parent / "shared" / "refdata" / "survey_shapes"
PLAIN = "id,provider,q1\nR1,ZN001,Agree\nR2,ZN001,Disagree\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def read(path: Path, data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    """Every row with its line."""
    path.write_bytes(data)
    with open_upload(path) as upload:
        return [
            (int(block.lines[index]), block.row(index))
            for block in upload.blocks(frozenset({1}))
            for index in range(len(block.lines))
        ]


def refused(path: Path, data: bytes) -> str:
    with pytest.raises(Unreadable) as reason:
        read(path, data)
    return str(reason.value)


def sheet(rows: list[list[Any]], *, merge: str = "", more: list[str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for row in rows:
        first.append(row)
    if merge:
        first.merge_cells(merge)
    for name in more or []:
        book.create_sheet(name).append(["something"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


TWO = [(2, ("R1", "ZN001", "Agree")), (3, ("R2", "ZN001", "Disagree"))]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + PLAIN.encode("utf-32-le"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.rstrip("\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "|").encode(),
        PLAIN.replace("Agree", '"Agree"').encode(),
    ],
)
def test_encodings_delimiters_and_line_ends(path: Path, data: bytes) -> None:
    assert read(path, data) == TWO


def test_windows_text_is_read_with_a_notice(path: Path) -> None:
    path.write_bytes("id,provider,q1\nR1,ZN001,café\n".encode("cp1252"))
    with open_upload(path) as upload:
        (notice,) = upload.notices
        assert "Windows-1252" in notice
        assert "line 2" in notice
        (block,) = upload.blocks(frozenset())
        assert block.row(0) == ("R1", "ZN001", "café")


def test_lines_are_counted_as_an_editor_does(path: Path) -> None:
    text = (
        "id,provider,q1\n"
        'R1,ZN001,"two\nlines"\n'
        "\n"
        "R2,ZN001,Agree\n"
        ",,\n"
        "R3,ZN001,Agree,surplus\n"
        "R4,ZN001\n"
        "R5,ZN001,Agree,\n"
    )
    path.write_text(text)
    with open_upload(path) as upload:
        (block,) = upload.blocks(frozenset())
    assert block.lines.tolist() == [2, 5, 9]
    assert [(one.line, one.message) for one in block.misfits] == [
        (7, "This row has 4 cells where the headings have 3. Too many: “surplus”."),
        (8, "This row has 2 cells where the headings have 3."),
    ]


@pytest.mark.parametrize("quoted", [False, True])
def test_lines_are_right_across_blocks(
    path: Path, monkeypatch: pytest.MonkeyPatch, quoted: bool
) -> None:
    monkeypatch.setattr(csv_file, "_BLOCK", 64)
    cell = '"a\nb"' if quoted else "Agree"
    rows = "".join(f"R{n},ZN001,{cell}\n" for n in range(50))
    found = read(path, b"id,provider,q1\n" + rows.encode())
    step = 2 if quoted else 1
    assert [line for line, _ in found] == [2 + step * n for n in range(50)]
    assert [cells[0] for _, cells in found] == [f"R{n}" for n in range(50)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"\n\n \n", "nothing but blank lines"),
        (b"id,q1\n", "headings on line 1 and no rows under them"),
        (b"%PDF-1.7\n", "is a PDF document, not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook (.xls) or is protected"),
        (b"PK\x03\x04 not a zip", "begins like an XLSX workbook but is damaged"),
        (b"<!DOCTYPE html><table>", "is a web page"),
        (b"<?xml version='1.0'?><a/>", "is an XML file"),
        (b'[{"id": 1}]', "is a JSON file"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"PAR1....", "is a Parquet file"),
        (b"\x00\x01\x02\x03\x04" * 9, "characters that no table of text has"),
        (b"id,q1\nR1,\x81\xff\n", "Line 2 holds characters that are neither UTF-8 nor Windows"),
        (b"id q1 q2\nR1 a b\n", "Line 1 (“id q1 q2”) is not divided into columns by comma"),
        (b"id:q1\n1:2\n", "is not divided into columns"),
        (b"id,,q2\nR1,a,b\n", "Column B has no heading on line 1."),
        (b"id,q1,\nR1,a,b\n", "Column C has no heading on line 1."),
        (b"id,q1, Q1 \nR1,a,b\n", "Columns B and C are both headed “Q1” on line 1."),
        (b"Survey 2026,,\n,,\nid,q1,q2\nR1,a,b\n", "headings seem to be on line 3. Delete"),
        (b"id,q1,q2\nid,q1,q2\nR1,a,b\n", "Line 2 is a second row of headings: it repeats “id”"),
        (
            b"id,Your placement,,\n,Valued,Respected,Safe\nR1,a,b,c\n",
            "column C has no heading on line 1, and line 2 has “Respected” under it",
        ),
        (
            b'id,q1,q2\nID,How,Why\n"{""ImportId"":""a""}",b,c\n1,2,3\n',
            "three rows of headings of a Qualtrics export. Delete lines 2 and 3",
        ),
        (b'id,q1\nR1,"a\nR2,b\nR3,c\n', 'Line 2 (“R1,"a R2,b R3,c”) opens a quotation mark'),
        (b'id,q1,q2\nR1,a,"b\nR2,c,d\n', "that is never closed"),
        (b"only\nR1\nR2\n", "is not divided into columns"),
        (b"x" * 300_000, "Line 1 is longer than 262,144 characters"),
    ],
)
def test_bad_text_files(path: Path, data: bytes, said: str) -> None:
    assert said in refused(path, data)


def test_a_line_without_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINE_BYTES", 50_000)
    monkeypatch.setattr(csv_file, "_BLOCK", 10_000)
    data = b"id,q1\nR1,a\nR2," + b"x" * 90_000
    assert "Line 3 is longer than 50,000 characters" in refused(path, data)


def test_two_million_rows(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"id,q\n")
        for _ in range(20):
            file.write(b"1,2\n" * 100_000)
    with pytest.raises(Unreadable, match=r"2,000,000 rows or more; the limit is 1,000,000"):
        with open_upload(path):
            pass


def test_too_many_rows_are_also_noticed_while_reading(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CSV_ROWS", 10)
    data = b"id,q\n" + b'1,"2"\n' * 11
    assert "11 rows or more; the limit is 10" in refused(path, data)


def test_files_over_the_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CSV_BYTES", 1000)
    monkeypatch.setattr(limits, "XLSX_BYTES", 1000)
    assert "The file is 2 kB; the limit is 1 kB." in refused(path, b"id,q\n" + b"1,2\n" * 400)
    assert "the limit is 1 kB. Save a larger one as CSV." in refused(path, sheet([["a", "b"]]))


# Workbooks


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


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


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


# Files of other programs


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("qualtrics_export_3_header_rows.csv", "Qualtrics export. Delete lines 2 and 3"),
        ("qualtrics_export_legacy_2_header_rows.csv", "Line 2 is a second row of headings"),
        ("surveymonkey_export_2_header_rows.csv", "line 2 has “Company” under it"),
    ],
)
def test_exports_with_several_rows_of_headings(name: str, said: str) -> None:
    if not SHAPES.exists():
        pytest.skip("The sample files are not here.")
    with pytest.raises(Unreadable, match=said), open_upload(SHAPES / name):
        pass


def test_an_export_of_microsoft_forms_is_read() -> None:
    if not SHAPES.exists():
        pytest.skip("The sample files are not here.")
    with open_upload(SHAPES / "msforms_export_shape_SYNTHETIC.csv") as upload:
        (block,) = upload.blocks(frozenset())
        assert upload.headings[6] == "Which profession are you training in?"
        assert block.row(0)[7] == "Monday;Tuesday;"


# Anything at all


def _ends_well(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    sentence = "Read."
    try:
        with open_upload(path) as upload:
            for block in upload.blocks(frozenset({0})):
                for column in block.columns:
                    assert len(column) == len(block.lines)
    except Unreadable as reason:
        sentence = str(reason)
    assert sentence.endswith(".")


quietly = rules(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quietly
@given(st.binary(max_size=400))
def test_any_bytes_end_in_rows_or_in_a_sentence(path: Path, data: bytes) -> None:
    _ends_well(path, data)


@quietly
@given(st.text(st.sampled_from('a1,;\t"\r\n=é \ufeff'), max_size=200))
def test_any_text_ends_in_rows_or_in_a_sentence(path: Path, text: str) -> None:
    _ends_well(path, text.encode())
    _ends_well(path, text.encode("cp1252", "replace"))


@quietly
@given(st.data())
def test_any_damage_to_a_workbook_ends_in_rows_or_in_a_sentence(
    path: Path, data: st.DataObject
) -> None:
    whole = bytearray(_WORKBOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _ends_well(path, bytes(whole))


_WORKBOOK = sheet([["id", "provider", "q1"], [1, "ZN001", "Agree"]])


@quietly
@given(
    st.lists(
        st.lists(st.text(st.sampled_from('a,"\n\r =x'), max_size=6), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
def test_every_cell_comes_back_as_it_was_written(path: Path, cells: list[list[str]]) -> None:
    cells = [["k" + row[0], *row[1:]] for row in cells]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "a", "b"], *cells])
    found = [list(row) for _, row in read(path, text.getvalue().encode())]
    assert found == cells
