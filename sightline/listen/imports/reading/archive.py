"""What a workbook would unpack to, looked at before anything opens it.

A small file can unpack to terabytes, and a sheet with one cell in its last corner makes a reader
reserve room for all cells before it. Both are found here by unpacking in small steps, counting.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sightline.listen.imports.reading import limits
from sightline.listen.imports.reading.unreadable import Unreadable

_STEP = 1 << 20
_OVERLAP = 4096
_LOCAL_HEADER = 30
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{0,3})([0-9]{1,7})\s*["']""")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>]*\s)?r=["']([A-Z]{1,3}[0-9]{1,7})["'][^>]*>\s*<(?:\w+:)?f[\s>/]"""
)
# A cell with something in it: not closed in its own tag.
_FILLED = re.compile(rb"""<(?:\w+:)?c(\s[^<>]*)?(?<!/)>""")
_MOST_FORMULAS = 10_000


@dataclass
class Contents:
    """Cells that hold a formula, such as "B7", by the part of the archive they stand in."""

    formulas: dict[str, set[str]] = field(default_factory=dict)


def look(
    path: Path,
    *,
    rows: int | None = None,
    cells: int | None = None,
    only_filled: bool = False,
) -> Contents:
    """Unpack and count. Raises Unreadable if the workbook is damaged, locked or too large.

    ``rows`` and ``cells`` are what a sheet may hold, else the limits of a file of answers. With
    ``only_filled`` cells that have a format and no value do not count: workbooks made by hand are
    often formatted down to their last row.
    """
    contents = Contents()
    rows = limits.XLSX_ROWS if rows is None else rows
    cells = limits.XLSX_CELLS if cells is None else cells
    left = limits.XLSX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > limits.XLSX_PARTS:
                raise Unreadable(f"The workbook has {len(parts):,} parts. {_ADVICE}")
            if sum(part.file_size for part in parts) > left:
                raise _too_large()
            if len({part.filename for part in parts}) != len(parts):
                raise Unreadable(f"The workbook holds a part twice, so it is damaged. {_ADVICE}")
            for part in parts:
                if part.flag_bits & 1:
                    raise Unreadable(
                        "The workbook is protected with a password. Take it off and save again."
                    )
                left = _unpack(path, part, left, contents, _Sheet(rows, cells, only_filled))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as e:
        raise Unreadable(f"The workbook is damaged. {_ADVICE}") from e
    return contents


_ADVICE = "Open it in Excel, save it again as XLSX or CSV UTF-8 and upload that."


def _too_large() -> Unreadable:
    return Unreadable(
        f"Unpacked, the workbook is larger than {limits.size(limits.XLSX_UNPACKED_BYTES)}. "
        "Save the sheet with the answers as CSV UTF-8 and upload that."
    )


def _unpack(path: Path, part: zipfile.ZipInfo, left: int, contents: Contents, seen: _Sheet) -> int:
    """Count the bytes that a part really unpacks to; what is left of the limit afterwards."""
    is_sheet = bool(_SHEET.fullmatch(part.filename))
    tail = b""
    size = 0
    for piece in _unpacked(path, part):
        size += len(piece)
        if size > left:
            raise _too_large()
        # A workbook may name any part as a sheet, so what looks like one is looked at as one.
        is_sheet = is_sheet or b"sheetData" in tail + piece
        if is_sheet:
            seen.look(tail + piece)
        tail = piece[-_OVERLAP:]
    if size != part.file_size:
        raise zipfile.BadZipFile("A part is not as long as it says.")
    if seen.formulas:
        contents.formulas[part.filename] = seen.formulas
    return left - size


def _unpacked(path: Path, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """All that a part unpacks to. (``ZipFile.open`` would stop at the size that it declares.)"""
    with path.open("rb") as file:
        file.seek(part.header_offset)
        header = file.read(_LOCAL_HEADER)
        name, extra = struct.unpack("<HH", header[26:30])
        file.seek(name + extra, 1)
        left = part.compress_size
        unpack = zlib.decompressobj(-zlib.MAX_WBITS)
        while left > 0 and (packed := file.read(min(_STEP, left))):
            left -= len(packed)
            if part.compress_type == zipfile.ZIP_STORED:
                yield packed
                continue
            while packed and not unpack.eof:
                yield unpack.decompress(packed, _STEP)
                packed = unpack.unconsumed_tail


class _Sheet:
    """The furthest row and column of a sheet, and its formulas."""

    def __init__(self, most_rows: int, most_cells: int, only_filled: bool) -> None:
        self._only_filled = only_filled
        self.formulas: set[str] = set()
        self._most_rows = most_rows
        self._most_cells = most_cells
        self._columns: set[bytes] = set()
        self._rows = 0

    def look(self, data: bytes) -> None:
        if b"\x00" in data:
            raise Unreadable(f"A sheet of the workbook is not in UTF-8. {_ADVICE}")
        for column, row in _filled(data) if self._only_filled else set(_CELL.findall(data)):
            self._columns.add(column)
            self._rows = max(self._rows, int(row))
        if self._rows > self._most_rows + 20:
            raise Unreadable(
                f"A sheet of the workbook goes down to row {self._rows:,}; the limit is "
                f"{self._most_rows:,} rows. Delete empty rows, or save a larger one as CSV UTF-8."
            )
        width = max((_position(column) for column in self._columns), default=0)
        if width > limits.COLUMNS or width * self._rows > self._most_cells:
            raise Unreadable(
                f"A sheet of the workbook is {width:,} columns wide and {self._rows:,} rows long, "
                "more than can be read. Delete empty columns, or save it as CSV UTF-8."
            )
        if b"<f" in data or b":f" in data:
            self.formulas |= {cell.decode() for cell in _FORMULA.findall(data)}
            if len(self.formulas) > _MOST_FORMULAS:
                raise Unreadable(
                    f"More than {_MOST_FORMULAS:,} cells of a sheet hold formulas, for example "
                    f"{min(self.formulas)}. Copy the sheet, paste it as values, and upload that."
                )


def _filled(data: bytes) -> set[tuple[bytes, bytes]]:
    """Column and row of every cell with a value. One that does not say where it stands would be
    placed by the reader's own counting, which could not be followed here."""
    found = set()
    for attributes in _FILLED.findall(data):
        place = _CELL.search(attributes)
        if place is None or not place[1]:
            raise Unreadable(f"A cell of the workbook does not say where it stands. {_ADVICE}")
        found.add((place[1], place[2]))
    return found


def _position(letters: bytes) -> int:
    position = 0
    for letter in letters.upper():
        position = position * 26 + letter - 64
    return position
