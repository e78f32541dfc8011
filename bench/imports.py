"""Import of large files: time by rows, memory of the process, and pages meanwhile.

On a database with the small made-up nation, in a folder of its own. Each size is imported in a new
process, so that its peak of memory is its own, while another process goes on opening pages.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
from django.test import Client
from django.utils import timezone

from bench.memory import peak_megabytes
from sightline.listen.imports import actions as imports
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys.models import Mapping, Survey
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import GivenRole, User

PAGES = ("/healthy/", "/", "/respond/register/", "/organisations/")


def main(folder: Path, sizes: list[int]) -> int:
    print(f"{'rows':>10}{'check s':>10}{'prepare s':>11}{'peak MB':>9}{'rows/s':>9}")
    before = _page_times(seconds=5)
    during: list[float] = []
    for year, rows in enumerate(sizes, start=2030):
        file = folder / f"{rows}.csv"
        write(file, rows, year)
        with _pages_meanwhile() as times:
            done = subprocess.run(  # noqa: S603 - our own interpreter
                [sys.executable, "-m", "bench", "one-import", str(file), str(year)],
                stdout=subprocess.PIPE,
                text=True,
                check=False,
                env=os.environ,
            )
        if done.returncode != 0:
            return done.returncode
        during += times
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        seconds = found["check"] + found["prepare"]
        print(
            f"{rows:>10,}{found['check']:>10.1f}{found['prepare']:>11.1f}"
            f"{found['megabytes']:>9.0f}{rows / seconds:>9,.0f}"
        )
        file.unlink()
    print()
    print(f"Pages before the imports: {_spread(before)}")
    print(f"Pages during the imports: {_spread(during)}")
    return 0


def write(file: Path, rows: int, year: int) -> None:
    """A made-up file of a round: one row a respondent, codes and answers that are all known."""
    mapping = mappings.parse(Mapping.objects.latest("pk").text)
    random = np.random.default_rng(year)
    kinds = Organisation.Kind
    sites = dict(
        Organisation.objects.filter(kind=kinds.SITE, closed_date=None)
        .order_by("code")
        .values_list("code", "provider__code")
    )
    programmes = list(Programme.objects.select_related("profession").order_by("code"))
    site = random.integers(0, len(sites), rows)
    course = random.integers(0, len(programmes), rows)
    branch = np.array([one.profession.branch for one in programmes])[course]
    role = mapping.columns
    columns: dict[str, Any] = {
        role["respondent"]: pa.array([f"R{year}-{number:07d}" for number in range(rows)]),
        role["provider"]: _coded(site, list(sites.values())),
        role["site"]: _coded(site, list(sites)),
        role["programme"]: _coded(course, [one.code for one in programmes]),
        role["profession"]: _coded(course, [one.profession.code for one in programmes]),
        role["level"]: _coded(course, [one.level for one in programmes]),
    }
    if "completed" in role:
        day = date(year, 11, 1).isoformat()
        columns[role["completed"]] = _coded(np.zeros(rows, dtype=int), [day])
    for item in mapping.items:
        texts = [answer.text for answer in mapping.scales[item.scale].answers]
        answer = random.integers(0, len(texts), rows)
        columns[item.column] = _coded(
            np.where((branch == item.branch) | (item.branch == ""), answer, len(texts)),
            [*texts, ""],
        )
    pacsv.write_csv(pa.table(columns), file)


def _coded(index: np.ndarray, values: list[str]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(index), pa.array(values)).dictionary_decode()


def one(file: Path, year: int) -> dict[str, float]:
    """Import one file into a new round; seconds, and the most memory of this process."""
    by, at = _who("national_lead"), timezone.now()
    survey, mapping = Survey.objects.earliest("pk"), Mapping.objects.latest("pk")
    round_ = surveys.add_round(
        survey=survey,
        year=year,
        label=f"Benchmark {year}",
        collected_from=date(year, 10, 1),
        collected_to=date(year, 11, 30),
        by=by,
        at=at,
    )
    with file.open("rb") as handle:
        found = imports.upload(
            round=round_, file=handle, name=file.name, mapping=mapping, by=by, at=at
        )
    started = time.perf_counter()
    imports.check(survey_import=found, by=by, at=at)
    checked = time.perf_counter()
    if found.message or found.rows_in_error:
        raise SystemExit(
            f"{found.message} {found.rows_in_error} rows in error: mend bench/imports.py"
        )
    imports.prepare(survey_import=found, by=by, at=at)
    ended = time.perf_counter()
    return {
        "check": checked - started,
        "prepare": ended - checked,
        "megabytes": peak_megabytes(),
    }


def _who(role: str) -> User:
    return GivenRole.objects.filter(role=role).select_related("user").earliest("pk").user


@contextmanager
def _pages_meanwhile() -> Iterator[list[float]]:
    stop, times = threading.Event(), list[float]()
    thread = threading.Thread(target=_open_pages, args=(stop, times))
    thread.start()
    try:
        yield times
    finally:
        stop.set()
        thread.join()


def _page_times(seconds: float) -> list[float]:
    with _pages_meanwhile() as times:
        time.sleep(seconds)
    return times


def _open_pages(stop: threading.Event, times: list[float]) -> None:
    client = Client()
    client.force_login(_who("regional_quality_manager"))
    while not stop.is_set():
        for page in PAGES:
            started = time.perf_counter()
            answer = client.get(page)
            times.append(time.perf_counter() - started)
            if answer.status_code != 200:
                raise SystemExit(f"{page} answered {answer.status_code} during an import.")
        time.sleep(0.1)


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    worst = ordered[int(len(ordered) * 0.95)]
    return (
        f"{len(times):,} opened, median {statistics.median(times) * 1000:.0f} ms, "
        f"95% within {worst * 1000:.0f} ms, slowest {ordered[-1] * 1000:.0f} ms, none failed"
    )
