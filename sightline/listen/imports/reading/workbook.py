"""Rows of an XLSX workbook, block by block."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import python_calamine

from sightline.listen.imports.reading import archive, headings, limits
from sightline.listen.imports.reading.block import Block
from sightline.listen.imports.reading.headings import letter
from sightline.listen.imports.reading.unreadable import Unreadable, shortened

_ROWS = 8_000
_LOOKED_AT = 25
_ADVICE = "Open it in Excel, save it again as XLSX or CSV UTF-8 and upload that."


class Workbook:
    """An opened workbook: the one sheet of it that holds anything."""

    notices: tuple[str, ...] = ()
    wordings: Mapping[str, str] = MappingProxyType({})

    def __init__(self, path: Path) -> None:
        """Raises Unreadable if it is damaged, too large, or not one plain table."""
        contents = archive.look(path)
        name, self._sheet = _only_sheet(path)
        start = self._sheet.start or (0, 0)
        self._top, self._left = start
        first = self._first_rows()
        lines = [self._top + 1 + index for index in range(len(first))]
        try:
            found = headings.find(first, lines)
        except Unreadable:
            # Merged cells leave headings empty: say what is to be mended, not what follows from it.
            self._is_not_merged()
            raise
        # Only a known tool's export may have its questions over several columns.
        if found.shape is None or found.shape.rows == 1:
            self._is_not_merged()
        self.shape = found.shape
        self.headings = found.names
        self.heading_line = lines[found.row]
        self._skip = found.last_row + 1
        self.rows_expected = max(0, self._sheet.height - self._skip)
        if not self.rows_expected:
            raise Unreadable(
                f"Sheet “{shortened(name)}” has headings on row {self.heading_line} and no rows "
                "under them. Choose the file that holds the answers."
            )
        if self.rows_expected > limits.XLSX_ROWS:
            raise Unreadable(
                f"The workbook has {self.rows_expected:,} rows; the limit is "
                f"{limits.XLSX_ROWS:,}. Save it as CSV UTF-8 and upload that."
            )
        self._formulas = _places(contents, path, name)

    def close(self) -> None:
        """Nothing is held open."""

    def _first_rows(self) -> list[list[str]]:
        rows = []
        for row in self._sheet.iter_rows():
            rows.append([cell_text(value) for value in row])
            if len(rows) == _LOOKED_AT:
                break
        return rows

    def _is_not_merged(self) -> None:
        for (top, left), (bottom, right) in self._sheet.merged_cell_ranges or ():
            area = f"{letter(left)}{top + 1} to {letter(right)}{bottom + 1}"
            raise Unreadable(
                f"Cells {area} are merged. Every column needs its own heading in one row, and "
                "every respondent a row of their own: take the merging off, fill the cells and "
                "upload the file again."
            )

    def blocks(self, repeating: frozenset[int]) -> Iterator[Block]:
        width = len(self.headings)
        rows: list[list[str]] = []
        lines: list[int] = []
        for index, values in enumerate(self._sheet.iter_rows()):
            if index < self._skip:
                continue
            line = self._top + 1 + index
            cells = [cell_text(value) for value in values[:width]]
            cells += [""] * (width - len(cells))
            for position in self._formulas.get(line, ()):
                if position - self._left < width:
                    # As it would stand in a CSV file, where the check finds it.
                    cells[position - self._left] = "=(formula)"
            if any(cell.strip() for cell in cells):
                rows.append(cells)
                lines.append(line)
            if len(rows) == _ROWS:
                yield _block(rows, lines, width, repeating)
                rows, lines = [], []
        if rows:
            yield _block(rows, lines, width, repeating)


def _block(rows: list[list[str]], lines: list[int], width: int, repeating: frozenset[int]) -> Block:
    columns = []
    for position, cells in enumerate(zip(*rows, strict=True)):
        column = pa.array(cells, pa.string())
        columns.append(column.dictionary_encode() if position in repeating else column)
    assert len(columns) == width  # noqa: S101 - every row was brought to this width
    return Block(np.array(lines, np.int64), tuple(columns))


def _only_sheet(path: Path) -> tuple[str, python_calamine.CalamineSheet]:
    try:
        book = python_calamine.load_workbook(str(path))
        filled = []
        for meta in book.sheets_metadata:
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                if sheet.height:
                    filled.append((meta.name, sheet))
    except Exception as error:
        raise Unreadable(f"The workbook cannot be read. {_ADVICE}") from error
    except BaseException as error:
        # A fault inside the reading library ends in an exception that is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(f"The workbook cannot be read. {_ADVICE}") from error
    if not filled:
        raise Unreadable("The workbook holds nothing. Choose the file that holds the answers.")
    if len(filled) > 1:
        names = ", ".join(f"“{shortened(name)}”" for name, _ in filled[:6])
        raise Unreadable(
            f"The workbook has {len(filled)} sheets with something in them: {names}. "
            "Keep the one with the answers and delete the others."
        )
    return filled[0]


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without ".0", days as 2026-10-05."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _places(contents: archive.Contents, path: Path, sheet: str) -> dict[int, list[int]]:
    """Columns (from 0) with a formula, by row (from 1), of one sheet."""
    found: dict[int, list[int]] = {}
    for cell in contents.formulas.get(_part_of(path, sheet), ()):
        letters = cell.rstrip("0123456789")
        position = 0
        for one in letters:
            position = position * 26 + ord(one) - 64
        found.setdefault(int(cell[len(letters) :]), []).append(position - 1)
    return found


def _part_of(path: Path, sheet: str) -> str:
    """The part of the archive that holds a sheet."""
    with zipfile.ZipFile(path) as opened:
        book = opened.read("xl/workbook.xml").decode("utf-8", "replace")
        links = opened.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book):
        if _attribute(tag, "name") == sheet:
            wanted = _attribute(tag, r"\w+:id")
            for link in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", links):
                if _attribute(link, "Id") == wanted:
                    target = _attribute(link, "Target")
                    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    if not found:
        return ""
    return _unescaped(found[1] if found[1] is not None else found[2])


def _unescaped(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, character)
    return text.replace("&amp;", "&")
