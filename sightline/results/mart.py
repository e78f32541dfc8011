"""The files of a dataset: written aside, given their name when whole, never changed afterwards.

``MART_DIR/<folder>/answers.parquet`` has one row a respondent: ``provider_code``, ``site_code``,
``programme_code`` and ``profession_code`` (dictionaries; null where not known) and one int8 column
an item (0: not answered or not applicable; k: the k-th answer of the measure's scale). Beside it
lie the same answers as they are counted (see codes.py), the totals (see totals.py) and
``manifest.json``, which says what each file is and its hash.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from numpy.typing import NDArray

from sightline.base.refusal import Refusal
from sightline.results.models import Dataset

ANSWERS = "answers.parquet"
RESPONDENTS = "respondents.parquet"
MANIFEST = "manifest.json"

CODE_COLUMNS = ("provider_code", "site_code", "programme_code", "profession_code")
HASH_COLUMN = "respondent_hash"

# Answers are written in pieces of this many respondents: a piece is what has to fit in memory.
ROWS_IN_A_PIECE = 65_536

# The name of a folder while it is being written. No dataset's folder begins with a dot.
_ASIDE = ".aside-"


class NotPrepared(Refusal):
    """The files of a dataset are not there."""


class AnswersOffScale(Refusal):
    """Somebody gave an answer that the item's scale does not have."""


@dataclass(frozen=True)
class AnswerBatch:
    """Some respondents: sequences of one length.

    ``answers`` is int8 [rows, items]. An unknown code is an empty string. ``respondent_hashes`` are
    the keyed hashes of respondents' own IDs, kept in a file of their own until the round is final.
    """

    providers: Sequence[str]
    sites: Sequence[str]
    programmes: Sequence[str]
    professions: Sequence[str]
    answers: NDArray[np.int8]
    respondent_hashes: Sequence[bytes] | None = None


class AnswerWriter:
    """Writes answers batch by batch; memory does not grow with their number.

    A context manager: leaving it in order finishes the file, leaving it by an error removes it.
    """

    def __init__(self, folder: Path, item_codes: Sequence[str]) -> None:
        self.folder = folder
        self.item_codes = tuple(item_codes)
        self.respondents = 0
        code = pa.dictionary(pa.int32(), pa.string())
        self._schema = pa.schema(
            [(name, code) for name in CODE_COLUMNS] + [(item, pa.int8()) for item in item_codes]
        )
        self._waiting: list[pa.Table] = []
        self._rows_waiting = 0
        self._files: dict[str, pq.ParquetWriter] = {}

    def write(self, batch: AnswerBatch) -> None:
        """Add some respondents.

        Raises:
            ValueError: the parts of the batch differ in length or in the number of items.
        """
        rows, items = batch.answers.shape
        codes = (batch.providers, batch.sites, batch.programmes, batch.professions)
        if items != len(self.item_codes) or any(len(column) != rows for column in codes):
            raise ValueError("A batch has one row of codes and answers for each respondent.")
        answers = np.asfortranarray(batch.answers, dtype=np.int8)
        table = pa.table(
            [_codes(column) for column in codes] + [pa.array(column) for column in answers.T],
            schema=self._schema,
        )
        self._waiting.append(table)
        self._rows_waiting += rows
        self.respondents += rows
        if batch.respondent_hashes is not None:
            self._write_hashes(batch.respondent_hashes, rows)
        if self._rows_waiting >= ROWS_IN_A_PIECE:
            self._write_waiting()

    def _write_hashes(self, hashes: Sequence[bytes], rows: int) -> None:
        if len(hashes) != rows:
            raise ValueError("A batch has one hash for each respondent.")
        schema = pa.schema([(HASH_COLUMN, pa.binary())])
        self._file(RESPONDENTS, schema).write_table(pa.table([pa.array(hashes)], schema=schema))

    def _write_waiting(self) -> None:
        if self._waiting:
            table = pa.concat_tables(self._waiting).unify_dictionaries()
            self._file(ANSWERS, self._schema).write_table(table, row_group_size=ROWS_IN_A_PIECE)
        self._waiting, self._rows_waiting = [], 0

    def _file(self, name: str, schema: pa.Schema) -> pq.ParquetWriter:
        if name not in self._files:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._files[name] = pq.ParquetWriter(
                self.folder / name, schema, compression="zstd", compression_level=1
            )
        return self._files[name]

    def __enter__(self) -> AnswerWriter:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._write_waiting()
        for file in self._files.values():
            file.close()
        if kind is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def _codes(column: Sequence[str]) -> pa.DictionaryArray:
    given = pa.array(column, pa.string())
    known = pc.if_else(pc.not_equal(given, ""), given, pa.scalar(None, pa.string()))
    return known.dictionary_encode()


def writer(dataset: Dataset, item_codes: Sequence[str]) -> AnswerWriter:
    """A writer into the folder in which the dataset is prepared aside."""
    return AnswerWriter(aside(dataset.folder), item_codes)


@dataclass(frozen=True)
class Codes:
    """One code column: ``values[index]`` is a respondent's code, index -1 where not known."""

    index: NDArray[np.int32]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """A dataset's answers in memory: ``items[code]`` is int8 [respondents]."""

    providers: Codes
    sites: Codes
    programmes: Codes
    professions: Codes
    items: dict[str, NDArray[np.int8]]

    @property
    def respondents(self) -> int:
        return len(self.providers.index)


def read_answers(folder: Path, items: Sequence[str] | None = None) -> Answers:
    """The answers of a folder as arrays: 4 × 4 bytes and one byte an item for each respondent.

    ``items`` are the codes of those to read; all when it is None.

    Raises:
        NotPrepared: there is no file of answers.
    """
    table = _read_columns(folder, None if items is None else [*CODE_COLUMNS, *items])
    providers, sites, programmes, professions = (
        _read_codes(table.column(name)) for name in CODE_COLUMNS
    )
    return Answers(providers, sites, programmes, professions, items=_items(table))


def read_items(folder: Path, items: Sequence[str]) -> dict[str, NDArray[np.int8]]:
    """The answers to some items only; errors as `read_answers`."""
    return _items(_read_columns(folder, list(items)))


def _read_columns(folder: Path, names: list[str] | None) -> pa.Table:
    path = folder / ANSWERS
    if not path.exists():
        raise NotPrepared("No answers were stored for this survey round. Import its file again.")
    # Not by read_table or to_numpy: those load the whole of pandas where it is installed.
    with pq.ParquetFile(path, memory_map=True) as file:
        return file.read(names)


def _items(table: pa.Table) -> dict[str, NDArray[np.int8]]:
    return {
        name: _values(table.column(name), np.int8)
        for name in table.column_names
        if name not in CODE_COLUMNS
    }


def _values(column: pa.ChunkedArray, kind: type[np.integer[Any]]) -> NDArray[Any]:
    """Numbers without gaps, as they lie in memory."""
    pieces = [
        np.frombuffer(piece.buffers()[1], kind)[piece.offset : piece.offset + len(piece)]
        for piece in column.chunks
        if len(piece)
    ]
    return np.concatenate(pieces) if len(pieces) > 1 else pieces[0] if pieces else np.zeros(0, kind)


def item_codes(folder: Path) -> list[str]:
    """The items that a folder has answers to, in their order.

    Raises:
        NotPrepared: there is no file of answers, or nobody is in it.
    """
    path = folder / ANSWERS
    if not path.exists() or pq.read_metadata(path).num_rows == 0:
        raise NotPrepared("The file has no answers, so there are no results to prepare.")
    return [name for name in pq.read_schema(path).names if name not in CODE_COLUMNS]


def _read_codes(column: pa.ChunkedArray) -> Codes:
    unified = column.unify_dictionaries()
    values = unified.chunk(0).dictionary.to_pylist() if unified.num_chunks else []
    index = _values(
        pa.chunked_array([piece.indices for piece in unified.chunks], pa.int32()), np.int32
    )
    known = [
        np.unpackbits(np.frombuffer(piece.buffers()[0], np.uint8), bitorder="little")[
            piece.offset : piece.offset + len(piece)
        ]
        if piece.null_count
        else np.ones(len(piece), np.uint8)
        for piece in unified.chunks
    ]
    index = np.where(np.concatenate([np.zeros(0, np.uint8), *known]) > 0, index, -1)
    # In the order of the codes, not of the rows that first had them.
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = np.full(len(values) + 1, -1, dtype=np.int32)
    rank[order] = np.arange(len(values))
    return Codes(rank[index], tuple(values[place] for place in order))


def folder_of(name: str) -> Path:
    """Where a dataset's files lie once it is whole."""
    return Path(settings.MART_DIR) / name


def aside(name: str) -> Path:
    """Where they lie until then."""
    return Path(settings.MART_DIR) / (_ASIDE + name)


def save(folder: Path, name: str, array: NDArray[Any]) -> None:
    """One array, to be memory-mapped by readers."""
    np.save(folder / name, array, allow_pickle=False)


def load(folder: Path, name: str) -> NDArray[Any]:
    """An array as `save` left it, mapped and read-only."""
    try:
        return np.load(folder / name, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError as missing:
        raise NotPrepared("The results of this survey round are not there.") from missing


def new_array(
    folder: Path, name: str, kind: type[np.integer[Any]], shape: tuple[int, ...]
) -> NDArray[Any]:
    """An array in a file of its own, to be filled piece by piece and then closed."""
    if 0 in shape:  # nothing can be mapped
        save(folder, name, np.zeros(shape, kind))
        return np.zeros(shape, kind)
    return np.lib.format.open_memmap(folder / name, mode="w+", dtype=kind, shape=shape)


def close_array(array: NDArray[Any]) -> None:
    """What was filled is in the file from now on."""
    if isinstance(array, np.memmap):
        array.flush()


def write_manifest(folder: Path, facts: dict[str, Any]) -> None:
    """Say what the folder holds. Hashes of respondents' IDs are left out: they go one day."""
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": _sha256(path)}
        for path in sorted(folder.iterdir())
        if path.name not in (MANIFEST, RESPONDENTS)
    }
    text = json.dumps({**facts, "files": files}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a prepared dataset.

    Raises:
        NotPrepared: there is none.
    """
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise NotPrepared("The results of this survey round are not there.") from missing
    return found


def changed_files(folder: Path) -> list[str]:
    """Names of files that are no longer what the manifest says; empty when all is well."""
    listed = read_manifest(folder)["files"]
    return [
        name
        for name, said in listed.items()
        if not (folder / name).exists() or _sha256(folder / name) != said["sha256"]
    ]


def give_name(name: str) -> None:
    """The folder is whole: from now on it is read, and written no more."""
    source, target = aside(name), folder_of(name)
    for path in source.iterdir():
        _to_disk(path)
        if path.name != RESPONDENTS:
            path.chmod(0o440)
    os.rename(source, target)
    _to_disk(target.parent)


def discard(name: str) -> None:
    """Remove what was written aside; a folder that has its name stays."""
    shutil.rmtree(aside(name), ignore_errors=True)


def remove(name: str) -> None:
    """Remove a folder that has its name: only for a dataset that nobody has begun to read."""
    shutil.rmtree(folder_of(name), ignore_errors=True)


def delete_hashes(name: str) -> bool:
    """Delete the hashes of respondents' own IDs. False when they were gone already."""
    path = folder_of(name) / RESPONDENTS
    was_there = path.exists()
    path.unlink(missing_ok=True)
    return was_there


def hashes(name: str) -> Iterable[bytes]:
    """The hashes in the order of the answers; nothing once the round is final."""
    path = folder_of(name) / RESPONDENTS
    if not path.exists():
        return
    for batch in pq.ParquetFile(path).iter_batches():
        yield from batch.column(0).to_pylist()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
