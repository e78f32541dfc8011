"""Taking up a list of numbers: read and shown first, then all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.places import Level
from sightline.base.refusal import Refusal
from sightline.govern.capacity import turns
from sightline.govern.capacity.file import reading
from sightline.govern.capacity.file.known import known_to
from sightline.govern.capacity.models import CapacityFigure, CapacityFile
from sightline.govern.capacity.words import Kind
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.outside.reading.tables import Sheet, open_tables
from sightline.people.models import User
from sightline.trail import record

LARGEST = 8_000_000  # bytes
_BATCH = 1000
_FIELDS = ("organisation_id", "environment_id", "profession_id", "study", "kind", "from_date")


class CannotTake(Refusal):
    """The file cannot be read, or not be applied."""


@dataclass(frozen=True)
class Plan:
    """What applying would do: figures that are new, that correct one, and that say the same."""

    new: int
    corrected: int
    same: int
    figures: list[CapacityFigure]


@transaction.atomic
def upload(*, file: IO[bytes], name: str, by: User, at: datetime) -> CapacityFile:
    """Read a list and keep what it says. No number is changed yet. Raises CannotTake."""
    viewer.require(by, Permission.VIEW_CAPACITY)
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise CannotTake("The file is larger than 8 MB. Split it into several.")
    try:
        with _opened(content) as sheet:
            read = reading.read(sheet.rows(), known_to(by), timezone.localdate(at))
    except Unreadable as unreadable:
        raise CannotTake(str(unreadable)) from unreadable
    more = [f"{read.more:,} more rows cannot be taken."] if read.more else []
    made = CapacityFile.objects.create(
        name=Path(name).name[-200:] or "list",
        digest=hashlib.sha256(content).hexdigest(),
        rows=[] if read.problems else read.rows,
        problems=[*read.problems, *more],
        in_error=len(read.problems) + read.more,
        uploaded_at=at,
        uploaded_by=by,
    )
    record.record(
        action="govern.capacity.file.upload",
        subject=made,
        by=by,
        at=at,
        summary=f"A list of numbers of learners was read: {len(read.rows):,} numbers, "
        f"{made.in_error:,} rows in error",
    )
    return made


@contextmanager
def _opened(content: bytes) -> Iterator[Sheet]:
    """The first sheet of a workbook, or the table of a text file. Raises Unreadable."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        with open_tables(path) as sheets:
            yield sheets[0]


def plan(*, file: CapacityFile, by: User, at: datetime) -> Plan:
    """What the rows of a file would add. Raises CannotTake where something is no longer permitted.

    Four queries, however many rows there are.
    """
    if not file.rows:
        return Plan(0, 0, 0, [])
    _still_permitted(file.rows, by)
    days = [row["from"] for row in file.rows]
    held = _held(by, date.fromisoformat(min(days)), date.fromisoformat(max(days)))
    figures, new, corrected, same = [], 0, 0, 0
    for row in file.rows:
        made = _figure(row, file, by, at)
        before = held.get(tuple(getattr(made, name) for name in _FIELDS))
        if before == (made.count, made.to_date, made.said_date, made.source):
            same += 1
            continue
        corrected += before is not None
        new += before is None
        figures.append(made)
    return Plan(new, corrected, same, figures)


def _still_permitted(rows: list[dict[str, Any]], by: User) -> None:
    known = known_to(by)
    for row in rows:
        if row["organisation"] not in known.may[Kind(row["kind"])]:
            raise CannotTake(
                "You may no longer give numbers of a place that is in this file. Nothing was "
                "changed. Upload the file again to see which row it is."
            )


def _held(by: User, first: date, last: date) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The latest number of each place, profession, level, kind and first day between two days."""
    rows = (
        CapacityFigure.objects.visible_to(by)
        .filter(from_date__range=(first, last))
        .order_by("pk")
        .values_list(*_FIELDS, "count", "to_date", "said_date", "source")
    )
    return {row[: len(_FIELDS)]: row[len(_FIELDS) :] for row in rows}


def _figure(row: dict[str, Any], file: CapacityFile, by: User, at: datetime) -> CapacityFigure:
    return CapacityFigure(
        level=Level.ENVIRONMENT if row["environment"] else Level.ORGANISATION,
        organisation_id=row["organisation"],
        environment_id=row["environment"],
        profession_id=row["profession"],
        study=row["study"],
        kind=row["kind"],
        count=row["count"],
        from_date=date.fromisoformat(row["from"]),
        to_date=date.fromisoformat(row["to"]) if row["to"] else None,
        said_date=date.fromisoformat(row["said"]),
        source=row["source"],
        file=file,
        at=at,
        by=by,
    )


@transaction.atomic
def apply(*, file: CapacityFile, by: User, at: datetime) -> Plan:
    """Record every number of a file, or, where anything is wrong, none. What was done.

    What says the same as is known already is not recorded again.
    """
    viewer.require(by, Permission.VIEW_CAPACITY)
    held = CapacityFile.objects.select_for_update().get(pk=file.pk)
    if held.uploaded_by_id != by.pk:
        raise CannotTake("Somebody else uploaded this file. Upload it yourself.")
    if held.applied_at is not None:
        raise CannotTake("This file was applied already. Nothing was changed.")
    if held.in_error:
        raise CannotTake("Rows of this file are in error. Mend them and upload it again.")
    # What is new, and what a correction, is asked once nobody else can change it.
    turns.take([row["organisation"] for row in held.rows])
    made = plan(file=held, by=by, at=at)
    CapacityFigure.objects.bulk_create(made.figures, batch_size=_BATCH)
    held.applied_at = at
    held.save(update_fields=["applied_at"])
    record.record(
        action="govern.capacity.file.apply",
        subject=held,
        by=by,
        at=at,
        summary=f"A list of numbers of learners was applied: {made.new:,} new, "
        f"{made.corrected:,} corrected, {made.same:,} the same",
    )
    return made
