"""Two-page reports of every provider of the nation, as a run makes them: time, memory, size."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone

from bench.memory import peak_megabytes
from sightline.insight import reading
from sightline.insight.reports import making, queries
from sightline.insight.reports.provider import Source
from sightline.insight.reports.words import Format, Outcome
from sightline.organisations.models import Organisation
from sightline.people.models import User

#: A line is printed after each so many providers, to see whether memory grows.
_STEP = 1_000


def main(folder: Path) -> int:
    lead = User.objects.get(email="national@example.org")
    found = reading.newest()[0]
    source = Source(found, lead, timezone.localdate())
    kinds = Organisation.Kind
    print("reports            seconds  work s  a report ms  peak MB  file MB  too few  failed")
    trusts = queries.providers(lead, found.dataset, None, [kinds.TRUST])
    for format in Format:
        _measure(f"trusts, {format.label}", source, trusts, [format], folder)
    practices = queries.providers(lead, found.dataset, None, [kinds.PRACTICE])
    _measure("practices, PDF", source, practices, [Format.PDF], folder)
    return 0


def _measure(
    name: str,
    source: Source,
    providers: Sequence[Organisation],
    formats: Sequence[Format],
    folder: Path,
) -> None:
    path = folder / "reports.zip"
    started, began = time.perf_counter(), time.process_time()
    done = few = failed = 0
    for block in making.make(source, providers, formats, path):
        done += len(block)
        few += sum(one.outcome == Outcome.TOO_FEW for one in block)
        failed += sum(one.outcome == Outcome.FAILED for one in block)
        if done % _STEP == 0 or done == len(providers):
            took, worked = time.perf_counter() - started, time.process_time() - began
            print(
                f"{done:>5,} {name:<18}{took:>7.1f} {worked:>7.1f} {1000 * worked / done:>12.0f}"
                f" {peak_megabytes():>8.0f} {path.stat().st_size / 1e6:>8.1f} {few:>8,}"
                f" {failed:>7}"
            )
