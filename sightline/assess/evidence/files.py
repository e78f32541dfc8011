"""Uploads of evidence: distrusted, kept under a random name, and checked again when they leave.

    evidence/<random name>/upload

What a file is, is read from its content; only kinds that nobody can run are kept, under a name
that such a kind has: see `names`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from sightline.assess.evidence import names, scanning
from sightline.assess.evidence.names import OFFICE
from sightline.base.refusal import Refusal
from sightline.listen.imports import storage

LARGEST = 20_000_000
TAKEN = "PDF, Word, Excel or PowerPoint without macros, PNG, JPEG, CSV or plain text, up to 20 MB."
_ROOT = "evidence"
_STEP = 1 << 20
#: No text that people wrote holds these.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_INSIDE_ZIP = (
    ("word/document.xml", f"{OFFICE}.wordprocessingml.document"),
    ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation"),
)


class CannotTake(Refusal):
    """The file is not one that can be kept, or not the one that was kept."""


@dataclass(frozen=True)
class Taken:
    """A file that is kept. ``is_scanned``: scanned for viruses, nothing found."""

    name: str
    stored_name: str
    content_type: str
    size: int
    sha256: str
    is_scanned: bool


def take(file: IO[bytes], name: str) -> Taken:
    """Keep an upload. Nothing is kept of a file that is refused.

    Raises CannotTake, scanning.Infected or scanning.CannotScan.
    """
    try:
        stored = storage.store(file, under=_ROOT, largest=LARGEST)
    except Refusal as refusal:
        raise CannotTake("The file is larger than 20 MB. Send a smaller one.") from refusal
    try:
        path = _path(stored.name)
        kind = _kind(path)
        called = _called(name, kind)
        is_scanned = scanning.is_scanned_clean(path)
    except BaseException:
        delete(stored.name)
        raise
    return Taken(
        name=called,
        stored_name=stored.name,
        content_type=kind,
        size=stored.size,
        sha256=stored.sha256,
        is_scanned=is_scanned,
    )


def open_checked(stored_name: str, sha256: str) -> IO[bytes]:
    """The file, if it is still the one that was kept. Raises CannotTake with a sentence."""
    try:
        file = _path(stored_name).open("rb")
    except OSError as error:
        raise CannotTake(
            "The file is not there any more. Tell an administrator; the record of it stays."
        ) from error
    digest = hashlib.sha256()
    while piece := file.read(_STEP):
        digest.update(piece)
    if digest.hexdigest() != sha256:
        file.close()
        raise CannotTake(
            "The file is not the one that was added: its fingerprint does not match. It is not "
            "given out. Tell an administrator."
        )
    file.seek(0)
    return file


def delete(stored_name: str) -> None:
    shutil.rmtree(_path(stored_name).parent, ignore_errors=True)


def _path(stored_name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / stored_name


def _called(name: str, kind: str) -> str:
    try:
        return names.checked(name, kind)
    except names.MayNotBeCalled as refusal:
        raise CannotTake(f"{refusal} Send {TAKEN}") from refusal


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise CannotTake("The file is empty. Choose the one that holds the evidence.")
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if start.startswith(b"PK\x03\x04"):
        return _office(path)
    return _text(path)


def _office(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise CannotTake("The file is damaged. Save it again and send it once more.") from error
    if any(name.lower().endswith("vbaproject.bin") for name in inside):
        raise CannotTake("The file holds macros. Save it without macros, or as PDF.")
    for part, kind in _INSIDE_ZIP:
        if part in inside:
            return kind
    raise CannotTake(f"This kind of file is not taken. Send {TAKEN}")


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    start = text[:4096].lstrip().lower()
    if _CONTROL.search(text) or start.startswith(("<", "{\\rtf", "#!")):
        raise CannotTake(f"This kind of file is not taken. Send {TAKEN}")
    return names.PLAIN_TEXT
