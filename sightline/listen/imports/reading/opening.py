"""Open an uploaded file of answers, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sightline.listen.imports.reading.block import Upload
from sightline.listen.imports.reading.csv_file import CsvFile
from sightline.listen.imports.reading.exported import Exported
from sightline.listen.imports.reading.kind import Kind, kind_of
from sightline.listen.imports.reading.workbook import Workbook


@contextmanager
def open_upload(path: Path) -> Iterator[Upload]:
    """The file with its headings found. Raises Unreadable, a sentence for the person.

    An export of a known tool is read as an ordinary table: see exported.py.
    """
    kind = kind_of(path)
    upload: CsvFile | Workbook = CsvFile(path) if kind is Kind.TEXT else Workbook(path)
    try:
        yield Exported(upload, upload.shape) if upload.shape else upload
    finally:
        upload.close()
