"""Is an uploaded file what it says it is? Looks at its bytes, never at its name."""

import codecs
import csv
from typing import BinaryIO

from sightline.base.refusal import Refusal

LARGEST = 50 * 1024 * 1024
_CHUNK = 1024 * 1024


class CannotRead(Refusal):
    """The file as a whole cannot be read. Nothing is stored."""


_OTHER_FORMS = (
    (b"PK\x03\x04", "a zip file or an Excel workbook"),
    (b"PK\x05\x06", "a zip file"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook or another Office file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\xff\xfe", "text saved as Unicode (UTF-16)"),
    (b"\xfe\xff", "text saved as Unicode (UTF-16)"),
)
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


def encoding_of(file: BinaryIO) -> str:
    """ "utf-8-sig" or, where the bytes are not UTF-8, "cp1252"; the file stands at its start again.

    Raises CannotRead for a file that is empty, too large, or no plain text.
    """
    size = file.seek(0, 2)
    if size == 0:
        raise CannotRead("The file is empty. Download it again, then choose it again.")
    if size > LARGEST:
        raise CannotRead(
            f"The file is {size / 1024 / 1024:.0f} MB. It must be {LARGEST // 1024 // 1024} MB "
            "or smaller. Check that it is the list itself, not a folder of lists."
        )
    file.seek(0)
    start = file.read(_CHUNK)
    for mark, form in _OTHER_FORMS:
        if start.startswith(mark):
            raise CannotRead(
                f"This is {form}, whatever its name says. Choose the CSV file as it was published; "
                "take it out of its zip file first."
            )
    found = _decodes(file)
    file.seek(0)
    return found


def _decodes(file: BinaryIO) -> str:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    line = 1
    fault: int | None = None  # the first line with a byte that Windows-1252 does not have
    while chunk := file.read(_CHUNK):
        if b"\0" in chunk:
            raise CannotRead(
                f"Line {line + chunk[: chunk.index(0)].count(10)} holds bytes that no text has. "
                "Choose the CSV file as it was published."
            )
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        if fault is None:
            try:
                chunk.decode("cp1252")
            except UnicodeDecodeError as error:
                fault = line + chunk[: error.start].count(10)
        line += chunk.count(10)
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if is_utf8:
        return "utf-8-sig"
    if fault is not None:
        raise CannotRead(
            f"Line {fault} holds letters that are neither UTF-8 nor Windows-1252. "
            "Save the file as CSV UTF-8, or download it again."
        )
    return "cp1252"


def refuse_other_separators(line: str, columns: int) -> None:
    """Raises CannotRead when another separator than the comma would give the columns expected."""
    if len(next(csv.reader([line]), [])) >= columns:
        return
    for separator, name in _SEPARATORS.items():
        if line.count(separator) >= columns - 1:
            raise CannotRead(
                f"The columns in this file are separated by {name}. They must be separated by "
                "commas, as the official file is published. Download it again and do not open it "
                "in a spreadsheet first."
            )
