"""Who has answered already, without knowing who anybody is.

A respondent's own ID is turned into the first 16 bytes of its HMAC-SHA256 under the round's random
key. The hashes serve to notice repeats; the key is forgotten when the round is final.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.listen.surveys.answers import plain

KEY_BYTES = 32
_HASH_BYTES = 16
_ROW = np.dtype([("first", "<u8"), ("second", "<u8"), ("line", "<u4"), ("source", "<u4")])


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def hashes(ids: Sequence[str], key: bytes) -> NDArray[np.uint64]:
    """The keyed hash of each ID, uint64 [IDs, 2]. Spaces around and a final ".0" do not count."""
    data = b"".join(hmac.digest(key, _same(one), "sha256")[:_HASH_BYTES] for one in ids)
    return np.frombuffer(data, "<u8").reshape(-1, 2)


def _same(text: str) -> bytes:
    text = text.strip()
    # Spreadsheets write 123 as 123.0; letters keep their case, which may tell two people apart.
    return (plain(text) if text.endswith("0") and "." in text else text).encode()


class Seen:
    """The hashes of counted respondents, 24 bytes each, with where they were counted."""

    def __init__(self) -> None:
        self._rows = np.empty(0, _ROW)
        self._own = 0

    def __len__(self) -> int:
        return len(self._rows)

    def add_file(self, path: Path, source: int) -> None:
        """Hashes that an earlier import (``source``: its number) has kept."""
        rows = np.load(path, allow_pickle=False)
        rows["source"] = source
        self._merge(rows)

    def earlier(
        self, found: NDArray[np.uint64], lines: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each hash: the line on which it was counted before, and in which import.

        Line 0: not before. Import 0: this file. Of equal hashes among ``found`` the first counts.
        """
        line = np.zeros(len(found), np.int64)
        source = np.zeros(len(found), np.int64)
        order = np.lexsort((np.arange(len(found)), found[:, 1], found[:, 0]))
        ranked = found[order]
        same = np.zeros(len(found), bool)
        same[1:] = (ranked[1:] == ranked[:-1]).all(axis=1)
        # Number of the first of each run of equal hashes.
        starts = np.maximum.accumulate(np.where(same, 0, np.arange(len(found))))
        line[order] = np.where(same, lines[order][starts], 0)
        if len(self._rows):
            place = np.searchsorted(self._rows["first"], found[:, 0])
            inside = np.minimum(place, len(self._rows) - 1)
            there = self._rows[inside]
            known = (there["first"] == found[:, 0]) & (there["second"] == found[:, 1])
            line[known] = there["line"][known]
            source[known] = there["source"][known]
        return line, source

    def add(self, found: NDArray[np.uint64], lines: NDArray[np.int64]) -> None:
        """Count these, none of which was counted before."""
        rows = np.zeros(len(found), _ROW)
        rows["first"], rows["second"], rows["line"] = found[:, 0], found[:, 1], lines
        self._merge(rows)

    def save(self, path: Path) -> None:
        """Keep the hashes of this file, without those of earlier imports."""
        np.save(path, self._rows[self._rows["source"] == 0], allow_pickle=False)

    def _merge(self, rows: NDArray[np.void]) -> None:
        together = np.concatenate([self._rows, rows])
        # Two sorted runs: a stable sort merges them in linear time.
        self._rows = together[np.argsort(together["first"], kind="stable")]


def repeated(paths: Sequence[Path]) -> bool:
    """Is there a respondent in more than one of these files?"""
    if not paths:
        return False
    rows = np.concatenate([np.load(path, allow_pickle=False) for path in paths])
    return len(np.unique(rows[["first", "second"]])) != len(rows)
