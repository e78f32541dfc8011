"""Every change to other people's surveys goes through here.

A file is uploaded, read without changing anything, and applied. Applying reads it again and must
come to the same; it is one transaction, so a file that breaks off changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.base.service_state import holds_made_up_data
from sightline.design.show import pluralise
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.outside import matching, storage, writing
from sightline.listen.outside.models import OutsideImport, Source
from sightline.listen.outside.plan import Plan
from sightline.listen.outside.recognising import NotRecognised, Recognised, Said, recognise
from sightline.people.models import User
from sightline.trail import record

State = OutsideImport.State


class CannotImport(Refusal):
    """This cannot be done with the file now."""


def upload(
    *,
    file: IO[bytes],
    name: str,
    source: Source | None,
    year: int | None,
    ukprn: str,
    by: User,
    at: datetime,
) -> OutsideImport:
    """Keep a file of results, to be read. ``source`` is None where the file is to show it.

    Raises Unreadable if it is too large or empty, NotPermitted.
    """
    viewer.require(by, Permission.IMPORT_SURVEY)
    stored = storage.store(file)
    try:
        if not stored.size:
            raise Unreadable("The file is empty. Choose the file that holds the results.")
        with transaction.atomic():
            found = OutsideImport.objects.create(
                source=source,
                original_name=Path(name).name[-200:],
                stored_name=stored.name,
                size=stored.size,
                sha256=stored.sha256,
                said_year=year,
                said_ukprn=ukprn,
                uploaded_at=at,
                uploaded_by=by,
            )
            _line("upload", found, by, at, "Uploaded a file of another survey’s results.")
    except BaseException:
        storage.delete(stored.name)
        raise
    return found


@transaction.atomic
def say_columns(
    *, outside_import: OutsideImport, columns: dict[str, str], by: User, at: datetime
) -> OutsideImport:
    """Say what the columns of a file are: heading → role. It is then to be read again."""
    viewer.require(by, Permission.IMPORT_SURVEY)
    found = _locked(outside_import)
    if found.state not in (State.REFUSED, State.DRY_RUN):
        raise CannotImport(f"The columns cannot be changed now: {found.get_state_display()}.")
    found.said_columns = columns
    found.state = State.WAITING
    found.message = ""
    found.save(update_fields=["said_columns", "state", "message"])
    _line("say_columns", found, by, at, f"Said what the columns of import {found.pk} are.")
    return found


def read(*, outside_import: OutsideImport, by: User | None, at: datetime) -> OutsideImport:
    """Read a file and keep what it would change; nothing else is changed.

    Afterwards its state is DRY_RUN, or REFUSED with the reason.
    """
    _require(by)
    found = _begin(outside_import, State.READING, (State.WAITING, State.REFUSED, State.DRY_RUN), at)
    try:
        with _plan(found) as (plan, recognised, source):
            for _ in plan.batches():
                pass
            if not plan.findings.results and not plan.findings.faults:
                raise NotRecognised(
                    "The file was recognised and holds no result. Choose the file with the results."
                )
            found.source = source
            found.shape = recognised.shape
    except Refusal as reason:
        found.message = str(reason)
        found.state = State.REFUSED
        found.findings = {}
    except BaseException:
        found.state = State.REFUSED
        found.message = "The service stopped while it read the file. Read it again."
        found.save(update_fields=["state", "message"])
        raise
    else:
        found.state = State.DRY_RUN
        found.message = ""
        found.findings = plan.findings.as_json()
        found.fingerprint = plan.findings.fingerprint
    with transaction.atomic():
        found.save()
        said = "Refused" if found.state == State.REFUSED else "Read without applying it"
        _line("read", found, by, at, f"{said}: import {found.pk}.")
    outside_import.refresh_from_db()
    return found


def apply(*, outside_import: OutsideImport, by: User | None, at: datetime) -> OutsideImport:
    """Do what the dry run showed. Applying the same file twice changes nothing the second time.

    Raises CannotImport if it was not read, was applied, or would no longer do what was seen.
    """
    _require(by)
    found = _begin(outside_import, State.APPLYING, (State.DRY_RUN,), at)
    try:
        _apply(found, by, at)
    except Refusal as reason:
        found.state = State.DRY_RUN
        found.message = str(reason)
        found.save(update_fields=["state", "message"])
        raise
    except BaseException:
        found.state = State.DRY_RUN
        found.message = "The service stopped while it applied the file. Nothing was changed."
        found.save(update_fields=["state", "message"])
        raise
    storage.delete(found.stored_name)
    outside_import.refresh_from_db()
    return found


@transaction.atomic
def _apply(found: OutsideImport, by: User | None, at: datetime) -> None:
    with _plan(found) as (plan, _, source):
        # Two files of one survey at once wait for each other here.
        Source.objects.select_for_update().get(pk=source.pk)
        writer = writing.Writer(plan.known, found)
        for batch in plan.batches():
            writer.write(batch)
        if plan.findings.fingerprint != found.fingerprint:
            raise CannotImport(
                "What is stored has changed since the file was read, so it no longer shows what "
                "would happen. Nothing was changed. Read the file again."
            )
        writing.find_places()
        for edition in writer.editions.values():
            writing.hold_back(edition)
    told = plan.findings
    found.state = State.APPLIED
    found.message = ""
    found.applied_at = at
    found.applied_by = by
    found.save()
    _line(
        "apply",
        found,
        by,
        at,
        f"Applied import {found.pk}, {source.short_name}: {told.new:,} new, {told.changed:,} "
        f"changed, {told.same:,} as before, {pluralise(told.faults, 'row')} in error.",
    )


@transaction.atomic
def set_aside(*, outside_import: OutsideImport, by: User, at: datetime) -> OutsideImport:
    """Leave a file out and delete it.

    Raises CannotImport while it is worked on, or once it was applied.
    """
    viewer.require(by, Permission.IMPORT_SURVEY)
    found = _locked(outside_import)
    if found.state in (State.APPLIED, State.SET_ASIDE) or (
        found.is_running and not found.is_stuck(at)
    ):
        raise CannotImport(f"The file cannot be set aside: {found.get_state_display().lower()}.")
    found.state = State.SET_ASIDE
    found.save(update_fields=["state"])
    _line("set_aside", found, by, at, f"Set import {found.pk} aside; its file was deleted.")
    transaction.on_commit(lambda: storage.delete(found.stored_name))
    return found


@contextmanager
def _plan(found: OutsideImport) -> Iterator[tuple[Plan, Recognised, Source]]:
    """The plan of a file. Raises Unreadable or NotRecognised."""
    path = storage.path(found.stored_name)
    if not path.exists():
        raise Unreadable("The file is no longer here. Upload it again.")
    said = Said(found.original_name, found.said_year, found.said_ukprn, found.said_columns)
    sources = {one.code: one for one in Source.objects.all()}
    left_out = {code: one.left_out for code, one in sources.items()}
    chosen = found.source.code if found.source else ""
    with recognise(path, chosen, said, left_out) as recognised:
        source = sources.get(recognised.source)
        if source is None:
            raise NotRecognised(
                "The survey of this file is not among the surveys here. An administrator loads "
                "those that come with the service."
            )
        known = matching.known_of(source, is_made_up=holds_made_up_data())
        yield Plan(recognised, known), recognised, source


@transaction.atomic
def _begin(
    outside_import: OutsideImport, state: str, allowed: tuple[str, ...], at: datetime
) -> OutsideImport:
    found = _locked(outside_import)
    if found.state not in allowed and not found.is_stuck(at):
        raise CannotImport(
            f"This cannot be done with the file now: {found.get_state_display().lower()}."
        )
    found.state = state
    found.began_at = at
    found.message = ""
    found.save(update_fields=["state", "began_at", "message"])
    return found


def _locked(outside_import: OutsideImport) -> OutsideImport:
    return (
        OutsideImport.objects.select_for_update(of=("self",))
        .select_related("source")
        .get(pk=outside_import.pk)
    )


def _require(by: User | None) -> None:
    """``by=None`` is the service itself, in the background for somebody who was allowed."""
    if by is not None:
        viewer.require(by, Permission.IMPORT_SURVEY)


def _line(verb: str, found: OutsideImport, by: User | None, at: datetime, summary: str) -> None:
    record.record(
        action=f"listen.outside.{verb}", subject=found, by=by, at=at, summary=summary[:300]
    )
