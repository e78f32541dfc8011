"""Run the ways one after another, each in a process of its own, and print one table."""

from __future__ import annotations

import importlib
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import performance
from bench.groups import made_up
from bench.groups.table import Sums
from bench.memory import peak_megabytes
from sightline.results import codes

#: Name → module and function, and what to say of it.
WAYS = {
    "pandas melt": ("bench.groups.in_pandas", "melted", "one row an answer, then group by"),
    "pandas wide": ("bench.groups.in_pandas", "wide", "sums of the wide table, level by level"),
    "Polars unpivot": ("bench.groups.in_polars", "unpivoted", "one row an answer, lazily"),
    "Polars wide": ("bench.groups.in_polars", "wide", "one wide group by a level"),
    "Polars two": ("bench.groups.in_polars", "two_groupings", "our idea: two groupings, then sums"),
    "DuckDB unpivot": ("bench.groups.in_duckdb", "unpivoted", "SQL: one row an answer, sets"),
    "DuckDB wide": ("bench.groups.in_duckdb", "wide", "SQL: one wide group by a level"),
    "DuckDB scan": ("bench.groups.in_duckdb", "scan", "the floor: sums of 60 columns, no groups"),
    "Sightline counts": ("bench.groups.ours", "count", "the same table, and two levels more"),
    "Sightline stores": ("bench.groups.ours", "store", "once: from Parquet to codes as counted"),
    "Sightline mask": ("bench.groups.ours", "mask", "what may be shown, twice, without counting"),
    "Sightline prepared": ("bench.groups.ours", "prepare", "with suppression twice, on disk"),
}
REFERENCE = "Sightline counts"
FLOOR = "DuckDB scan"


@dataclass(frozen=True)
class Measured:
    runs: tuple[float, ...]  # seconds of each
    peak_megabytes: float
    megabytes_before: float  # of the peak, what was there before it began
    sums: Sums

    @property
    def seconds(self) -> float:
        """The fastest: what the others were slower by is what else the computer did."""
        return min(self.runs)


def main(respondents: list[int], repeats: int, only: list[str] | None, write: bool = False) -> int:
    names = [name for name in WAYS if only is None or name in only]
    if only and (unknown := set(only) - set(WAYS)):
        print(f"No such way: {', '.join(sorted(unknown))}. There are: {', '.join(WAYS)}.")
        return 2
    agreed = True
    tables: list[list[str]] = []
    for number in respondents:
        with tempfile.TemporaryDirectory(prefix="sightline-bench-") as place:
            folder = Path(place) / "answers"
            made_up.write(folder, number)
            codes.write(folder)
            found: dict[str, Measured | str] = {}
            # In turn rather than each many times, so that a busy minute is shared by all.
            for name in names * repeats:
                found[name] = _together(found.get(name), _in_own_process(name, folder))
        lines, same = table_of(number, found)
        print("\n" + "\n".join(lines))
        tables.append(lines)
        agreed &= same
    if write:
        performance.write_tables("all-groups", tables)
    return 0 if agreed else 1


def _together(one: Measured | str | None, other: Measured | str) -> Measured | str:
    """The runs of both; one that failed if either did."""
    if isinstance(one, Measured) and isinstance(other, Measured):
        peak = max(one.peak_megabytes, other.peak_megabytes)
        before = max(one.megabytes_before, other.megabytes_before)
        return Measured(one.runs + other.runs, peak, before, one.sums)
    return one if isinstance(one, str) else other


def _in_own_process(name: str, folder: Path) -> Measured | str:
    """Seconds, and the most memory of the process; or why it failed."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "bench", "one-way", name, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return (done.stderr.strip().splitlines() or ["killed, perhaps for lack of memory"])[-1]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Measured(
        (said["seconds"],),
        said["megabytes"],
        said["before"],
        {key: tuple(row) for key, row in said["sums"].items()},
    )


def measure(name: str, folder: Path) -> dict[str, Any]:
    """What one process measures of one way."""
    module_name, function, _ = WAYS[name]
    module = importlib.import_module(module_name)
    before = peak_megabytes()
    started = time.perf_counter()
    table = getattr(module, function)(folder)
    seconds = time.perf_counter() - started
    megabytes = peak_megabytes()
    if function == "mask":  # says itself how long
        seconds = table
    # These give no table of groups.
    sums = {} if function in ("mask", "prepare", "scan", "store") else module.sums(table)
    return {"seconds": seconds, "megabytes": megabytes, "before": before, "sums": sums}


def table_of(respondents: int, found: dict[str, Measured | str]) -> tuple[list[str], bool]:
    """One table as lines, and whether every way found the same numbers."""
    reference, floor = found.get(REFERENCE), found.get(FLOOR)
    lines = [
        f"{respondents:,} respondents, {len(made_up.ITEMS)} items",
        f"{'way':<20}{'fastest s':>10}{'median s':>10}{'peak MB':>9}{'times ours':>12}"
        f"{'times scan':>12}{'agrees':>8}  what it does",
    ]
    same = True
    for name, measured in found.items():
        what = WAYS[name][2]
        if isinstance(measured, str):
            lines.append(
                f"{name:<20}{'-':>10}{'-':>10}{'-':>9}{'-':>12}{'-':>12}{'-':>8}  {measured}"
            )
            same = False
            continue
        agrees = "-"
        if measured.sums and isinstance(reference, Measured):
            agrees = "yes" if alike(measured.sums, reference.sums) else "NO"
        same &= agrees != "NO"
        # A time counts only where the numbers are right.
        of_ours, of_scan = (
            f"{measured.seconds / other.seconds:.{digits}f}"
            if isinstance(other, Measured) and agrees != "NO"
            else "-"
            for other, digits in ((reference, 1), (floor, 2))
        )
        lines.append(
            f"{name:<20}{measured.seconds:>10.2f}{statistics.median(measured.runs):>10.2f}"
            f"{measured.peak_megabytes:>9.0f}{of_ours:>12}{of_scan:>12}{agrees:>8}  {what}"
        )
    before = [each.megabytes_before for each in found.values() if isinstance(each, Measured)]
    if before:
        lines.append(
            f"Of each peak, {min(before):.0f} to {max(before):.0f} MB were there before it began."
        )
    return lines, same


def alike(one: Sums, other: Sums) -> bool:
    """Whether two ways counted the same cells and people and found the same numbers."""
    return one.keys() == other.keys() and all(
        one[level][:2] == other[level][:2]
        and all(
            math.isclose(mine, theirs, rel_tol=1e-9)
            for mine, theirs in zip(one[level][2:], other[level][2:], strict=True)
        )
        for level in one
    )
