"""What a file is, by what is in it: its name is not believed."""

import zipfile
from enum import StrEnum
from pathlib import Path

from sightline.listen.imports.reading import limits
from sightline.listen.imports.reading.unreadable import Unreadable


class Kind(StrEnum):
    TEXT = "text"
    WORKBOOK = "workbook"


_SAVE_AS = "Open it in the program that made it and save it as CSV UTF-8 or as XLSX."
#: The first bytes of files that people upload by mistake.
_BEGINNINGS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "packed with gzip"),
    (b"7z\xbc\xaf", "packed with 7-Zip"),
    (b"Rar!", "packed with RAR"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"$FL2", "an SPSS file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_MARKUP = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<", "an XML file"),
    (b"{", "a JSON file"),
    (b"[", "a JSON file"),
)
_INSIDE_ZIP = (
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("content.xml", "an OpenDocument file"),
)


def kind_of(path: Path) -> Kind:
    """Text or workbook. Raises Unreadable for everything else, and for a file over the limit."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("The file is empty. Choose the file that holds the answers.")
    with path.open("rb") as file:
        start = file.read(2048)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _is_small_enough(size, limits.XLSX_BYTES, "Save a larger one as CSV.")
        return _zip(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "The file is an old Excel workbook (.xls) or is protected with a password. "
            "Open it in Excel, take the password off and save it as XLSX or CSV UTF-8."
        )
    for beginning, what in _BEGINNINGS:
        if start.startswith(beginning):
            raise Unreadable(f"The file is {what}, not a table of answers. {_SAVE_AS}")
    lowered = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, what in _MARKUP:
        if lowered.startswith(beginning):
            raise Unreadable(f"The file is {what}, not a table of answers. {_SAVE_AS}")
    _is_small_enough(size, limits.CSV_BYTES, "Leave out columns that the survey does not need.")
    return Kind.TEXT


def _is_small_enough(size: int, limit: int, advice: str) -> None:
    if size > limit:
        raise Unreadable(
            f"The file is {limits.size(size)}; the limit is {limits.size(limit)}. {advice}"
        )


def _zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, UnicodeError) as error:
        raise Unreadable(
            "The file begins like an XLSX workbook but is damaged. Save it again and upload it."
        ) from error
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable("The workbook holds macros. Save it as XLSX without macros, or as CSV.")
    if "xl/workbook.xml" in names:
        return Kind.WORKBOOK
    for beginning, what in _INSIDE_ZIP:
        if any(name.startswith(beginning) for name in names):
            raise Unreadable(f"The file is {what}, not a table of answers. {_SAVE_AS}")
    raise Unreadable(
        "The file is a ZIP archive, whatever its name says. Unpack it and upload the CSV or XLSX "
        "file that is inside."
    )
