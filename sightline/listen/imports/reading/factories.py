"""Files to read, good and bad."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.imports.reading.unreadable import Unreadable


def read(path: Path, data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    """Every row with its line."""
    path.write_bytes(data)
    with open_upload(path) as upload:
        return [
            (int(block.lines[index]), block.row(index))
            for block in upload.blocks(frozenset({1}))
            for index in range(len(block.lines))
        ]


def refused(path: Path, data: bytes) -> str:
    """Why a file is refused; blank if it is not."""
    try:
        read(path, data)
    except Unreadable as reason:
        return str(reason)
    return ""


def sheet(rows: list[list[Any]], *, merge: str = "", more: list[str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    first: Any = book.active
    for row in rows:
        first.append(row)
    if merge:
        first.merge_cells(merge)
    for name in more or []:
        book.create_sheet(name).append(["something"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()
