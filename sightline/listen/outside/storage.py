"""Where uploaded files of results lie until they are applied or set aside."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO

from django.conf import settings

from sightline.listen.imports import storage
from sightline.listen.outside.reading import limits

_ROOT = "outside"


def store(file: IO[bytes]) -> storage.Stored:
    """Keep an upload in a folder of its own. Raises Unreadable if it is too large."""
    return storage.store(file, under=_ROOT, largest=limits.BYTES)


def path(stored_name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / stored_name


def delete(*stored_names: str) -> None:
    for name in stored_names:
        shutil.rmtree(path(name).parent, ignore_errors=True)
