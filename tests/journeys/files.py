"""Files that people bring to the service and take from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import python_calamine
import xlsxwriter

Row = Sequence[object]


def csv_file(name: str, rows: Iterable[Row], *, delimiter: str = ",") -> dict[str, Any]:
    """A CSV file as a browser takes it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return named(name, text.getvalue().encode())


def named(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def table_of(file: bytes, *headings: str) -> list[dict[str, str]]:
    """The rows under those headings, each by its column; what stands around them is left out."""
    lines = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    start = next(at for at, line in enumerate(lines) if line[: len(headings)] == list(headings))
    rows = [line for line in lines[start + 1 :] if len(line) == len(lines[start])]
    return [dict(zip(lines[start], row, strict=True)) for row in rows]


def with_cell(workbook: bytes, sheet: str, cell: tuple[int, int], text: str) -> bytes:
    """The workbook as somebody saves it who has written in one cell; (row, column) from 0."""
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as written:
        for name in read.sheet_names:
            made = written.add_worksheet(name)
            lines = read.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for at, line in enumerate(lines):
                for place, told in enumerate(line):
                    made.write_string(at, place, str(told))
            if name == sheet:
                made.write_string(*cell, text)
    return file.getvalue()
