"""Where the files of an import lie: one folder each, under ``MEDIA_ROOT``.

    imports/<random name>/upload            as it came; deleted once its results are in use
                         /good.parquet      the good rows, without respondents
                         /comments.parquet  what was said in people's own words; likewise
                         /respondents.npy   hashes of their respondents
                         /errors.csv        the rows in error

All of it is deleted when the import is set aside or replaced, or its round is made final.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from sightline.listen.imports import check
from sightline.listen.imports.reading import limits
from sightline.listen.imports.reading.unreadable import Unreadable

_ROOT = "imports"
_STEP = 1 << 20
_LARGEST = max(limits.CSV_BYTES, limits.XLSX_BYTES)


@dataclass(frozen=True)
class Stored:
    """``name`` is the path of the upload under MEDIA_ROOT."""

    name: str
    size: int
    sha256: str


def store(file: IO[bytes], *, under: str = _ROOT, largest: int = _LARGEST) -> Stored:
    """Keep an upload in a new folder. Raises Unreadable, keeping nothing, if it is too large."""
    folder = Path(settings.MEDIA_ROOT) / under / secrets.token_hex(16)
    folder.mkdir(parents=True, mode=0o700)
    try:
        digest, size = hashlib.sha256(), 0
        with (folder / "upload").open("xb") as target:
            while piece := file.read(_STEP):
                size += len(piece)
                if size > largest:
                    raise Unreadable(
                        f"The file is larger than {limits.size(largest)}. "
                        "Leave out columns that the survey does not need."
                    )
                digest.update(piece)
                target.write(piece)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Stored(f"{under}/{folder.name}/upload", size, digest.hexdigest())


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / _ROOT


def upload(stored_name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / stored_name


def place(stored_name: str) -> check.Place:
    """The files that a check leaves."""
    folder = upload(stored_name).parent
    return check.Place(
        folder / "good.parquet",
        folder / "comments.parquet",
        folder / "respondents.npy",
        folder / "errors.csv",
    )


@contextmanager
def written_whole(stored_name: str) -> Iterator[check.Place]:
    """Places to write the files of a check to; they get their names when all are whole."""
    final = place(stored_name)
    paths = (final.good, final.comments, final.respondents, final.errors)
    # numpy adds its own ending to a name that lacks it.
    aside = [path.with_name(f"part-{path.name}") for path in paths]
    try:
        yield check.Place(*aside)
        for source, target in zip(aside, paths, strict=True):
            os.replace(source, target)
    finally:
        for path in aside:
            path.unlink(missing_ok=True)


def delete_check(stored_name: str) -> None:
    """Delete what an earlier check left, so that nothing is prepared from it."""
    left = place(stored_name)
    for path in (left.good, left.comments, left.respondents, left.errors):
        path.unlink(missing_ok=True)


def delete_uploads(*stored_names: str) -> None:
    """Delete the files as they came and their comments, and keep what their checks left else."""
    for name in stored_names:
        upload(name).unlink(missing_ok=True)
        place(name).comments.unlink(missing_ok=True)


def delete(*stored_names: str) -> None:
    """Delete everything of these imports."""
    for name in stored_names:
        shutil.rmtree(upload(name).parent, ignore_errors=True)


def folders() -> dict[str, Path]:
    """Every folder by the stored name of its upload."""
    if not root().is_dir():
        return {}
    return {f"{_ROOT}/{path.name}/upload": path for path in root().iterdir() if path.is_dir()}
