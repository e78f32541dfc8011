"""Where the files of runs lie: one folder each, under ``MEDIA_ROOT``.

    reports/<random name>/part          while it is written
                         /reports.zip   once it is whole

A folder is deleted when its run is cancelled, fails, or was kept long enough.
"""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings

_ROOT = "reports"
_WHOLE = "reports.zip"


def new() -> str:
    """A new folder; its name."""
    name = secrets.token_hex(16)
    _folder(name).mkdir(parents=True, mode=0o700)
    return name


def _folder(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / _ROOT / name


def part(name: str) -> Path:
    return _folder(name) / "part"


def whole(name: str) -> Path:
    return _folder(name) / _WHOLE


def finish(name: str) -> int:
    """Give the file its name; how many bytes it has."""
    os.replace(part(name), whole(name))
    return whole(name).stat().st_size


def delete(name: str) -> None:
    if name:
        shutil.rmtree(_folder(name), ignore_errors=True)


def names(*, before: float) -> set[str]:
    """Folders that were last added to before a moment, in seconds since 1970."""
    root = Path(settings.MEDIA_ROOT) / _ROOT
    if not root.is_dir():
        return set()
    return {path.name for path in root.iterdir() if path.stat().st_mtime < before}
