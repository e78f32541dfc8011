"""Making the file of a run: provider by provider, in blocks, so that memory does not grow."""

from __future__ import annotations

import csv
import io
import logging
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sightline.design.downloads import safe_text
from sightline.insight.reports import files, provider, rules, words
from sightline.insight.reports.provider import Source
from sightline.insight.reports.records import Records
from sightline.insight.reports.words import Format, Outcome
from sightline.organisations.models import Organisation

log = logging.getLogger(__name__)

#: Providers whose records are read together.
BLOCK = 50


@dataclass(frozen=True)
class Entry:
    """What became of a provider's report, and the names of its files."""

    organisation: Organisation
    outcome: Outcome
    sentence: str
    names: tuple[str, ...] = ()


def make(
    source: Source, providers: Sequence[Organisation], formats: Sequence[Format], path: Path
) -> Iterator[list[Entry]]:
    """Write the file block by block; gives each block as it is written.

    Whoever stops asking for blocks leaves a file that is not whole.
    """
    entries: list[Entry] = []
    # Each part is packed already.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for start in range(0, len(providers), BLOCK):
            block = providers[start : start + BLOCK]
            known = source.records([one.pk for one in block])
            made = [_one(archive, source, one, known[one.pk], formats) for one in block]
            entries += made
            yield made
        archive.writestr("contents.csv", _contents(entries))


def _one(
    archive: zipfile.ZipFile,
    source: Source,
    organisation: Organisation,
    known: Records,
    formats: Sequence[Format],
) -> Entry:
    """A provider's files: all of them, or none with a reason."""
    try:
        made = provider.report(source, organisation, known)
        parts = [
            (
                rules.file_name(
                    organisation.name,
                    organisation.code,
                    format.value,
                    made_up=source.reading.made_up,
                ),
                files.drawn(made.document, format),
            )
            for format in formats
        ]
    except Exception as fault:  # whatever it is, the other providers get theirs
        # Its text may hold what people wrote.
        log.error("No report of %s (%s)", organisation.code, type(fault).__name__)
        return Entry(organisation, Outcome.FAILED, _why_not(fault))
    for name, content in parts:
        archive.writestr(name, content)
    outcome = Outcome.MADE if made.has_figures else Outcome.TOO_FEW
    sentence = "" if made.has_figures else words.TOO_FEW
    return Entry(organisation, outcome, sentence, tuple(name for name, _ in parts))


def _why_not(fault: Exception) -> str:
    if isinstance(fault, files.DoesNotFit):
        return "Its content does not fit on two pages. Use its page in the service."
    return (
        "The report could not be made because of a fault of the service. Download it from the "
        "provider’s own page, or tell the administrator."
    )


def _contents(entries: Sequence[Entry]) -> str:
    file = io.StringIO()
    file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    table = csv.writer(file)
    table.writerow(["Code", "Provider", "What became of it", "Why", "Files"])
    for one in entries:
        table.writerow(
            [
                one.organisation.code,
                safe_text(one.organisation.name),
                one.outcome.label,
                one.sentence,
                ", ".join(one.names),
            ]
        )
    return file.getvalue()
