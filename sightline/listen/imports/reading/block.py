"""Some rows of a file, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True)
class Misfit:
    """A row whose cells do not fit the columns, or that cannot be told apart from others."""

    line: int
    cells: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Block:
    """Rows of a file in their order.

    ``lines`` [rows] are line numbers as an editor shows them, the first line being 1 (in a
    workbook: numbers of rows). ``columns`` has one array of text [rows] for each heading: a plain
    one, or a dictionary where the reader was told that the texts repeat.
    """

    lines: NDArray[np.int64]
    columns: tuple[pa.Array, ...]
    misfits: tuple[Misfit, ...] = ()

    def row(self, index: int) -> tuple[str, ...]:
        return tuple(column[index].as_py() or "" for column in self.columns)


class Upload(Protocol):
    """An opened file, whatever its kind."""

    headings: tuple[str, ...]
    heading_line: int
    rows_expected: int
    notices: tuple[str, ...]
    #: The question in full, by heading, where the file says both.
    wordings: Mapping[str, str]

    def blocks(self, repeating: frozenset[int]) -> Iterator[Block]:
        """The rows, block by block; ``repeating`` are the columns whose texts repeat.

        Raises Unreadable where the file cannot be read further.
        """
        ...
