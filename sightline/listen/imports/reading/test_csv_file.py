"""Each kind of bad file ends in a sentence that says what and where."""

from pathlib import Path

import pytest

from sightline.listen.imports.reading import csv_file, limits
from sightline.listen.imports.reading.factories import read, refused, sheet
from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.imports.reading.unreadable import Unreadable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upload"


PLAIN = "id,provider,q1\nR1,ZN001,Agree\nR2,ZN001,Disagree\n"
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
