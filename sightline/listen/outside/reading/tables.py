"""The sheets of a workbook, or the one table of a text file, row by row as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import python_calamine

from sightline.listen.imports.reading import archive, delimiter, text
from sightline.listen.imports.reading.kind import Kind, kind_of
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.imports.reading.workbook import cell_text
from sightline.listen.outside.reading import limits

_LOOKED_AT = 25
_SAMPLE = 1 << 18

Row = tuple[int, list[str]]


class Sheet(Protocol):
    """``name`` is blank for a text file. Lines count from 1."""

    name: str

    def rows(self) -> Iterator[Row]:
        """Every row with its line; blank ones too. Raises Unreadable."""
        ...


def first_rows(sheet: Sheet) -> list[Row]:
    return list(islice(sheet.rows(), _LOOKED_AT))


@dataclass
class _Text:
    opened: text.Text
    start: int
    name: str = ""

    def __post_init__(self) -> None:
        sample = self.opened.file.read(_SAMPLE)
        if len(sample) == _SAMPLE:
            sample = sample[: sample.rfind(b"\n") + 1]
        self.delimiter = delimiter.find(sample.decode("utf-8"))

    def rows(self) -> Iterator[Row]:
        self.opened.file.seek(self.start)
        # Detached at the end, so that the file stays open for reading it again.
        wrapped = io.TextIOWrapper(self.opened.file, encoding="utf-8", newline="")
        reader = csv.reader(wrapped, delimiter=self.delimiter)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise Unreadable(
                f"The row that begins on line {line:,} cannot be read: a quotation mark may be "
                "missing, or a cell is longer than 131,072 characters."
            ) from error
        finally:
            wrapped.detach()


@dataclass
class _Worksheet:
    name: str
    sheet: python_calamine.CalamineSheet

    def rows(self) -> Iterator[Row]:
        start = (self.sheet.start or (0, 0))[0]
        left = (self.sheet.start or (0, 0))[1]
        for index, values in enumerate(self.sheet.iter_rows()):
            yield start + index + 1, [""] * left + [cell_text(value) for value in values]


@contextmanager
def open_tables(path: Path) -> Iterator[list[Sheet]]:
    """The tables of a file that hold anything. Raises Unreadable, a sentence for the person."""
    if kind_of(path) is Kind.TEXT:
        opened = text.open_text(path)
        try:
            yield [_Text(opened, opened.file.tell())]
        finally:
            opened.file.close()
        return
    archive.look(path, rows=limits.SHEET_ROWS, cells=limits.SHEET_CELLS)
    yield _worksheets(path)


def _worksheets(path: Path) -> list[Sheet]:
    advice = "Open it in Excel, save it again as XLSX and upload that."
    try:
        book = python_calamine.load_workbook(str(path))
        names = [
            meta.name
            for meta in book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if len(names) > limits.SHEETS:
            raise Unreadable(f"The workbook has {len(names)} sheets; the limit is {limits.SHEETS}.")
        found = [(name, book.get_sheet_by_name(name)) for name in names]
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"The workbook cannot be read. {advice}") from error
    except BaseException as error:
        # A fault inside the reading library ends in an exception that is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(f"The workbook cannot be read. {advice}") from error
    sheets: list[Sheet] = [_Worksheet(name, sheet) for name, sheet in found if sheet.height]
    if not sheets:
        raise Unreadable("The workbook holds nothing. Choose the file that holds the results.")
    return sheets
