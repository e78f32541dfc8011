"""Load an official list: dry run first, then apply exactly what was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.models import ServiceState
from sightline.base.refusal import Refusal
from sightline.design.show import format_date
from sightline.organisations.models import OdsLoad
from sightline.organisations.networks import plan as networks_plan
from sightline.organisations.networks import queries as networks_queries
from sightline.organisations.networks import writing as networks_writing
from sightline.organisations.ods import queries, storing, writing
from sightline.organisations.ods.plan import LoadPlan, plan_load
from sightline.organisations.ods.read import Reading, Row, read
from sightline.organisations.ods.sniff import CannotRead
from sightline.organisations.words import LoadKind
from sightline.trail import record

__all__ = ["CannotRead", "Row"]


class CannotLoad(Refusal):
    """The list cannot be loaded now."""


class WrongDate(CannotLoad):
    """The list cannot be loaded with this date."""


def _require(by: Any) -> None:
    """``by=None`` means the service itself, from its command line."""
    if by is not None:
        viewer.require(by, Permission.LOAD_ORGANISATIONS)


@transaction.atomic
def make_dry_run(
    *, file: BinaryIO, kind: LoadKind, source_name: str, file_date: date, by: Any, at: datetime
) -> OdsLoad:
    """Read a file and keep what it would change. Raises CannotRead or CannotLoad."""
    _require(by)
    _check_data(_state(), is_made_up=False)
    _check_date(kind, file_date, at)
    reading = read(file, kind)
    plan = _plan(reading, kind, file_date)
    load = OdsLoad(
        kind=kind,
        source_name=source_name[:120],
        file_date=file_date,
        file_hash=_hash(file),
        rows=storing.packed(reading),
        made_at=at,
        made_by=by,
    )
    _keep(load, plan)
    record.record(
        action="organisations.ods.make_dry_run",
        subject=load,
        by=by,
        at=at,
        summary=f"Read {load.source_name} without applying it"[:300],
    )
    return load


@transaction.atomic
def apply_dry_run(*, load: OdsLoad, by: Any, at: datetime) -> LoadPlan:
    """Do what the dry run showed, or refuse when that is no longer what would happen."""
    _require(by)
    # Two people applying at once wait for each other here.
    state = _state(lock=True)
    load = OdsLoad.objects.select_for_update().get(pk=load.pk)
    if load.is_applied:
        raise CannotLoad(f"This file was applied on {format_date(load.applied_at)} already.")
    kind = LoadKind(load.kind)
    _check_data(state, is_made_up=load.is_made_up)
    _check_date(kind, load.file_date, at)
    plan = _plan(storing.reading(load.rows), kind, load.file_date)
    if plan.fingerprint != load.plan_hash:
        raise CannotLoad(
            "Organisations have changed since this dry run, so it no longer shows what would "
            "happen. Nothing was changed. Choose the file again to see a new dry run."
        )
    _apply(load, plan, state, by, at)
    return plan


@transaction.atomic
def apply_load(
    *,
    kind: LoadKind,
    rows: Sequence[Row],
    source_name: str,
    file_date: date,
    by: Any,
    at: datetime,
    is_made_up: bool = False,
) -> LoadPlan:
    """Load rows without a dry run in between: for the command line and for made-up data.

    ``plan.errors`` of what is returned says which rows could not be used. Made-up codes hold a
    hyphen, which no official code does.
    """
    _require(by)
    kind = LoadKind(kind)
    state = _state(lock=True)
    _check_data(state, is_made_up=is_made_up)
    _check_date(kind, file_date, at)
    for row in rows:
        if ("-" in row.code) != is_made_up:
            form = "holds" if is_made_up else "does not hold"
            raise CannotLoad(
                f"The code {row.code} is of the wrong form: a code of "
                f"{'made-up' if is_made_up else 'real'} data {form} a hyphen."
            )
    plan = _plan(Reading(rows=list(rows)), kind, file_date)
    load = OdsLoad(
        kind=kind,
        source_name=source_name[:120],
        file_date=file_date,
        file_hash="",
        is_made_up=is_made_up,
        made_at=at,
        made_by=by,
    )
    _keep(load, plan)
    _apply(load, plan, state, by, at)
    return plan


def _plan(reading: Reading, kind: LoadKind, file_date: date) -> LoadPlan:
    if kind == LoadKind.NETWORKS:
        return networks_plan.plan_networks(reading, file_date, networks_queries.current())
    return plan_load(reading, kind, file_date, queries.current(kind))


def _hash(file: BinaryIO) -> str:
    told = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        told.update(chunk)
    return told.hexdigest()


def _keep(load: OdsLoad, plan: LoadPlan) -> None:
    load.counts = plan.counts
    load.plan = storing.packed(plan)
    load.plan_hash = plan.fingerprint
    load.save()


def _apply(load: OdsLoad, plan: LoadPlan, state: ServiceState, by: Any, at: datetime) -> None:
    write = networks_writing.write if plan.kind == LoadKind.NETWORKS else writing.write
    lines = write(plan, source=load.source_name, is_made_up=load.is_made_up, by=by, at=at)
    load.state = OdsLoad.State.APPLIED
    load.applied_at = at
    load.applied_by = by
    load.rows = b""
    load.save()
    holds = ServiceState.Holds.MADE_UP if load.is_made_up else ServiceState.Holds.REAL
    if plan.changes_something and state.holds != holds:
        state.holds = holds
        state.save(update_fields=["holds"])
    record.write_many(lines)
    record.record(
        action="organisations.ods.apply",
        subject=load,
        by=by,
        at=at,
        summary=(
            f"Loaded {load.source_name} of {format_date(load.file_date)}: {len(plan.adds)} added, "
            f"{len(lines) - len(plan.adds)} changed, {plan.unchanged} unchanged, "
            f"{len(plan.errors)} rows in error"
        )[:300],
    )


def _state(*, lock: bool = False) -> ServiceState:
    if lock:
        ServiceState.objects.get_or_create(id=1)
        return ServiceState.objects.select_for_update().get(id=1)
    return ServiceState.objects.filter(id=1).first() or ServiceState()


def _check_data(state: ServiceState, *, is_made_up: bool) -> None:
    if not is_made_up and state.holds == ServiceState.Holds.MADE_UP:
        raise CannotLoad(
            "This database holds made-up data for demonstration, so real organisations cannot be "
            "loaded into it. Start the service with an empty database to use real data."
        )
    if is_made_up and state.holds == ServiceState.Holds.REAL:
        raise CannotLoad(
            "This database holds real data, so made-up organisations cannot be added to it."
        )


def _check_date(kind: LoadKind, file_date: date, at: datetime) -> None:
    if file_date > timezone.localdate(at):
        raise WrongDate(f"The date of the file, {format_date(file_date)}, has not come yet.")
    latest = (
        OdsLoad.objects.filter(kind=kind, state=OdsLoad.State.APPLIED)
        .order_by("-file_date")
        .values_list("file_date", flat=True)
        .first()
    )
    if latest is not None and file_date < latest:
        raise WrongDate(
            f"This file is of {format_date(file_date)}. A later one, of {format_date(latest)}, was "
            "applied already, and an older file would undo what it brought. Check the date."
        )
