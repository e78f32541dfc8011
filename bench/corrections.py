"""What a new version of a round costs: built anew, after one corrected answer, after an erasure."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench import performance
from bench.groups import made_up
from sightline.results import codes, flags, mart
from sightline.results.build import Thresholds, build


def main(respondents: int, repeats: int, write: bool) -> int:
    lines = [
        f"{respondents:,} respondents, {len(made_up.ITEMS)} items",
        f"{'version':<34}{'anew s':>9}{'from the one before s':>24}",
    ]
    with tempfile.TemporaryDirectory(prefix="sightline-bench-") as place:
        first = Path(place) / "first"
        made_up.write(first, respondents)
        _build(first, None)
        table = pq.read_table(first / mart.ANSWERS)
        for name, changed in (
            ("nothing changed", table),
            ("one answer corrected", _corrected(table)),
            ("one respondent erased", table.slice(1)),
        ):
            anew, onward = (
                min(_version(Path(place), changed, earlier) for _ in range(repeats))
                for earlier in (None, first)
            )
            lines.append(f"{name:<34}{anew:>9.2f}{onward:>24.2f}")
        counted = min(_seconds(lambda: codes.write(first)) for _ in range(repeats))
        lines.append(f"of which putting answers in order: {counted:.2f}")
    print("\n".join(lines))
    if write:
        performance.write("corrections", lines)
    return 0


def _corrected(table: pa.Table) -> pa.Table:
    item = made_up.ITEMS[0]
    given = table.column(item).to_pylist()
    given[0] = 1 + given[0] % 5
    at = table.schema.get_field_index(item)
    return table.set_column(at, item, pa.array(given, pa.int8()))


def _version(place: Path, table: pa.Table, earlier: Path | None) -> float:
    folder = place / "next"
    folder.mkdir()
    pq.write_table(table, folder / mart.ANSWERS, compression="zstd", compression_level=1)
    try:
        return _seconds(lambda: _build(folder, earlier))
    finally:
        shutil.rmtree(folder)


def _build(folder: Path, earlier: Path | None) -> object:
    return build(
        folder,
        made_up.questionnaire(),
        made_up.places(),
        {},
        Thresholds(inside=5, public=10),
        flags.Rules(),
        {"is_flagged": True},
        earlier,
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
