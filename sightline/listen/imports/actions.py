"""Every change to an import goes through here.

An import is uploaded, checked, and its results prepared and switched in. Checking and preparing
take a while: they say how far they are in transactions of their own, a moment each, and change
nothing else until they are done.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.comments import actions as comments
from sightline.listen.imports import family, prepared, storage
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.progress import Progress, Stopped, begin_work
from sightline.listen.imports.reading.kind import kind_of
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.surveys.models import Mapping, Round
from sightline.people.models import User
from sightline.results import actions as results
from sightline.results.models import Dataset
from sightline.trail import record

State = SurveyImport.State

#: An upload may be under way in a folder that has no row yet.
_SWEEP_AFTER_SECONDS = 3600


class CannotImport(Refusal):
    """This cannot be done with the import now."""


class AlreadyImported(Refusal):
    """The same file with the same mapping is here already; ``survey_import`` is that one."""

    def __init__(self, survey_import: SurveyImport) -> None:
        super().__init__(
            f"This file was uploaded for {survey_import.round} on "
            f"{survey_import.uploaded_at:%d/%m/%Y} with the same mapping (import "
            f"{survey_import.pk}: {survey_import.get_state_display().lower()}). "
            "Nothing was changed."
        )
        self.survey_import = survey_import


def upload(
    *,
    round: Round,
    file: IO[bytes],
    name: str,
    mapping: Mapping | None,
    by: User,
    at: datetime,
) -> SurveyImport:
    """Keep a file of answers, to be checked. Nothing is kept of a file that is refused.

    Raises:
        Unreadable: it is empty, too large, or no CSV or XLSX file.
        AlreadyImported: the same file with the same mapping is here.
        CannotImport: the round is final.
        NotPermitted: ``by`` may not import surveys.
    """
    viewer.require(by, Permission.IMPORT_SURVEY)
    stored = storage.store(file)
    try:
        kind_of(storage.upload(stored.name))
        return _keep(round, stored, Path(name).name[-200:], mapping, by, at)
    except BaseException:
        storage.delete(stored.name)
        raise


@transaction.atomic
def _keep(
    round: Round,
    stored: storage.Stored,
    name: str,
    mapping: Mapping | None,
    by: User,
    at: datetime,
) -> SurveyImport:
    round = _open_round(round)
    if mapping is not None and mapping.survey_id != round.survey_id:
        raise CannotImport(f"{mapping} is not a mapping of {round.survey}. Choose another.")
    same = SurveyImport.objects.filter(round=round, sha256=stored.sha256, mapping=mapping)
    if there := same.filter(state__in=SurveyImport.LIVE).first():
        raise AlreadyImported(there)
    survey_import = SurveyImport.objects.create(
        round=round,
        mapping=mapping,
        original_name=name,
        stored_name=stored.name,
        size=stored.size,
        sha256=stored.sha256,
        uploaded_at=at,
        uploaded_by=by,
    )
    _line("upload", survey_import, by, at, f"Uploaded a file for {round}.")
    return survey_import


@transaction.atomic
def choose_mapping(
    *, survey_import: SurveyImport, mapping: Mapping, by: User, at: datetime
) -> SurveyImport:
    """Say which mapping a file is to be checked with.

    Raises CannotImport if it has one and was checked, AlreadyImported if that pair is here.
    """
    viewer.require(by, Permission.IMPORT_SURVEY)
    found = _locked(survey_import)
    if found.state not in (State.UPLOADED, State.REFUSED):
        raise CannotImport("The file was checked with a mapping already. Upload it once more.")
    same = SurveyImport.objects.filter(round=found.round, sha256=found.sha256, mapping=mapping)
    if there := same.filter(state__in=SurveyImport.LIVE).exclude(pk=found.pk).first():
        raise AlreadyImported(there)
    found.mapping = mapping
    found.state = State.UPLOADED
    found.message = ""
    found.save(update_fields=["mapping", "state", "message"])
    _line("choose_mapping", found, by, at, f"Chose {mapping} for import {found.pk}.")
    return found


def check(*, survey_import: SurveyImport, by: User | None, at: datetime) -> SurveyImport:
    """Check a file: afterwards its state is CHECKED, or REFUSED with the reason.

    Raises:
        CannotImport: it has no mapping, is being worked on, or its results are in use.
        NotPermitted: ``by`` may not import surveys.

    Any other exception leaves the state FAILED and nothing of the check behind.
    """
    _require(by)
    progress = begin_work(
        survey_import, State.CHECKING, at, allowed=_may_be_checked, refusal=CannotImport
    )
    found = progress.survey_import
    try:
        storage.delete_check(found.stored_name)
        outcome = family.check_file(found, progress)
    except Unreadable as reason:
        progress.end(State.REFUSED, at, message=str(reason))
        _line("check", found, by, at, f"Refused the file of import {found.pk}.")
    except Stopped:
        raise
    except BaseException:
        storage.delete_check(found.stored_name)
        progress.end(State.FAILED, at, message="The service stopped while it checked the file.")
        raise
    else:
        with transaction.atomic():
            progress.end(
                State.CHECKED,
                at,
                message="",
                rows_read=outcome.rows_read,
                rows_expected=outcome.rows_read,
                rows_good=outcome.rows_good,
                rows_in_error=outcome.rows_in_error,
                findings=outcome.findings,
                errors_name="errors.csv" if outcome.rows_in_error else "",
            )
            _line(
                "check",
                found,
                by,
                at,
                f"Checked import {found.pk}: {outcome.rows_good:,} good rows, "
                f"{outcome.rows_in_error:,} in error.",
            )
    survey_import.refresh_from_db()
    return survey_import


def _may_be_checked(found: SurveyImport) -> str:
    """Why it may not be checked now; blank if it may."""
    if found.mapping_id is None:
        return "Choose a mapping first: it says what the columns of the file are."
    if found.round.is_final:
        return f"{found.round} is final, so nothing can be added to it."
    if found.state in (State.DONE, State.SET_ASIDE, State.SUPERSEDED):
        return f"Import {found.pk} cannot be checked again: {found.get_state_display().lower()}."
    return ""


@transaction.atomic
def set_aside(*, survey_import: SurveyImport, by: User | None, at: datetime) -> SurveyImport:
    """Leave a file out and delete it. Files that mend it go with it.

    Raises CannotImport while it is worked on, or when its results are in use.
    """
    _require(by)
    found = _locked(survey_import)
    if found.state in (State.DONE, State.SUPERSEDED) or (
        found.is_running and not found.is_stuck(at)
    ):
        raise CannotImport(
            f"Import {found.pk} cannot be set aside: {found.get_state_display().lower()}."
        )
    going = [found, *found.mended_by.exclude(state=State.SET_ASIDE)]
    for one in going:
        if one.state == State.DONE:
            raise CannotImport(f"Import {one.pk}, which mends it, is in use.")
        one.state = State.SET_ASIDE
        one.finished_at = at
        one.save(update_fields=["state", "finished_at"])
        _line("set_aside", one, by, at, f"Set import {one.pk} aside; its file was deleted.")
    names = [one.stored_name for one in going]
    transaction.on_commit(lambda: storage.delete(*names))
    return found


def prepare(*, survey_import: SurveyImport, by: User | None, at: datetime) -> SurveyImport:
    """Prepare results from the good rows of a file and those that mend it, and switch them in.

    Readers see the old results until the new ones are whole; the switch is one short transaction.

    Raises:
        CannotImport: it is not checked, has no good row, or was replaced.
        CannotPrepare, CannotRegister, CannotSwitchIn: see results.actions.
        NotPermitted: ``by`` may not import surveys.

    Whenever it fails, the state is FAILED, the message says why, and nothing else is changed.
    """
    _require(by)
    progress = begin_work(
        survey_import, State.PREPARING, at, allowed=prepared.reason_against, refusal=CannotImport
    )
    found = progress.survey_import
    dataset = found.dataset
    try:
        # Of a start whose worker was killed.
        _give_up(dataset, by, at)
        dataset = prepared.dataset(found, by=by, at=at)
        prepared.write_answers(found, dataset, progress)
        results.prepare(dataset=dataset, by=by, at=at)
        _switch_in(found, dataset, progress, by, at)
    except Stopped:
        _give_up(dataset, by, at)
        raise
    except Refusal as reason:
        _give_up(dataset, by, at)
        progress.end(State.FAILED, at, message=str(reason))
        raise
    except BaseException:
        _give_up(dataset, by, at)
        progress.end(State.FAILED, at, message="The service stopped while it prepared the results.")
        raise
    survey_import.refresh_from_db()
    return survey_import


def _give_up(dataset: Dataset | None, by: User | None, at: datetime) -> None:
    if dataset is not None:
        results.give_up(dataset=dataset, by=by, at=at)


@transaction.atomic
def _switch_in(
    found: SurveyImport, dataset: Dataset, progress: Progress, by: User | None, at: datetime
) -> None:
    """The one moment in which anything changes for readers."""
    round_ = _open_round(found.round)
    results.switch_in(dataset=dataset, by=by, at=at)
    round_.dataset = dataset
    round_.save(update_fields=["dataset"])
    together = [one.pk for one in family.members(found)]
    replaced = SurveyImport.objects.filter(round=round_, state=State.DONE).exclude(pk__in=together)
    old = list(replaced.values_list("stored_name", flat=True))
    replaced.update(state=State.SUPERSEDED)
    prepared.take_in_comments(found, round_, by=by, at=at)
    used = SurveyImport.objects.filter(pk__in=together)
    used.exclude(pk=found.pk).update(state=State.DONE, dataset=dataset)
    rows = found.rows_good + found.rows_in_error
    progress.end(State.DONE, at, message="", dataset=dataset, rows_read=rows, rows_expected=rows)
    names = list(used.values_list("stored_name", flat=True))
    transaction.on_commit(lambda: storage.delete(*old))
    transaction.on_commit(lambda: storage.delete_uploads(*names))


@transaction.atomic
def make_final(*, round: Round, by: User, at: datetime) -> Round:
    """Close a round: its results stay, and everything that its respondents gave as ID is deleted.

    Uploads, rows in error, hashes and their key go. Nothing can be imported any more. Idempotent.

    Raises CannotImport if it has no results, or if work on one of its files is under way.
    """
    viewer.require(by, Permission.IMPORT_SURVEY)
    found = Round.objects.select_for_update(of=("self",)).select_related("survey").get(pk=round.pk)
    if found.is_final:
        return found
    if found.dataset is None:
        raise CannotImport(f"{found} has no results yet. Import its file first.")
    imports = SurveyImport.objects.select_for_update().filter(round=found)
    if any(one.is_running and not one.is_stuck(at) for one in imports):
        raise CannotImport("Work on a file of this round is under way. Wait until it is done.")
    results.make_final(dataset=found.dataset, by=by, at=at)
    comments.forget(round=found, by=by, at=at)
    found.is_final = True
    found.respondent_key = None
    found.save(update_fields=["is_final", "respondent_key"])
    unused = imports.exclude(state__in=[State.DONE, State.SUPERSEDED, State.SET_ASIDE])
    unused.update(state=State.SET_ASIDE, finished_at=at)
    names = [one.stored_name for one in imports]
    transaction.on_commit(lambda: storage.delete(*names))
    record.record(
        action="listen.imports.make_final",
        subject=found,
        by=by,
        at=at,
        summary=f"Made {found} final: its files and its respondents' IDs were deleted.",
        reference=found.survey.code,
    )
    return found


def sweep(*, by: User | None, at: datetime) -> list[str]:
    """Delete folders of uploads that no import needs any more; their names are returned.

    They are left when a process is killed between storing a file and storing its row.
    """
    _require(by)
    kept = SurveyImport.objects.exclude(state__in=[State.SET_ASIDE, State.SUPERSEDED])
    needed = set(kept.filter(round__is_final=False).values_list("stored_name", flat=True))
    before = at.timestamp() - _SWEEP_AFTER_SECONDS
    left = [
        name
        for name, folder in storage.folders().items()
        if name not in needed and folder.stat().st_mtime < before
    ]
    storage.delete(*left)
    return left


def _locked(survey_import: SurveyImport) -> SurveyImport:
    return (
        SurveyImport.objects.select_for_update(of=("self",))
        .select_related("round", "round__survey")
        .get(pk=survey_import.pk)
    )


def _open_round(round: Round) -> Round:
    found = Round.objects.select_for_update(of=("self",)).select_related("survey").get(pk=round.pk)
    if found.is_final:
        raise CannotImport(f"{found} is final, so nothing can be added to it.")
    return found


def _require(by: User | None) -> None:
    if by is not None:
        viewer.require(by, Permission.IMPORT_SURVEY)


def _line(verb: str, subject: SurveyImport, by: User | None, at: datetime, summary: str) -> None:
    record.record(
        action=f"listen.imports.{verb}", subject=subject, by=by, at=at, summary=summary[:300]
    )
