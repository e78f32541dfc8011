"""What people said of themselves, beside their answers and in the same order of rows.

``characteristics.parquet`` in the folder of a dataset has one int8 column for each characteristic:
0 for no answer, k for the k-th answer, one more than the last for "prefer not to say". It is
written aside like the answers, so it is hashed, closed and removed with them. Only `prepared` and
`table` read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sightline.results import mart
from sightline.results.models import Dataset

FILE = "characteristics.parquet"
PREFER_NOT = "Prefer not to say"
NO_ANSWER = "No answer"
_ABOUT = b"characteristics"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A question about the person: its answers in order, without "prefer not to say"."""

    code: str
    label: str
    answers: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group of people there can be, in the order of the numbers stored."""
        return (NO_ANSWER, *self.answers, PREFER_NOT)


def write(
    dataset: Dataset,
    characteristics: Sequence[Characteristic],
    batches: Iterable[NDArray[np.int8]],
) -> None:
    """Write them beside the answers that were just written, int8 [rows, characteristics] each.

    Raises:
        ValueError: another number of rows than the answers have, or a number that stands for
            nothing.
    """
    folder = mart.aside(dataset.folder)
    rows = 0
    about = json.dumps([asdict(one) for one in characteristics], ensure_ascii=False)
    schema = pa.schema(
        [(one.code, pa.int8()) for one in characteristics], metadata={_ABOUT: about.encode()}
    )
    most = np.array([len(one.answers) + 1 for one in characteristics])
    with pq.ParquetWriter(folder / FILE, schema, compression="zstd") as file:
        for batch in batches:
            if (batch < 0).any() or (batch > most).any():
                raise ValueError("A characteristic has a number that stands for no answer.")
            columns = [pa.array(np.ascontiguousarray(column)) for column in batch.T]
            file.write_table(pa.table(columns, schema=schema))
            rows += len(batch)
    if rows != pq.read_metadata(folder / mart.ANSWERS).num_rows:
        raise ValueError("Characteristics have one row for each respondent.")


def asked(folder: Path) -> tuple[Characteristic, ...]:
    """The characteristics of a folder; none if people were not asked."""
    path = folder / FILE
    if not path.exists():
        return ()
    stored = json.loads((pq.read_schema(path).metadata or {})[_ABOUT])
    return tuple(Characteristic(one["code"], one["label"], tuple(one["answers"])) for one in stored)


def read(folder: Path) -> tuple[tuple[Characteristic, ...], NDArray[np.int8]]:
    """The characteristics of a folder, and what each respondent said of each; none if not asked."""
    found = asked(folder)
    if not found:
        return (), np.zeros((0, 0), dtype=np.int8)
    table = pq.ParquetFile(folder / FILE).read()
    values = [np.asarray(table.column(one.code).to_numpy(), dtype=np.int8) for one in found]
    return found, np.stack(values, axis=1)
