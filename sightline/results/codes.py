"""Answer codes as small whole numbers, mapped into memory: what all counting reads.

``answers.parquet`` is how answers come and go, one row a respondent. Beside it lie the same answers
as they are counted:

- ``codes.npy``, int8 (items, respondents): all answers to an item side by side. Respondents who are
  alike in provider, site, programme and profession are side by side too: they are a cell;
- ``cells.npy``, int32 (cells, 4): the cell's place among the values of each code column, -1 where
  not known; cells are in the order of these numbers, column by column as in ``COLUMNS``;
- ``bounds.npy``, int64 (cells + 1): the respondents of cell i are ``bounds[i]`` to ``bounds[i+1]``;
- ``codes.json``: the items' codes in order, and the values of each code column.

Places are not asked: which provider belongs to which board may change, the files need not. A folder
that was built before these were kept has none, and its answers are put in order when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sightline.results import mart
from sightline.results.mart import Answers, Codes

CODES = "codes.npy"
CELLS = "cells.npy"
BOUNDS = "bounds.npy"
NAMES = "codes.json"
FILES = (CODES, CELLS, BOUNDS, NAMES)

#: Columns of ``cells``: the last changes fastest.
COLUMNS = ("providers", "programmes", "professions", "sites")

Cells = NDArray[np.int32]
Index = NDArray[np.int64]


class ChangedFiles(mart.NotPrepared):
    """Files of the mart are not what was stored."""


@dataclass(frozen=True)
class Stored:
    """Answers cell by cell. ``codes`` may be a mapped file: read it item by item.

    ``values[column]`` are the codes that a column of ``cells`` counts in.
    """

    item_codes: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    cells: Cells
    bounds: Index
    codes: NDArray[np.int8]

    @property
    def respondents(self) -> int:
        return int(self.bounds[-1])

    @cached_property
    def sizes(self) -> Index:
        """How many respondents each cell has."""
        return np.diff(self.bounds)

    @cached_property
    def items(self) -> dict[str, NDArray[np.int8]]:
        """Each item's answers, cell by cell."""
        # Views of the array itself: what np.memmap does at every slice costs more than counting.
        plain = self.codes.view(np.ndarray)
        return {code: plain[place] for place, code in enumerate(self.item_codes)}

    def spread(self, of_cells: NDArray[Any]) -> NDArray[Any]:
        """What is known of each cell, for each respondent."""
        return np.repeat(of_cells, self.sizes)

    @cached_property
    def one_a_cell(self) -> Answers:
        """Cells in place of respondents, without answers: for arranging them."""
        columns = {
            name: Codes(self.cells[:, place], self.values[place])
            for place, name in enumerate(COLUMNS)
        }
        return Answers(**columns, items={})


def of(answers: Answers) -> Stored:
    """Answers in memory, put in order."""
    order, cells, bounds = _in_order(answers)
    codes = np.empty((len(answers.items), len(order)), dtype=np.int8)
    for place, given in enumerate(answers.items.values()):
        np.take(given, order, out=codes[place])
    return Stored(tuple(answers.items), _values(answers), cells, bounds, codes)


def write(folder: Path) -> Stored:
    """Put a folder's answers in order beside its ``answers.parquet``, and open them.

    One column is in memory at a time.

    Raises:
        mart.NotPrepared: there is no file of answers.
    """
    groups = mart.read_answers(folder, items=())
    order, cells, bounds = _in_order(groups)
    with pq.ParquetFile(folder / mart.ANSWERS, memory_map=True) as file:
        names = [name for name in file.schema_arrow.names if name not in mart.CODE_COLUMNS]
    codes = mart.new_array(folder, CODES, np.int8, (len(names), len(order)))
    for place, name in enumerate(names):
        given = mart.read_items(folder, (name,))[name]
        codes[place] = given[order]
    mart.close_array(codes)
    mart.save(folder, CELLS, cells)
    mart.save(folder, BOUNDS, bounds)
    _write_names(folder, names, _values(groups))
    return read(folder)


def save(folder: Path, stored: Stored) -> None:
    """Write answers that are in order already."""
    mart.save(folder, CODES, stored.codes)
    mart.save(folder, CELLS, stored.cells)
    mart.save(folder, BOUNDS, stored.bounds)
    _write_names(folder, stored.item_codes, stored.values)


def _write_names(folder: Path, items: Sequence[str], values: Sequence[Sequence[str]]) -> None:
    text = json.dumps({"items": list(items), "values": list(map(list, values))}, ensure_ascii=False)
    (folder / NAMES).write_text(text, encoding="utf-8")


def read(folder: Path) -> Stored:
    """A folder's answers in order: mapped, or put in order now where they are only in Parquet.

    Raises:
        mart.NotPrepared: there are no answers, or their files do not fit together.
    """
    if not (folder / NAMES).exists():
        return of(mart.read_answers(folder))
    names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
    codes, cells, bounds = (mart.load(folder, name) for name in (CODES, CELLS, BOUNDS))
    if (
        codes.dtype != np.int8
        or codes.shape != (len(names["items"]), int(bounds[-1]))
        or cells.shape != (len(bounds) - 1, len(COLUMNS))
    ):
        raise ChangedFiles(
            "The stored answers of this survey round do not fit together. Import its file again."
        )
    values = tuple(tuple(column) for column in names["values"])
    return Stored(tuple(names["items"]), values, np.asarray(cells), np.asarray(bounds), codes)


def _values(answers: Answers) -> tuple[tuple[str, ...], ...]:
    return tuple(getattr(answers, name).values for name in COLUMNS)


def _in_order(answers: Answers) -> tuple[Index, Cells, Index]:
    """Respondents cell by cell, in a cell as they came; the cells; and their bounds."""
    columns = [getattr(answers, name) for name in COLUMNS]
    key = np.zeros(answers.respondents, dtype=np.int64)
    for column in columns:
        key *= len(column.values) + 1
        key += column.index + 1
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    chosen = order[first]
    cells = np.stack([column.index[chosen] for column in columns], axis=1).astype(np.int32)
    return order, cells, np.append(first, len(order)).astype(np.int64)
