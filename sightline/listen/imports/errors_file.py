"""Rows in error as a CSV file that can be mended and uploaded as it is.

Each row has all its own columns as they came, then the line it stood on and what to mend. The
last two headings name the import, so that the mended file is known for what it is; their cells
are not read again.

A spreadsheet takes a text that begins with = + - @, tab or carriage return for a formula. Such a
text gets an apostrophe before it, and loses it again when the mended file is read. Numbers stay
as they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc

from sightline.listen.imports.reading.block import Block, Misfit

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?")
_ESCAPED = r"^'('*[=+\-@\t\r])"
_LINE = "Sightline: line in import {}"
_MEND = "Sightline: what to mend"
_LINE_AGAIN = re.compile(r"Sightline: line in import (\d{1,9})")


def safe(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it."""
    return "'" + text if _RISKY.match(text) and not _NUMBER.fullmatch(text) else text


def restored(text: str) -> str:
    """What ``safe`` was given."""
    return re.sub(_ESCAPED, r"\1", text)


def restored_column(column: pa.Array) -> pa.Array:
    """A column of a mended file without the apostrophes that ``safe`` added."""
    if pa.types.is_dictionary(column.type):
        texts = column.dictionary.to_pylist()
        # Two texts may become one: encode afresh.
        return pa.array([restored(text) for text in texts]).take(column.indices).dictionary_encode()
    return pc.replace_substring_regex(column, _ESCAPED, r"\1")


def restored_block(block: Block) -> Block:
    """Rows of a mended file as they were before ``safe``."""
    misfits = [
        Misfit(one.line, tuple(map(restored, one.cells)), one.message) for one in block.misfits
    ]
    return Block(block.lines, tuple(map(restored_column, block.columns)), tuple(misfits))


def restored_headings(headings: tuple[str, ...]) -> tuple[str, ...]:
    """The headings of a mended file as they were before ``safe``; other files' as they are."""
    return headings if mends(headings) is None else tuple(map(restored, headings))


def mends(headings: Sequence[str]) -> int | None:
    """The number of the import whose rows in error this file holds, or None."""
    for heading in headings:
        if found := _LINE_AGAIN.fullmatch(heading.strip()):
            return int(found[1])
    return None


def is_ours(heading: str) -> bool:
    """Is it one of the two columns that this file adds?"""
    return heading.strip() == _MEND or bool(_LINE_AGAIN.fullmatch(heading.strip()))


class ErrorsFile:
    """Writes rows in error. Without any the file has headings only."""

    def __init__(self, path: Path, headings: Sequence[str], number: int) -> None:
        self._keep = [i for i, heading in enumerate(headings) if not is_ours(heading)]
        # With a mark at the start, by which Excel knows UTF-8.
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        own = [safe(headings[position]) for position in self._keep]
        self._writer.writerow([*own, _LINE.format(number), _MEND])

    def write(self, cells: Sequence[str], line: int, messages: Sequence[str]) -> None:
        row = [safe(cells[i]) if i < len(cells) else "" for i in self._keep]
        self._writer.writerow([*row, line, safe(" ".join(messages))])

    def __enter__(self) -> ErrorsFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
