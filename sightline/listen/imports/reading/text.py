"""A text file as UTF-8, whatever it was written in."""

from __future__ import annotations

import codecs
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sightline.listen.imports.reading.unreadable import Unreadable

_STEP = 1 << 22
_CONTROL = bytes({*range(0x20)} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A} | {0x7F})
#: Bytes that Windows-1252 leaves undefined.
_NOT_WINDOWS = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass
class Text:
    """A file of UTF-8 bytes whose lines end in LF or CRLF, open at its first character."""

    file: IO[bytes]
    lines: int
    has_quotes: bool
    notices: tuple[str, ...]


def open_text(path: Path) -> Text:
    """Open as UTF-8. Raises Unreadable if it is no text."""
    with path.open("rb") as file:
        start = file.read(4096)
    mark, encoding = next(((m, e) for m, e in _MARKS if start.startswith(m)), (b"", ""))
    notices: list[str] = []
    if not encoding:
        encoding = _unmarked_sixteen(start) or "utf-8"
    if encoding == "utf-8":
        try:
            return _as_it_is(path, len(mark), notices)
        except UnicodeDecodeError as error:
            _is_windows(path, _line_of(path, error.start))
            encoding = "cp1252"
            notices.append(
                "The file is not in UTF-8. It was read as Windows-1252 (“ANSI”); the first "
                f"character that shows it is on line {_line_of(path, error.start):,}. "
                "Look at names with accents, and save as CSV UTF-8 next time."
            )
    return _rewritten(path, len(mark), encoding, notices)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_STEP):
        yield piece


def _unmarked_sixteen(start: bytes) -> str:
    """UTF-16 without a mark shows by a zero in every other byte."""
    half = max(1, len(start) // 2)
    if start[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    if start[0::2].count(0) > 0.7 * half:
        return "utf-16-be"
    return ""


def _as_it_is(path: Path, skip: int, notices: list[str]) -> Text:
    """Raises UnicodeDecodeError, with the place in the file, if it is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen = lines = returns = quotes = 0
    last = b"\n"
    with path.open("rb") as file:
        for piece in _pieces(file):
            _has_no_control(path, piece)
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                place = seen - kept + error.start
                raise UnicodeDecodeError("utf-8", b"", place, place + 1, error.reason) from None
            seen += len(piece)
            lines += piece.count(b"\n")
            returns += piece.count(b"\r")
            quotes += piece.count(b'"')
            last = piece[-1:]
        if pending := decoder.getstate()[0]:
            place = seen - len(pending)
            raise UnicodeDecodeError("utf-8", b"", place, place + 1, "cut off")
    if returns and not lines:
        return _rewritten(path, skip, "utf-8", notices)
    opened = path.open("rb")
    opened.seek(skip)
    return Text(opened, lines + (last != b"\n"), quotes > 0, tuple(notices))


def _rewritten(path: Path, skip: int, encoding: str, notices: list[str]) -> Text:
    """A temporary copy in UTF-8, which vanishes when it is closed."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - handed on open
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    lines, quotes, ending = 0, 0, "\n"
    try:
        with path.open("rb") as file:
            file.seek(skip)
            for piece in _pieces(file):
                text = decoder.decode(piece)
                lines, quotes = lines + text.count("\n"), quotes + text.count('"')
                data = text.encode("utf-8")
                _has_no_control(path, data)
                copy.write(data)
                ending = text[-1:] or ending
            decoder.decode(b"", final=True)
    except UnicodeError as error:
        copy.close()
        raise Unreadable(
            f"The file begins like {encoding.upper()} text but cannot be read as such. "
            "Save it again as CSV UTF-8."
        ) from error
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return Text(copy, lines + (ending != "\n"), quotes > 0, tuple(notices))


def _has_no_control(path: Path, piece: bytes) -> None:
    if len(piece.translate(None, _CONTROL)) != len(piece):
        raise Unreadable(
            "The file holds characters that no table of text has, so it is not a CSV file. "
            "Save it again as CSV UTF-8 or as XLSX."
        )


def _is_windows(path: Path, line: int) -> None:
    with path.open("rb") as file:
        for piece in _pieces(file):
            if len(piece.translate(None, _NOT_WINDOWS)) != len(piece):
                raise Unreadable(
                    f"Line {line:,} holds characters that are neither UTF-8 nor Windows-1252. "
                    "Save the file again as CSV UTF-8."
                )


def _line_of(path: Path, place: int) -> int:
    """The line in which a byte lies, the first being 1."""
    line, left = 1, place
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(_STEP, left))):
            line += piece.count(b"\n")
            left -= len(piece)
    return line
