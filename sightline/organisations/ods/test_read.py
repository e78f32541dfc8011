"""Whatever is uploaded ends in rows with line numbers, or in a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sightline.organisations.ods import names, read, sniff
from sightline.organisations.ods.factories import as_bytes, as_file, practice, site, trust
from sightline.organisations.ods.sniff import CannotRead
from sightline.organisations.words import LoadKind

TRUSTS, SITES, PRACTICES = LoadKind.TRUSTS, LoadKind.SITES, LoadKind.PRACTICES
SAMPLES = Path(settings.BASE_DIR).parent / "shared" / "refdata" / "raw"


def test_a_trust_is_read_as_it_is_published() -> None:
    reading = read.read(
        as_file(
            [
                trust("ZN001", "ALDERMOOR HOSPITALS NHS FOUNDATION TRUST"),
                trust("ZN3", "BEXMOOR NHS TRUST", closed="20240930"),
            ]
        ),
        TRUSTS,
    )
    first, second = reading.rows
    assert (first.line, first.code, first.name, first.parent_code) == (
        1,
        "ZN001",
        "Aldermoor Hospitals NHS Foundation Trust",
        "QN1",
    )
    assert (first.postcode, first.opened_date, first.closed_date) == (
        "AB1 2CD",
        date(2001, 4, 1),
        None,
    )
    assert first.provider_type == "acute"
    # The list gives the last day; the first day on which it is no more is the next.
    assert second.closed_date == date(2024, 10, 1)
    assert (reading.errors, reading.left_out, reading.notes) == ([], [], [])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"opened": "20260230"}, "open date “20260230” must be a real day"),
        ({"opened": "1/4/2026"}, "must be a real day written as YYYYMMDD"),
        ({"opened": "17000101"}, "is not between 1800 and 2100"),
        ({"closed": "20261301"}, "close date “20261301” must be a real day"),
        ({"opened": "20200101", "closed": "20190101"}, "before it opens"),
        ({"postcode": "NOT A POSTCODE"}, "is not a postcode"),
    ],
)
def test_a_fault_names_its_line_and_spares_the_others(
    changed: dict[str, str], sentence: str
) -> None:
    lines = [trust("ZN1", "ONE"), trust("ZN2", "TWO", **changed), trust("ZN3", "THREE")]
    reading = read.read(as_file(lines), TRUSTS)
    assert [row.code for row in reading.rows] == ["ZN1", "ZN3"]
    (error,) = reading.errors
    assert (error.line, error.code) == (2, "ZN2")
    assert sentence in error.sentence
    assert error.raw.split(read.CELL_END) == lines[1]


@pytest.mark.parametrize(
    ("code", "name", "sentence"),
    [
        ("", "NAMELESS CODE", "The code is missing"),
        ("Z!", "BAD CODE", "is not a code"),
        ("DT-001", "A MADE-UP CODE", "is not a code"),
        ("ZN2", " ", "The name is missing"),
        ("ZN2", "X" * 201, "has 201 characters"),
        ("ZN2", "BELL\x07", "cannot be shown"),
    ],
)
def test_codes_and_names_are_checked(code: str, name: str, sentence: str) -> None:
    reading = read.read(as_file([trust("ZN1", "ONE"), trust(code, name)]), TRUSTS)
    assert sentence in reading.errors[0].sentence


def test_a_row_with_too_few_columns_is_an_error_with_its_line() -> None:
    lines = [trust("ZN1", "ONE"), ["ZN2", "SHORT"], trust("ZN3", "THREE")]
    reading = read.read(as_file(lines), TRUSTS)
    assert [(one.line, one.sentence) for one in reading.errors] == [
        (2, "It has 2 columns. It must have 27.")
    ]


def test_a_name_over_two_lines_does_not_shift_line_numbers() -> None:
    lines = [trust("ZN1", "ONE\nOVER TWO"), trust("ZN2", "TWO", opened="x")]
    reading = read.read(as_file(lines), TRUSTS)
    assert reading.rows[0].name == "One Over Two"
    assert reading.errors[0].line == 3


def test_other_nations_are_left_out_and_named() -> None:
    lines = [
        trust("ZN1", "ENGLISH"),
        trust("ZW1", "WELSH", region="W00", icb="Q99"),
        trust("ZW2", "WELSH TOO", region="", icb=""),
    ]
    reading = read.read(as_file(lines), TRUSTS)
    assert [(one.line, one.code) for one in reading.left_out] == [(2, "ZW1"), (3, "ZW2")]
    assert "in Wales" in reading.left_out[0].sentence


def test_practices_of_every_status() -> None:
    lines = [
        practice("A81001", "THE SURGERY"),
        practice("A81002", "CLOSED", status="C", closed="20171031"),
        practice("A81003", "DORMANT", status="D"),
        practice("A81004", "PROPOSED", status="P"),
        practice("A81005", "PRISON", setting="8"),
        practice("A81006", "UNSURE", status="X"),
        practice("A81007", "CLOSED WHEN", status="C"),
    ]
    reading = read.read(as_file(lines), PRACTICES)
    assert [row.code for row in reading.rows] == ["A81001", "A81002"]
    assert reading.rows[0].provider_type == "practice"
    assert [one.code for one in reading.left_out] == ["A81003", "A81004", "A81005"]
    assert [one.code for one in reading.errors] == ["A81006", "A81007"]


def test_sites_name_their_trust_in_column_15() -> None:
    reading = read.read(as_file([site("ZN101", "THE SITE", parent="ZN1")]), SITES)
    assert reading.rows[0].parent_code == "ZN1"


def test_sites_with_a_row_of_headings_are_read_by_name() -> None:
    data = (
        b"site_code,name,trust_code,postcode\r\nZN101,Aldermoor General,ZN1,AB1 2CD\r\nZN102,x\r\n"
    )
    reading = read.read(io.BytesIO(data), SITES)
    (row,) = reading.rows
    assert (row.line, row.code, row.name, row.parent_code) == (
        2,
        "ZN101",
        "Aldermoor General",
        "ZN1",
    )
    assert reading.errors[0].sentence == "It has 2 columns. The headings have 4."
    assert reading.headings == ("site_code", "name", "trust_code", "postcode")


def test_a_row_of_headings_over_the_native_columns_is_skipped() -> None:
    headings = ["Organisation Code", "Name", *[f"Column {n}" for n in range(3, 28)]]
    reading = read.read(as_file([headings, trust("ZN1", "ONE")]), TRUSTS)
    assert [row.line for row in reading.rows] == [2]
    assert reading.notes == ["Line 1 is a row of headings, so it was left out."]


def test_a_byte_order_mark_is_no_part_of_the_first_code() -> None:
    reading = read.read(as_file([trust("ZN1", "ONE")], encoding="utf-8-sig"), TRUSTS)
    assert reading.rows[0].code == "ZN1"
    assert reading.notes == []


def test_windows_1252_is_read_and_said() -> None:
    reading = read.read(as_file([trust("ZN1", "CAFÉ ‘TRUST’")], encoding="cp1252"), TRUSTS)
    assert reading.rows[0].name == "Café ‘Trust’"
    assert "Windows-1252" in reading.notes[0]


def _zip(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, "hello")
    return data.getvalue()


ONE = [trust("ZN1", "ONE")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\n\n  \n", "The file has no rows"),
        (b"\xef\xbb\xbf", "The file has no rows"),
        (_zip("etr.csv"), "a zip file or an Excel workbook"),
        (_zip("xl/workbook.xml"), "a zip file or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel workbook or another Office file"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (as_bytes(ONE, encoding="utf-16"), "saved as Unicode"),
        (as_bytes(ONE) + b"\0", "Line 2 holds bytes that no text has"),
        (as_bytes(ONE) + b"\x81\x8d\xff\n", "Line 2 holds letters that are neither"),
        (as_bytes(ONE, separator=";"), "separated by semicolons"),
        (as_bytes(ONE, separator="\t"), "separated by tabs"),
        (b"hello\n", "Line 1 has 1 column. The official list has 27"),
        (b'"ZN1","ONE","Y56"\n', "Line 1 has 3 columns"),
        (b"code,name,postcode\nZN1,One,AB1 2CD\n", "row of headings with 3 columns"),
        (as_bytes(ONE) + b'"' + b"x" * 200_000, "Line 2 cannot be read as CSV"),
        (as_bytes([practice("A81001", "SURGERY")]), "looks like the list of GP practices"),
    ],
)
def test_what_is_no_list_of_trusts_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(CannotRead, match=sentence.replace("(", r"\(")):
        read.read(io.BytesIO(data), TRUSTS)


def test_trusts_are_no_practices() -> None:
    with pytest.raises(CannotRead, match="not look like the list of GP practices"):
        read.read(as_file(ONE), PRACTICES)


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniff, "LARGEST", 100)
    with pytest.raises(CannotRead, match="smaller"):
        read.read(as_file(ONE), TRUSTS)


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_ROWS", 2)
    with pytest.raises(CannotRead, match="more than 2 rows"):
        read.read(as_file([trust(f"ZN{n}", "X") for n in range(4)]), TRUSTS)


def test_a_row_made_safe_for_spreadsheets_is_read_back() -> None:
    reading = read.read(as_file([trust("ZN1", "'=cmd|x")]), TRUSTS)
    assert reading.rows[0].name == "=cmd|x"


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(LoadKind))
@example(b'"\r', TRUSTS)
@example(b"a\rb", TRUSTS)
@example("\ufeffsite_code,name,trust_code\r\n,,".encode(), SITES)
def test_any_bytes_end_in_a_reading_or_a_sentence(data: bytes, kind: LoadKind) -> None:
    reading = _reading_or_sentence(data, kind)
    if isinstance(reading, str):
        assert reading.endswith(".")
    else:
        assert reading.rows or reading.errors or reading.left_out


def _reading_or_sentence(data: bytes, kind: LoadKind) -> read.Reading | str:
    try:
        return read.read(io.BytesIO(data), kind)
    except CannotRead as refusal:
        return str(refusal)


CELLS = st.text(max_size=12) | st.sampled_from(["ZN1", "20260401", "A", "4", "'", '"', "W00"])


@hypothesis_settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=27, max_size=28), min_size=1, max_size=4),
    st.sampled_from(LoadKind),
)
def test_any_27_cells_end_in_a_row_or_a_sentence(lines: list[list[str]], kind: LoadKind) -> None:
    # Lone surrogates cannot be written to a file at all.
    data = as_bytes(lines, encoding="utf-8") if _can_be_written(lines) else b"x"
    reading = _reading_or_sentence(data, kind)
    if isinstance(reading, str):
        assert reading.endswith(".")
        return
    for remark in (*reading.errors, *reading.left_out):
        assert remark.line >= 1
        assert remark.sentence.endswith(".")


def _can_be_written(lines: list[list[str]]) -> bool:
    try:
        as_bytes(lines)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("official", "shown"),
    [
        ("ST GEORGE'S AND THE O'NEILL GP CENTRE", "St George's and the O'Neill GP Centre"),
        ("THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN", "The Queen Elizabeth Hospital, King's Lynn"),
        ("STOKE-ON-TRENT (2ND FLOOR)", "Stoke-on-Trent (2ND Floor)"),
        ("Already Written by People", "Already Written by People"),
        ("GUY’S  AND ST THOMAS’ NHS TRUST", "Guy’s and St Thomas’ NHS Trust"),
    ],
)
def test_capitals_are_written_as_people_write(official: str, shown: str) -> None:
    assert names.shown(official) == shown


@given(st.text(max_size=60))
def test_a_name_shown_once_stays_as_it_is(name: str) -> None:
    once = names.shown(name)
    assert names.shown(once) == once or once == once.upper()


@pytest.mark.parametrize(
    ("name", "kind", "rows", "errors", "left_out"),
    [
        ("etr_2026-07.csv", TRUSTS, 271, 0, 3),
        ("etr_2025-07.csv", TRUSTS, 207, 0, 3),
        ("epraccur_sample_300.csv", PRACTICES, 296, 0, 4),
        ("trust_sites_all_2017_tis.csv", SITES, 25_904, 0, 0),
    ],
)
def test_published_files_are_read(
    name: str, kind: LoadKind, rows: int, errors: int, left_out: int
) -> None:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("The published files are not here.")
    with path.open("rb") as file:
        reading = read.read(file, kind)
    counted = (len(reading.rows), len(reading.errors), len(reading.left_out))
    assert counted == (rows, errors, left_out)
