"""Files of a table: CSV, Excel, Parquet and JSON, from the same object as the page and the chart.

Text that a spreadsheet would run as a formula gets an apostrophe in front in CSV; numbers are
written as numbers. In the other formats every text is stored as text, so nothing is changed.
"""

import csv
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from sightline.design import dictionary, typed_files, workbook
from sightline.design.tables import Column, Table, Value, Withheld
from sightline.design.workbook import MOST_ROWS, TooManyRows

__all__ = [
    "FORMATS",
    "FORMULA_STARTS",
    "MADE_UP",
    "MOST_ROWS",
    "WITHHELD",
    "TooManyRows",
    "csv_lines",
    "csv_response",
    "filename",
    "links",
    "original_text",
    "plain_words",
    "response",
    "safe_text",
    "xlsx_bytes",
]

#: What can stand as ``format`` in an address, and how a link says it.
FORMATS = {
    "csv": "as CSV",
    "xlsx": "for Excel",
    "zip": "as CSV with a data dictionary",
    "parquet": "as Parquet",
    "json": "as JSON",
}
_CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json; charset=utf-8",
}
#: What stands first in a file drawn from made-up data.
MADE_UP = "Made-up data: the organisations, people and results here are invented."
WITHHELD = "withheld"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def links(say: str, href: Callable[..., str], about: str = "", **more: str) -> list[dict[str, str]]:
    """The files of a table for the macro `downloads`: "Download these" as CSV, for Excel, ….

    ``href(format="csv", **more)`` is the address of each; ``about`` is said to those who listen,
    where a page has the files of more than one table.
    """
    return [
        {"say": say, "text": text, "about": about, "href": href(format=ending, **more)}
        for ending, text in FORMATS.items()
    ]


def safe_text(text: str) -> str:
    """Text for a CSV cell: with an apostrophe in front where a spreadsheet would see a formula.

    And where apostrophes stand before one already, so that `original_text` gives every text back.
    """
    return f"'{text}" if _is_like_a_formula(text) else text


def original_text(cell: str) -> str:
    """The text that `safe_text` was given, for a file that comes back: '=1 → =1."""
    return cell[1:] if cell.startswith("'") and _is_like_a_formula(cell) else cell


def _is_like_a_formula(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_STARTS)


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
    """An Excel workbook: see `workbook`. Raises TooManyRows."""
    return workbook.xlsx_bytes(table, MADE_UP)


def zip_bytes(table: Table) -> bytes:
    """The rows, the dictionary and a text that says what they are, in one archive.

    The headings of the rows are on their first line, as programs expect; made-up data say so in
    the files' names and in the text.
    """
    start = "made-up-" if table.made_up else ""
    meaning = dictionary.as_table(table, dictionary.typed(table).entries)
    parts = {
        f"{start}data.csv": "".join(csv_lines(replace(table, made_up=False))),
        f"{start}dictionary.csv": "".join(csv_lines(replace(meaning, made_up=False))),
        f"{start}read-me.txt": "\r\n".join(
            [
                table.caption,
                *workbook.about(table, MADE_UP),
                *table.notes,
                dictionary.HOW_WITHHELD,
                "",
            ]
        ),
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode())
    return file.getvalue()


def csv_response(table: Table, name: str = "") -> HttpResponseBase:
    """The table as a CSV file, sent line by line. `name` without ending, else from the caption."""
    response = StreamingHttpResponse(
        (line.encode() for line in csv_lines(table)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename(name, table, "csv")}"'
    return response


def response(
    table: Table, format: str, name: str = "", *, filters: Sequence[str] = ()
) -> HttpResponseBase:
    """The table in a format of FORMATS, as a file. ``filters`` are those that were chosen.

    Raises ValueError for another format and TooManyRows.
    """
    if format not in FORMATS:
        raise ValueError(f"Not a file format for tables: {format!r}")
    if filters:
        table = replace(table, filters=[*table.filters, *filters])
    if format == "csv":
        return csv_response(table, name)
    make: dict[str, Any] = {
        "xlsx": xlsx_bytes,
        "zip": zip_bytes,
        "parquet": lambda table: typed_files.parquet_bytes(table, MADE_UP),
        "json": lambda table: typed_files.json_bytes(table, MADE_UP),
    }
    return FileResponse(
        BytesIO(make[format](table)),
        as_attachment=True,
        filename=filename(name, table, format),
        content_type=_CONTENT_TYPES[format],
    )


def filename(name: str, table: Table, ending: str) -> str:
    """A file name of plain letters with the day: "supervision-by-place-2026-11-24.csv".

    Made-up data say so in the name.
    """
    words = plain_words(name or table.caption)
    made_up = "made-up-" if table.made_up else ""
    return f"{made_up}{words}-{timezone.localdate().isoformat()}.{ending}"


def _csv_cell(value: Value, column: Column) -> str:
    if isinstance(value, Withheld):
        return WITHHELD
    plain = dictionary.plain_value(value, column)
    return safe_text(plain) if isinstance(plain, str) else dictionary.written(plain)


def _line(cells: Iterable[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow(list(cells))
    return buffer.getvalue()


def plain_words(text: str) -> str:
    """Words in small letters, digits and hyphens, at most 80 characters; never empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-") or "table"
