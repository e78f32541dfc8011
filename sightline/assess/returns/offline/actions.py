"""Taking up a filled-in workbook: read and shown first, then taken over."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns.answering import actions as answering
from sightline.assess.returns.answering.models import OfflineFile
from sightline.assess.returns.answering.rules import Given, SectionChanged
from sightline.assess.returns.locking import locked
from sightline.assess.returns.models import Return
from sightline.assess.returns.offline import reading, workbook
from sightline.assess.returns.offline.reading import CannotTake
from sightline.people.models import User
from sightline.trail import record


@transaction.atomic
def upload(
    *, self_assessment: Return, file: IO[bytes], name: str, by: User, at: datetime
) -> OfflineFile:
    """Read a workbook and keep what it says beside the return. No answer is changed yet."""
    found = _mine(self_assessment, by, at)
    lines, versions = workbook.open_lines(file, found.reference)
    read = reading.read_rows(lines, found.journey)
    return OfflineFile.objects.create(
        self_assessment=found,
        name=name[:200],
        rows=read.rows,
        problems=read.problems,
        versions=versions,
        uploaded_by=by,
        uploaded_at=at,
    )


@transaction.atomic
def apply(*, offline: OfflineFile, by: User, at: datetime) -> int:
    """Take the answers over: all, or, where somebody changed a section meanwhile, none. How many.

    Evidence and what differs for professions stays as it is; the workbook does not hold them.
    """
    found = _mine(offline.self_assessment, by, at)
    held = OfflineFile.objects.select_for_update().get(pk=offline.pk)
    if held.applied_at is not None:
        raise CannotTake("This file was taken over already. Nothing was changed.")
    if not held.rows:
        raise CannotTake("There is no answer in this file. Nothing was changed.")
    answers = {one.question: one for one in found.answers.prefetch_related("evidence")}
    for section in found.journey.sections:
        theirs = {
            one.code: held.rows[one.code] for one in section.questions if one.code in held.rows
        }
        if not theirs:
            continue
        given = {}
        for code, told in theirs.items():
            answer = answers.get(code)
            given[code] = Given(
                told["outcome"],
                told["reason"],
                told["improvement"],
                answer.by_profession if answer else {},
                frozenset(one.pk for one in answer.evidence.all()) if answer else frozenset(),
            )
        try:
            answering.save_section(
                self_assessment=found,
                section=section.code,
                given=given,
                seen_version=held.versions.get(section.code, 0),
                by=by,
                at=at,
            )
        except SectionChanged as changed:
            raise CannotTake(
                f"“{section.title}” was changed here since you downloaded the workbook, so nothing "
                "of the file was taken over. Download it again and copy your answers into it."
            ) from changed
    held.applied_at = at
    held.save(update_fields=["applied_at"])
    record.record(
        action="assess.returns.offline.apply",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary=f"{len(held.rows)} answers taken over from a workbook",
    )
    return len(held.rows)


def _mine(self_assessment: Return, by: User, at: datetime) -> Return:
    found = locked(self_assessment)
    viewer.require(by, Permission.ANSWER_RETURN, at=found.organisation)
    found.refuse_unless_open(timezone.localdate(at))
    if found.started_at is None:
        raise CannotTake("Say first how many learners there are and of which professions.")
    return found
