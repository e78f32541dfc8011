"""Every change to a run of reports goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.insight import reading
from sightline.insight.reports import making, queries, rules, storage
from sightline.insight.reports.models import ReportItem, ReportRun
from sightline.insight.reports.provider import Source
from sightline.insight.reports.words import Format, Outcome, State
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.results.models import Dataset
from sightline.trail import record


class CannotMake(Refusal):
    """Reports cannot be made (now)."""


class CannotTake(Refusal):
    """The file cannot be taken away."""


class _Cancelled(Exception):
    pass


def start(
    *,
    dataset: Dataset,
    place: Organisation | None,
    kinds: Sequence[str],
    formats: Sequence[str],
    by: User,
    at: datetime,
) -> ReportRun:
    """Ask for reports of all providers of ``kinds`` in the asker's patch, or in ``place`` of it."""
    viewer.require(by, Permission.VIEW_RESULTS, at=place)
    _give_up_stuck(by, at)
    found = queries.providers(by, dataset, place, kinds)
    wanted = [one.value for one in Format if one.value in formats]
    if refused := rules.why_not_begin(providers=len(found), formats=len(wanted)):
        raise CannotMake(refused)
    try:
        return _started(dataset, place, (kinds, wanted, len(found)), by, at)
    except IntegrityError:
        raise CannotMake(
            "Reports that you asked for are still being made. Wait for them, or cancel them first."
        ) from None


@transaction.atomic
def _started(
    dataset: Dataset,
    place: Organisation | None,
    wanted: tuple[Sequence[str], Sequence[str], int],
    by: User,
    at: datetime,
) -> ReportRun:
    kinds, formats, total = wanted
    run = ReportRun.objects.create(
        asked_by=by,
        asked_at=at,
        rights=queries.rights_of(by),
        dataset=dataset,
        place=place,
        kinds=list(kinds),
        formats=list(formats),
        total=total,
    )
    _note(run, "start", f"Reports of {total:,} providers asked for", by, at)
    return run


def _note(run: ReportRun, verb: str, summary: str, by: User | None, at: datetime) -> None:
    record.record(
        action=f"insight.reports.{verb}",
        subject=run,
        by=by,
        at=at,
        reference=str(run.pk),
        summary=summary,
        is_internal=True,
    )


def _give_up_stuck(by: User, at: datetime) -> None:
    for run in ReportRun.objects.visible_to(by).live():
        if run.is_stuck(at):
            _end(run, State.FAILED, "gave up: its process had ended", by=None, at=at)


def work(*, run: ReportRun, by: User, at: datetime) -> None:
    """Make the file, in the background. Reads the round once; stops when asked to.

    Whatever goes wrong with one provider is said in its line. When the run itself ends early,
    nothing of it stays.
    """
    begun = _begin(run.pk, by, at)
    if begun is None:
        return
    try:
        _write(begun, by)
    except _Cancelled:
        _end(begun, State.CANCELLED, "cancelled", by=by, at=timezone.now())
    except BaseException:
        _end(begun, State.FAILED, "stopped by a fault", by=None, at=timezone.now())
        raise
    else:
        _finish(begun, timezone.now())


@transaction.atomic
def _begin(pk: int, by: User, at: datetime) -> ReportRun | None:
    """The run, if it is this person's and waits. None otherwise."""
    run = ReportRun.objects.select_for_update().filter(pk=pk, asked_by=by).first()
    if run is None or run.state != State.WAITING:
        return None
    if run.rights != queries.rights_of(by):
        _end(run, State.FAILED, "not begun: roles have changed", by=None, at=at)
        return None
    run.state, run.begun_at, run.heard_at = State.RUNNING, at, at
    run.stored_name = storage.new()
    run.save(update_fields=["state", "begun_at", "heard_at", "stored_name"])
    return run


def _write(run: ReportRun, by: User) -> None:
    found = reading.of_dataset(run.dataset)
    if found is None:
        raise CannotMake("These results have been replaced meanwhile.")
    providers = queries.providers(by, run.dataset, run.place, run.kinds)[: run.total]
    source = Source(found, by, timezone.localdate())
    formats = [Format(one) for one in run.formats]
    for block in making.make(source, providers, formats, storage.part(run.stored_name)):
        _keep(run, block)


@transaction.atomic
def _keep(run: ReportRun, block: Sequence[making.Entry]) -> None:
    """Write down how far it is. Raises _Cancelled where somebody asked for that."""
    locked = ReportRun.objects.select_for_update().get(pk=run.pk)
    if locked.is_cancel_asked or locked.state != State.RUNNING:
        raise _Cancelled
    ReportItem.objects.bulk_create(
        ReportItem(
            run=run, organisation=one.organisation, outcome=one.outcome, sentence=one.sentence
        )
        for one in block
    )
    locked.done += len(block)
    locked.heard_at = timezone.now()
    locked.save(update_fields=["done", "heard_at"])


@transaction.atomic
def _finish(run: ReportRun, at: datetime) -> None:
    locked = ReportRun.objects.select_for_update().get(pk=run.pk)
    if locked.is_cancel_asked or locked.state != State.RUNNING:
        _end(locked, State.CANCELLED, "cancelled", by=None, at=at)
        return
    failed = locked.items.filter(outcome=Outcome.FAILED).count()
    locked.state, locked.finished_at = State.DONE, at
    locked.size = storage.finish(locked.stored_name)
    locked.save(update_fields=["state", "finished_at", "size"])
    _note(locked, "work", f"Reports of {locked.done - failed:,} providers made", None, at)


@transaction.atomic
def _end(run: ReportRun, state: State, said: str, *, by: User | None, at: datetime) -> None:
    """End a run without a file: nothing of it stays but that it was asked for."""
    locked = ReportRun.objects.select_for_update().get(pk=run.pk)
    storage.delete(locked.stored_name)
    locked.items.all().delete()
    locked.state, locked.finished_at, locked.stored_name = state, at, ""
    locked.save(update_fields=["state", "finished_at", "stored_name"])
    _note(locked, "end", f"Reports {said}", by, at)


@transaction.atomic
def cancel(*, run: ReportRun, by: User, at: datetime) -> ReportRun:
    """Stop a run of one's own: at once while it waits, else after the block that is being made."""
    viewer.require(by, Permission.VIEW_RESULTS)
    locked = ReportRun.objects.visible_to(by).select_for_update().get(pk=run.pk)
    if not locked.is_live:
        raise CannotMake("These reports are not being made any more. Nothing was changed.")
    if locked.state == State.WAITING or locked.is_stuck(at):
        _end(locked, State.CANCELLED, "cancelled", by=by, at=at)
    else:
        locked.is_cancel_asked = True
        locked.save(update_fields=["is_cancel_asked"])
    locked.refresh_from_db()
    return locked


@transaction.atomic
def take(*, run: ReportRun, by: User, at: datetime) -> Path:
    """The file of one's own run, as long as its owner may see all that is in it."""
    viewer.require(by, Permission.VIEW_RESULTS)
    locked = ReportRun.objects.visible_to(by).select_for_update().get(pk=run.pk)
    path = storage.whole(locked.stored_name)
    if locked.state != State.DONE or not path.exists():
        raise CannotTake("The file is no longer here. Make the reports again.")
    if not queries.may_take(locked, by):
        raise CannotTake(
            "Your roles, or where these providers belong, have changed since the reports were "
            "made. Make them again to get what you may see now."
        )
    record.download(
        action="insight.reports.take",
        subject=locked,
        by=by,
        at=at,
        reference=str(locked.pk),
        summary=f"Downloaded reports of {locked.total:,} providers, {locked.dataset.label}"[:300],
    )
    return path


def note_taken(
    *, dataset: Dataset, name: str, code: str, what: str, by: User, at: datetime
) -> None:
    """Somebody downloads one report, or slides, of a place."""
    viewer.require(by, Permission.VIEW_RESULTS)
    record.download(
        action="insight.reports.note_taken",
        subject=dataset,
        by=by,
        at=at,
        reference=code,
        summary=f"Downloaded the {what} of {name[:120]}, {dataset.label}"[:300],
    )


def forget(*, by: User | None, at: datetime) -> int:
    """Delete files that were kept long enough and runs that were left; how many."""
    if by is not None:
        viewer.require(by, Permission.CARE_FOR_DATA)
    old = ReportRun.objects.filter(
        state=State.DONE, finished_at__lte=at - timedelta(days=rules.KEPT_DAYS)
    )
    gone = 0
    for run in old:
        _end(run, State.REMOVED, f"removed after {rules.KEPT_DAYS * 24} hours", by=by, at=at)
        gone += 1
    for run in ReportRun.objects.live():
        if run.is_stuck(at):
            _end(run, State.FAILED, "gave up: its process had ended", by=by, at=at)
            gone += 1
    _sweep(at)
    return gone


def _sweep(at: datetime) -> None:
    """Folders that no run knows: of a process that ended between two steps."""
    known = set(ReportRun.objects.exclude(stored_name="").values_list("stored_name", flat=True))
    for name in storage.names(before=(at - rules.STUCK_AFTER).timestamp()) - known:
        storage.delete(name)
