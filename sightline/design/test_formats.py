"""Every format of a table reads back to the same table."""

import csv
import json
import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyarrow import parquet

from sightline.design import dictionary, downloads, workbook
from sightline.design.charts.alone import CSS
from sightline.design.dictionary import Type
from sightline.design.flags import FLAGS
from sightline.design.tables import Column, Kind, Linked, Table, Withheld

#: No characters that XML cannot hold: what becomes of them is tested with the workbook.
TEXT = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20
) | st.sampled_from(["=1+1", "+4", "-", "@x", "withheld", "'=1", 'a"b,c', "a\nb", "01", "1e5"])
HIDDEN = st.just(Withheld())
KINDS = {
    Kind.TEXT: TEXT | TEXT.map(lambda text: Linked(text, "/x/")),
    Kind.NUMBER: st.integers(-(10**12), 10**12),
    Kind.PERCENT: st.floats(0, 100),
    Kind.DATE: st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    Kind.FLAG: st.sampled_from([flag.word for flag in FLAGS.values()]) | TEXT,
}


@st.composite
def tables(draw):
    columns = []
    for kind in draw(st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=4)):
        decimals = draw(st.sampled_from([None, 1])) if kind is Kind.NUMBER else None
        columns.append(Column(draw(TEXT), kind, decimals, about=draw(TEXT)))
    cells = [st.one_of(KINDS[column.kind], HIDDEN, st.none()) for column in columns]
    rows = draw(st.lists(st.tuples(*cells), max_size=5))
    return Table(
        draw(TEXT),
        columns,
        rows,
        notes=draw(st.lists(TEXT, max_size=2)),
        made_up=draw(st.booleans()),
        source=draw(TEXT),
    )


def sent(table, format):
    return b"".join(downloads.response(table, format, "x"))


def shown(table):
    """The table as it should read back: a Withheld stays one, else the plain value."""
    return [
        [
            value if isinstance(value, Withheld) else dictionary.plain_value(value, column)
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]


def same(read, wanted):
    """Numbers as numbers; empty text and nothing are one in files of cells."""
    assert len(read) == len(wanted)
    for read_row, row in zip(read, wanted, strict=True):
        for got, value in zip(read_row, row, strict=True):
            if isinstance(value, Withheld):
                assert isinstance(got, Withheld) or got == downloads.WITHHELD
            elif isinstance(value, (int, float)):
                assert float(got) == pytest.approx(float(value), rel=1e-12, abs=1e-12)
            else:
                assert (got if got is not None else "") == (value if value is not None else "")


def from_records(records, names):
    return [
        [Withheld() if name in row["withheld"] else row[name] for name in names] for row in records
    ]


@given(tables())
def test_parquet_reads_back_with_types_and_meanings(table):
    read = parquet.read_table(BytesIO(sent(table, "parquet")))
    names = read.column_names[:-1]
    same(from_records(read.to_pylist(), names), shown(table))
    meta = read.schema.metadata
    assert meta[b"title"].decode() == table.caption
    assert (b"made_up" in meta) == table.made_up
    for name, column in zip(names, table.columns, strict=True):
        field = read.schema.field(name).metadata
        assert field[b"heading"].decode() == column.text
        assert field[b"about"].decode() == (column.about or "As its heading says")


@given(tables())
def test_json_reads_back_and_explains_itself(table):
    read = json.loads(sent(table, "json"))
    names = [column["name"] for column in read["columns"]]
    assert len(set(names)) == len(names)
    rows = from_records(read["rows"], names)
    for row in rows:
        for place, column in enumerate(read["columns"]):
            if column["type"] == Type.DATE and isinstance(row[place], str):
                row[place] = date.fromisoformat(row[place])
    same(rows, shown(table))
    assert [column["heading"] for column in read["columns"]] == [
        column.text for column in table.columns
    ]
    assert read["title"] == table.caption
    assert bool(read["made_up"]) == table.made_up


@given(tables())
def test_a_workbook_reads_back_under_its_headings(table):
    book = load_workbook(BytesIO(sent(table, "xlsx")))
    sheet = book["Data"]
    top = 4 + table.made_up
    headings = [cell.value for cell in sheet[top]]
    assert headings == workbook.unique_headings([column.text for column in table.columns])
    rows = [
        [sheet.cell(top + 1 + at, 1 + place).value for place in range(len(table.columns))]
        for at in range(len(table.rows))
    ]
    wanted = [
        [datetime(*value.timetuple()[:3]) if isinstance(value, date) else value for value in row]  # noqa: DTZ001
        for row in shown(table)
    ]
    same(rows, wanted)
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    about = [row[0] for row in book["Columns"].iter_rows(min_row=4, max_col=1, values_only=True)]
    assert len(about) == len(table.columns)


@given(tables())
def test_the_archive_reads_back_with_its_dictionary(table):
    archive = zipfile.ZipFile(BytesIO(sent(table, "zip")))
    start = "made-up-" if table.made_up else ""
    files = {
        name: list(csv.reader(StringIO(archive.read(f"{start}{name}.csv").decode("utf-8-sig"))))
        for name in ("data", "dictionary")
    }
    headings, *rows = ([downloads.original_text(cell) for cell in row] for row in files["data"])
    assert headings == [column.text for column in table.columns]
    wanted = [
        [value.isoformat() if isinstance(value, date) else value for value in row]
        for row in shown(table)
    ]
    same(rows, wanted)
    assert len(files["dictionary"]) == 1 + len(table.columns)
    assert downloads.MADE_UP in archive.read(f"{start}read-me.txt").decode() or not table.made_up


def test_what_is_withheld_is_withheld_alike_in_every_format():
    columns = [Column("Place"), Column("Score", Kind.NUMBER, 1), Column("Withheld")]
    table = Table("t", columns, [["Alder", 71.26, "no"], ["Beech", Withheld("reason 7"), "no"]])
    assert b"Beech,withheld,no" in sent(table, "csv")
    read = json.loads(sent(table, "json"))
    assert read["rows"] == [
        {"place": "Alder", "score": 71.3, "withheld_2": "no", "withheld": []},
        {"place": "Beech", "score": None, "withheld_2": "no", "withheld": ["score"]},
    ]
    rows = parquet.read_table(BytesIO(sent(table, "parquet"))).to_pylist()
    assert rows == read["rows"]
    for ending in downloads.FORMATS:
        assert b"reason 7" not in sent(table, ending)


def test_types_come_from_the_column_where_nothing_is_there():
    columns = [
        Column("A"),
        Column("B", Kind.NUMBER),
        Column("C", Kind.NUMBER, 1),
        Column("D", Kind.PERCENT),
        Column("E", Kind.DATE),
        Column("F"),
        Column("G", Kind.NUMBER),
    ]
    hidden = [Withheld()] * 5
    table = Table(
        "t", columns, [[*hidden, datetime(2026, 1, 2, 3, tzinfo=UTC), "x"], [*hidden, None, 1]]
    )
    assert [one.type for one in dictionary.typed(table).entries] == [
        Type.TEXT, Type.WHOLE, Type.NUMBER, Type.WHOLE, Type.DATE, Type.MOMENT, Type.TEXT,
    ]  # fmt: skip
    assert json.loads(sent(table, "json"))["rows"][0]["f"] == "2026-01-02T03:00:00+00:00"
    assert json.loads(sent(table, "json"))["rows"][1]["g"] == "1"


def test_numbers_beyond_64_bits_are_text():
    table = Table("t", [Column("A", Kind.NUMBER)], [[2**70]])
    assert parquet.read_table(BytesIO(sent(table, "parquet"))).to_pylist()[0]["a"] == str(2**70)


def test_a_workbook_is_ready_to_be_passed_on():
    table = Table(
        "Supervision by place",
        [Column("Place"), Column("Score", Kind.NUMBER, 1, about="Mean of 0 to 100")],
        [["Alder", 71.0], ["Beech", Withheld()]],
        notes=["Learners who answered."],
        source="Learner survey, Autumn 2026",
    )
    book = load_workbook(
        BytesIO(b"".join(downloads.response(table, "xlsx", filters=["Region: North"])))
    )
    data = book["Data"]
    assert data["A1"].value == "Supervision by place"
    assert data["A2"].value.startswith("Source: Learner survey, Autumn 2026. Taken on ")
    assert data["A3"].value == "Filters: Region: North."
    assert list(data.tables) == ["Data_table"]
    assert data.tables["Data_table"].ref == "A5:B7"
    assert data.print_title_rows == "$5:$5"
    assert data.page_setup.orientation == "landscape"
    assert data.sheet_properties.pageSetUpPr.fitToPage
    assert "Page &P of &N" in data.oddFooter.right.text or "&P" in data.oddFooter.right.text
    said = [row[0] for row in book["How to read it"].values]
    assert "Learners who answered." in said
    assert dictionary.HOW_WITHHELD in said
    assert book["Columns"]["F5"].value == "Mean of 0 to 100"
    assert book.properties.title == "Supervision by place"


def test_links_lead_to_every_format():
    made = downloads.links("Download these", lambda **asked: f"?{asked}", "places", inside="site")
    assert [one["text"] for one in made][:2] == ["as CSV", "for Excel"]
    assert {one["href"] for one in made} == {
        f"?{{'format': '{ending}', 'inside': 'site'}}" for ending in downloads.FORMATS
    }


def test_a_flag_of_which_more_is_said_looks_as_the_flag():
    said = "Middle, clearly below average"
    table = Table("Flags", [Column("Place"), Column("Compared", Kind.FLAG)], [["A", said]])
    cell = load_workbook(BytesIO(sent(table, "xlsx")))["Data"]["B5"]
    assert cell.value == said
    assert FLAGS["white"].shape in cell.number_format


def test_flags_in_a_workbook_have_a_word_a_shape_and_the_colour_of_the_pages():
    """The value stays the word alone, so that it can be filtered by; "Below" elsewhere is text."""
    table = Table(
        "Flags",
        [Column("Place"), Column("Compared", Kind.FLAG), Column("Limits")],
        [*([flag.word, flag.word, flag.word] for flag in FLAGS.values()), ["x", Withheld(), ""]],
    )
    book = load_workbook(BytesIO(sent(table, "xlsx")))
    sheet = book["Data"]
    looks = dict(
        re.findall(r"\.heat-([a-z-]+) \{\s*background-color: (#[0-9a-f]+)", CSS.read_text())
    )
    for row, flag in enumerate(FLAGS.values(), start=5):
        plain, cell, other = sheet[row]
        assert cell.value == flag.word
        assert flag.shape in cell.number_format
        if flag.css in looks:
            assert cell.fill.fgColor.rgb == f"FF{looks[flag.css][1:].upper()}"
        for text in (plain, other):
            assert text.value == flag.word
            assert text.fill.fill_type is None
            assert text.number_format == "General"
    assert sheet[11][1].value == "withheld"
    said = [row[0] for row in book["How to read it"].iter_rows(values_only=True)]
    for flag in FLAGS.values():
        assert any(line and line.startswith(f"{flag.word}: ") for line in said)
    # Ready for a meeting: A4 across, one page wide, headings in view and on every page.
    assert sheet.freeze_panes == "B5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # One page wide is what a workbook means when it does not say.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"
