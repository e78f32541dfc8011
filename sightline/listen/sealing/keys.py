"""The key of a round's answers: a file outside the database, gone once the round is closed.

Answers that wait, answers in the store and running totals are sealed under it, so the database, its
write-ahead log and its backups say nothing without the file; once a closed round's key is
forgotten, nothing that was ever written there can be read again.

Back the folder up apart from the database: an open round's answers cannot be read without its key.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sightline.base.refusal import Refusal

BYTES = 32


class KeyIsMissing(Refusal):
    """Answers are sealed under a key that is not there."""

    def __init__(self) -> None:
        super().__init__(
            "The key of this round's answers is missing, so they cannot be read. Nothing was "
            "changed. Put the file back from the backup of the answer keys, then try again."
        )


def row_number() -> int:
    """A number for a row that tells no order: 63 random bits."""
    return secrets.randbits(63)


def _path(collection_id: int) -> Path:
    return Path(settings.ANSWER_KEYS_DIR) / f"round-{collection_id}.key"


def key_of(collection_id: int, *, make: bool = False) -> bytes:
    """The key of a round, 32 bytes.

    Args:
        make: make one where there is none; only for whoever seals the first thing.

    Raises:
        KeyIsMissing: there is none.
    """
    path = _path(collection_id)
    try:
        return _read(path)
    except FileNotFoundError:
        if not make:
            raise KeyIsMissing from None
    _make(path)
    return _read(path)


@lru_cache(maxsize=64)
def _read(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != BYTES:
        raise KeyIsMissing
    return key


def _make(path: Path) -> None:
    """On the disk before it has its name, so that nothing is sealed under half a key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(BYTES))
            file.flush()
            os.fsync(file.fileno())
        # Another worker may have been quicker: then its key is the one.
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    _to_disk(path.parent)


def forget(collection_id: int) -> None:
    """Delete the key for good. Idempotent."""
    path = _path(collection_id)
    path.unlink(missing_ok=True)
    _read.cache_clear()
    if path.parent.is_dir():
        _to_disk(path.parent)


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
