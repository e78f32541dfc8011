"""What somebody reads who holds the files of a service: its database, its log, what it counted.

SQLite's write-ahead log is played back commit by commit over the database that it belongs to, so
every state that the database was ever in is seen, and what changed between two of them.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psycopg
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sightline.listen.answering.models import Draft, StoredAnswer, WaitingAnswer
from sightline.listen.answering.store import Placement
from sightline.listen.comments.models import Comment
from sightline.listen.invitations.models import Invitation
from sightline.listen.live.models import Released
from sightline.results.levels import NATION

_HEADER, _FRAME = 32, 24
_PAGE = 8_192
# As whoever holds the files finds them: it goes past the gate, so it uses nothing of the service's.
_ROWS = "answers.parquet"
_CODES = ("provider_code", "site_code", "programme_code", "profession_code")
_COMPLETED = f'SELECT id FROM "{Invitation._meta.db_table}" WHERE is_completed'  # noqa: S608
_WAITING = f'SELECT id, sealed FROM "{WaitingAnswer._meta.db_table}"'  # noqa: S608
_STORED = f'SELECT id, sealed FROM "{StoredAnswer._meta.db_table}" ORDER BY rowid'  # noqa: S608
_DRAFTS = f'SELECT id, sealed FROM "{Draft._meta.db_table}" ORDER BY rowid'  # noqa: S608
_PUBLISHED = f"""SELECT sealed FROM "{Released._meta.db_table}"
WHERE level = '{NATION.level}' AND NOT is_open"""  # noqa: S608
_WRITTEN = f'SELECT masked_text FROM "{Comment._meta.db_table}" ORDER BY rowid'  # noqa: S608


@dataclass
class Laid:
    """A row that somebody's answers waited in: its number and what it held."""

    row: int
    sealed: bytes


@dataclass
class History:
    """What happened, in order. ``people`` are numbers of invitations.

    ``laid`` are rows of those that wait, in the order in which they came; ``entered`` for each
    batch the rows that went from there into the store; ``stored`` the rows of the store before it
    was emptied; ``drafts`` every content that each draft ever had; ``published`` every version of
    the nation's numbers, with how many batches had entered by then.
    """

    people: list[int] = field(default_factory=list)
    laid: list[Laid] = field(default_factory=list)
    entered: list[list[int]] = field(default_factory=list)
    stored: list[bytes] = field(default_factory=list)
    drafts: dict[str, list[bytes]] = field(default_factory=dict)
    published: list[tuple[int, bytes]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    @property
    def waited(self) -> dict[int, Laid]:
        """By person the row that came right after they were marked as having answered."""
        return dict(zip(self.people, self.laid, strict=False))

    def batches(self) -> list[list[int]]:
        """The people of each batch, in order."""
        whose = {laid.row: person for person, laid in self.waited.items()}
        return [[whose[row] for row in rows if row in whose] for rows in self.entered]


def of_sqlite(database: bytes, log: bytes, aside: Path) -> History:
    """Play a write-ahead log back.

    Args:
        database: the file as it was when the log began.
        aside: a file that may be written.
    """
    found = History()
    seen: set[int] = set()
    waiting: dict[int, bytes] = {}
    for _ in _commits(database, log, aside):
        with closing(sqlite3.connect(f"file:{aside}?immutable=1", uri=True)) as line:
            now = [one for (one,) in line.execute(_COMPLETED)]
            found.people += [one for one in now if one not in seen]
            seen.update(now)
            rows = dict(line.execute(_WAITING).fetchall())
            found.laid += [Laid(row, rows[row]) for row in rows if row not in waiting]
            if gone := [row for row in waiting if row not in rows]:
                found.entered.append(gone)
            waiting = rows
            found.stored = [one for _, one in line.execute(_STORED)] or found.stored
            for name, sealed in line.execute(_DRAFTS):
                contents = found.drafts.setdefault(name, [])
                if not contents or contents[-1] != sealed:
                    contents.append(sealed)
            for (counts,) in line.execute(_PUBLISHED):
                if not found.published or found.published[-1][1] != counts:
                    found.published.append((len(found.entered), counts))
            found.written = [text for (text,) in line.execute(_WRITTEN)]
    return found


def _commits(database: bytes, log: bytes, aside: Path) -> Iterator[int]:
    """Bring ``aside`` to the state after each commit.

    Format: sqlite.org/fileformat2.html, "The Write-Ahead Log".
    """
    size = struct.unpack(">I", log[8:12])[0] if log else 0
    salts = log[16:24]
    with aside.open("wb+") as file:
        file.write(database)
        file.flush()
        yield 0
        at, number = _HEADER, 0
        while log and at + _FRAME + size <= len(log):
            page, pages_after = struct.unpack(">II", log[at : at + 8])
            if log[at + 8 : at + 16] != salts:  # left over from before the log began anew
                return
            file.seek((page - 1) * size)
            file.write(log[at + _FRAME : at + _FRAME + size])
            at += _FRAME + size
            if pages_after:
                file.flush()
                number += 1
                yield number


def of_postgres(url: str) -> History:
    """What PostgreSQL still tells: the numbers of the transactions that wrote each row, also of
    rows that were deleted and lie in the files until they are cleared away."""
    found = History()
    with psycopg.connect(url, autocommit=True) as line:
        rows = line.execute(f"{_COMPLETED} ORDER BY xmin::text::bigint")
        found.people = [one for (one,) in rows]
        line.execute("CHECKPOINT")
        ((where,),) = line.execute(
            "SELECT pg_relation_filepath(%s)", [WaitingAnswer._meta.db_table]
        ).fetchall()
        ((data,),) = line.execute("SHOW data_directory").fetchall()
        tuples = sorted(_tuples((Path(data) / where).read_bytes()))
        found.laid = [Laid(row, b"") for _, _, row in tuples]
        batches: dict[int, list[int]] = {}
        for _, deleted, row in tuples:
            if deleted:
                batches.setdefault(deleted, []).append(row)
        found.entered = [batches[one] for one in sorted(batches)]
        found.written = [text for (text,) in line.execute(_WRITTEN.replace("rowid", "ctid"))]
    return found


def _tuples(heap: bytes) -> Iterator[tuple[int, int, int]]:
    """Transaction that wrote it, that deleted it (0: none), and its first column, a bigint, of
    every tuple of a table's file. Format: "Database Page Layout" of PostgreSQL's manual."""
    for start in range(0, len(heap), _PAGE):
        page = heap[start : start + _PAGE]
        lower = struct.unpack_from("<H", page, 12)[0]
        for at in range(24, lower, 4):
            pointer = struct.unpack_from("<I", page, at)[0]
            offset, flags, length = pointer & 0x7FFF, (pointer >> 15) & 3, pointer >> 17
            if flags != 1 or length < 32:  # not a tuple that is still there
                continue
            wrote, deleted = struct.unpack_from("<II", page, offset)
            begins = page[offset + 22]
            yield wrote, deleted, struct.unpack_from("<q", page, offset + begins)[0]


def files_of_postgres(url: str) -> bytes:
    """Tables and write-ahead log as they lie on the disk."""
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("CHECKPOINT")
        ((data,),) = line.execute("SHOW data_directory").fetchall()
    return b"".join(
        file.read_bytes()
        for folder in ("base", "pg_wal")
        for file in sorted((Path(data) / folder).rglob("*"))
        if file.is_file()
    )


@dataclass(frozen=True)
class Counted:
    """The rows of a mart, in the order of its file: (rows, items), 0 where not answered."""

    places: tuple[Placement, ...]
    answers: NDArray[np.int8]

    @property
    def ones(self) -> NDArray[np.int8]:
        """(rows, items × answers): 1 where a row gave that answer."""
        most = int(self.answers.max(initial=1))
        return np.concatenate([self.answers == k for k in range(1, most + 1)], axis=1).astype(
            np.int8
        )


def of_mart(folder: Path) -> Counted | None:
    """The answers of the first dataset under a folder; None when there is none."""
    file = next(folder.glob(f"*/{_ROWS}"), None)
    if file is None:
        return None
    table = pq.read_table(file)
    codes = [
        ["" if code is None else str(code) for code in table.column(name).to_pylist()]
        for name in _CODES
    ]
    items = [name for name in table.column_names if name not in _CODES]
    answers = np.stack([table.column(name).to_numpy() for name in items], axis=1)
    return Counted(tuple(Placement(*one) for one in zip(*codes, strict=True)), answers)
