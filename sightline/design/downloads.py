"""Files of a table: CSV and Excel, from the same object as the page and the chart.

Text that a spreadsheet would run as a formula gets an apostrophe in front in CSV; numbers are
written as numbers. In Excel every text is stored as text, so nothing is changed.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from sightline.design import show
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld

#: What stands first in a file drawn from made-up data.
MADE_UP = "Made-up data: the organisations, people and results here are invented."
WITHHELD = "withheld"
Plain = str | int | float | Decimal | date | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
#: A worksheet holds 1,048,576 rows (Microsoft's limit), a cell 32,767 characters.
MOST_ROWS = 1_048_576
_LONGEST = 32_767
# Control characters cannot stand in the XML of a workbook.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class TooManyRows(Exception):
    """The table has more rows than a worksheet can hold; the message says what to do."""


def safe_text(text: str) -> str:
    """Text for a CSV cell: with an apostrophe in front where a spreadsheet would see a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def original_text(cell: str) -> str:
    """The text that `safe_text` was given, for a file that comes back: '=1 → =1."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def csv_lines(table: Table) -> Iterator[str]:
    """The lines of a CSV file, the first with the byte order mark that Excel needs for UTF-8.

    Rows are read one at a time, so `table.rows` may be long.
    """
    yield _BOM
    if table.made_up:
        yield _line([MADE_UP])
    yield _line(safe_text(column.text) for column in table.columns)
    for row in table.rows:
        yield _line(
            _csv_cell(value, column) for value, column in zip(row, table.columns, strict=True)
        )


def xlsx_bytes(table: Table) -> bytes:
    """An Excel workbook: a sheet of rows under a heading that stays in view, and one of notes.

    Raises TooManyRows for more than a worksheet holds.
    """
    top = 1 if table.made_up else 0
    if len(table.rows) + top + 1 > MOST_ROWS:
        raise TooManyRows(
            "This table has more rows than an Excel sheet can hold. Download it as CSV instead."
        )
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "remove_timezone": True,
        },
    )
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True})
    head = book.add_format(
        {"bold": True, "bg_color": "#005EB8", "font_color": "#FFFFFF", "text_wrap": True}
    )
    formats = [book.add_format({"num_format": _number_format(column)}) for column in table.columns]
    day = book.add_format({"num_format": "d mmmm yyyy"})
    if table.made_up:
        sheet.write_string(0, 0, MADE_UP, bold)
    for position, column in enumerate(table.columns):
        sheet.write_string(top, position, _storable(column.text), head)
        sheet.set_column(position, position, 14 if column.is_numeric else 32)
    sheet.freeze_panes(top + 1, 0)
    for row_number, row in enumerate(table.rows, start=top + 1):
        for position, value in enumerate(row):
            plain = plain_value(value, table.columns[position])
            _write(sheet, row_number, position, plain, formats[position], day)
    if table.rows:
        sheet.autofilter(top, 0, top + len(table.rows), len(table.columns) - 1)
    about = book.add_worksheet("About")
    about.set_column(0, 0, 100)
    for row_number, said in enumerate(
        [table.caption, *([MADE_UP] if table.made_up else []), *table.notes]
    ):
        about.write_string(row_number, 0, _storable(said))
    book.close()
    return file.getvalue()


def csv_response(table: Table, name: str = "") -> HttpResponseBase:
    """The table as a CSV file, sent line by line. `name` without ending, else from the caption."""
    response = StreamingHttpResponse(
        (line.encode() for line in csv_lines(table)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename(name, table, "csv")}"'
    return response


def xlsx_response(table: Table, name: str = "") -> HttpResponseBase:
    """The table as an Excel workbook. Raises TooManyRows."""
    return FileResponse(
        BytesIO(xlsx_bytes(table)),
        as_attachment=True,
        filename=filename(name, table, "xlsx"),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def response(table: Table, format: str, name: str = "") -> HttpResponseBase:
    """The table in the format that was asked for: "csv" or "xlsx". Raises ValueError otherwise."""
    if format == "csv":
        return csv_response(table, name)
    if format == "xlsx":
        return xlsx_response(table, name)
    raise ValueError(f"Not a file format for tables: {format!r}")


def filename(name: str, table: Table, ending: str) -> str:
    """A file name of plain letters with the day: "supervision-by-place-2026-11-24.csv".

    Made-up data say so in the name.
    """
    plain = unicodedata.normalize("NFKD", name or table.caption).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-") or "table"
    made_up = "made-up-" if table.made_up else ""
    return f"{made_up}{words}-{timezone.localdate().isoformat()}.{ending}"


def plain_value(value: Value, column: Column) -> Plain:
    """A value as files hold it: numbers bare and rounded as on the page, links as their text."""
    if isinstance(value, Withheld):
        return WITHHELD
    if isinstance(value, Linked):
        return value.text
    if isinstance(value, (float, Decimal)):
        places = column.decimals
        if places is None and column.kind is Kind.PERCENT:
            places = 0
        if places is not None:
            exact = show.rounded(value, places)
            return exact if isinstance(value, Decimal) else float(exact)
    return value


def _csv_cell(value: Value, column: Column) -> str:
    plain = plain_value(value, column)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return safe_text(plain)
    if isinstance(plain, datetime):
        local = timezone.localtime(plain) if timezone.is_aware(plain) else plain
        return local.strftime("%Y-%m-%d %H:%M")
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, Decimal):
        return f"{plain:f}"
    return str(plain)


def _line(cells: Iterable[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow(list(cells))
    return buffer.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    position: int,
    plain: Plain,
    numbers: xlsxwriter.format.Format,
    day: xlsxwriter.format.Format,
) -> None:
    if plain is None:
        return
    if isinstance(plain, str):
        sheet.write_string(row, position, _storable(plain))
    elif isinstance(plain, datetime):
        local = timezone.localtime(plain) if timezone.is_aware(plain) else plain
        sheet.write_string(row, position, local.strftime("%Y-%m-%d %H:%M"))
    elif isinstance(plain, date):
        sheet.write_datetime(row, position, plain, day)
    else:
        sheet.write_number(row, position, plain, numbers)


def _number_format(column: Column) -> str:
    if not column.is_numeric:
        return "General"
    if column.decimals is None and column.kind is Kind.NUMBER:
        return "General"
    places = column.decimals or 0
    return "#,##0" + (f".{'0' * places}" if places else "")


def _storable(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST]
