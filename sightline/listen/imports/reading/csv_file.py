"""Rows of a CSV file, block by block, in memory that does not grow with the file.

A block of whole lines is read by pyarrow. Where that may not agree with the lines as an editor
counts them (line breaks inside cells, rows of another width), the block is read again by the
slower reader of the standard library, which knows the line of every row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from sightline.listen.imports.reading import delimiter, headings, limits, text
from sightline.listen.imports.reading.block import Block, Misfit
from sightline.listen.imports.reading.unreadable import Unreadable, shortened

_BLOCK = 1 << 22
_SAMPLE = 1 << 18
_REPEATING = pa.dictionary(pa.int32(), pa.string())


class CsvFile:
    """An opened CSV file. Close it: it may hold a temporary copy."""

    wordings: Mapping[str, str] = MappingProxyType({})

    def __init__(self, path: Path) -> None:
        """Raises Unreadable if its headings or its encoding cannot be understood."""
        self._text = text.open_text(path)
        try:
            self._look()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._text.file.close()

    def _look(self) -> None:
        file = self._text.file
        start = file.tell()
        sample = _sample(file.read(_SAMPLE))
        self.delimiter = delimiter.find(sample)
        rows = delimiter.first_rows(sample, self.delimiter)
        found = headings.find([row.cells for row in rows], [row.line for row in rows])
        self.headings = found.names
        self.heading_line = rows[found.row].line
        self.notices = self._text.notices
        self.shape = found.shape
        self._first_line = rows[found.last_row].last_line + 1
        self.rows_expected = max(0, self._text.lines - self._first_line + 1)
        if not self.rows_expected:
            raise Unreadable(
                f"The file has headings on line {self.heading_line} and no rows under them. "
                "Choose the file that holds the answers."
            )
        if not self._text.has_quotes:
            _are_not_too_many(self.rows_expected)
        file.seek(start)
        for _ in range(self._first_line - 1):
            file.readline()
        self._start = file.tell()

    def blocks(self, repeating: frozenset[int]) -> Iterator[Block]:
        line, rows = self._first_line, 0
        for piece in self._pieces():
            block = self._quick(piece, line, repeating) or self._careful(piece, line, repeating)
            rows += len(block.lines) + len(block.misfits)
            _are_not_too_many(rows)
            yield block
            line += piece.count(b"\n")

    def _pieces(self) -> Iterator[bytes]:
        """The file in pieces of whole rows."""
        self._text.file.seek(self._start)
        line, rest = self._first_line, b""
        while more := self._text.file.read(_BLOCK):
            rest += more
            end = _end_of_rows(rest)
            if end:
                yield rest[:end]
                line += rest.count(b"\n", 0, end)
                rest = rest[end:]
            elif len(rest) > limits.LINE_BYTES:
                raise _endless(rest, line)
        if rest.count(b'"') % 2:
            raise _endless(rest, line)
        if rest:
            yield rest

    def _quick(self, piece: bytes, line: int, repeating: frozenset[int]) -> Block | None:
        """The rows as pyarrow reads them; None if their lines would not be certain."""
        lines = piece.count(b"\n") + (not piece.endswith(b"\n"))
        if piece.count(b"\r") != piece.count(b"\r\n"):
            return None
        names = [str(position) for position in range(len(self.headings))]
        try:
            table = pyarrow.csv.read_csv(
                pa.BufferReader(piece),
                read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=len(piece) + 1),
                parse_options=pyarrow.csv.ParseOptions(
                    delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False
                ),
                convert_options=pyarrow.csv.ConvertOptions(
                    column_types={
                        name: _REPEATING if position in repeating else pa.string()
                        for position, name in enumerate(names)
                    },
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowInvalid:
            return None
        if table.num_rows != lines:
            return None
        columns = tuple(_one_array(column) for column in table.columns)
        block = Block(np.arange(line, line + lines), columns)
        return _without_blank_rows(block)

    def _careful(self, piece: bytes, line: int, repeating: frozenset[int]) -> Block:
        width = len(self.headings)
        rows: list[list[str]] = []
        lines: list[int] = []
        misfits: list[Misfit] = []
        reader = csv.reader(
            io.StringIO(piece.decode("utf-8"), newline=""), delimiter=self.delimiter
        )
        before = 0
        try:
            for cells in reader:
                start, before = line + before, reader.line_num
                if len(cells) > width and not any(cells[width:]):
                    del cells[width:]
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) == width:
                    rows.append(cells)
                    lines.append(start)
                else:
                    end = line + reader.line_num - 1
                    misfits.append(_misfit(cells, width, start, end))
        except csv.Error as error:
            raise Unreadable(
                f"The row after line {line + before - 1:,} cannot be read: it has a cell of more "
                f"than {csv.field_size_limit():,} characters. A quotation mark may be missing."
            ) from error
        columns = tuple(
            pa.array([row[position] for row in rows], pa.string()) for position in range(width)
        )
        coded = tuple(
            column.dictionary_encode() if position in repeating else column
            for position, column in enumerate(columns)
        )
        return Block(np.array(lines, np.int64), coded, tuple(misfits))


def _sample(data: bytes) -> str:
    if len(data) == _SAMPLE:
        end = data.rfind(b"\n") + 1
        if not end:
            raise Unreadable(
                f"Line 1 is longer than {_SAMPLE:,} characters, so it cannot be a row of headings. "
                "Save the file again as CSV UTF-8."
            )
        data = data[:end]
    return data.decode("utf-8")


def _are_not_too_many(rows: int) -> None:
    if rows > limits.CSV_ROWS:
        raise Unreadable(
            f"The file has {rows:,} rows or more; the limit is {limits.CSV_ROWS:,}. "
            "A file has one row a respondent: if it has one row an answer, turn it round first. "
            "Otherwise split it by round."
        )


def _end_of_rows(data: bytes) -> int:
    """Where the last line ends that does not end inside quotation marks; 0 if there is none."""
    end = data.rfind(b"\n") + 1
    odd = data.count(b'"', 0, end) % 2
    while odd and end:
        before = data.rfind(b"\n", 0, end - 1) + 1
        odd ^= data.count(b'"', before, end) % 2
        end = before
    return end


def _endless(data: bytes, line: int) -> Unreadable:
    if b'"' not in data:
        return Unreadable(
            f"Line {line:,} is longer than {limits.LINE_BYTES:,} characters. "
            "Save the file again as CSV UTF-8."
        )
    start = data[:80].decode("utf-8", "replace")
    return Unreadable(
        f"Line {line:,} (“{shortened(start)}”) opens a quotation mark that is never closed. "
        'Inside a cell write a quotation mark twice, and quote the cell: "5"" wide".'
    )


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _without_blank_rows(block: Block) -> Block:
    first = block.columns[0]
    if pa.types.is_dictionary(first.type):
        blank = pc.equal(pc.utf8_trim_whitespace(first.dictionary), "").take(first.indices)
    else:
        blank = pc.equal(pc.utf8_trim_whitespace(first), "")
    keep = np.ones(len(block.lines), bool)
    for index in np.flatnonzero(blank.to_numpy(zero_copy_only=False)):
        keep[index] = any(cell.strip() for cell in block.row(int(index)))
    if keep.all():
        return block
    mask = pa.array(keep)
    return Block(block.lines[keep], tuple(column.filter(mask) for column in block.columns))


def _misfit(cells: list[str], width: int, start: int, end: int) -> Misfit:
    where = f"This row has {len(cells)} cells where the headings have {width}"
    if end > start:
        where += f", and it runs on to line {end:,}: a quotation mark may be missing"
    surplus = ", ".join(f"“{shortened(cell, 20)}”" for cell in cells[width:][:3])
    more = f". Too many: {surplus}" if surplus else ""
    return Misfit(start, tuple(cells), f"{where}{more}.")
