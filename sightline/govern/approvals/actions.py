"""Applying for an approval, and what ends it without a panel. Every change goes through here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.applicable import settings_file
from sightline.base import references
from sightline.govern.approvals import moving, queries, rules
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.models import Approval, ApprovalLine, Coverage, Step
from sightline.govern.approvals.panels import numbers
from sightline.govern.approvals.rules import CannotApprove
from sightline.govern.approvals.words import State
from sightline.govern.capacity import turns
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)
from sightline.organisations.words import Level
from sightline.people.models import User

MOST_LINES = 40


class AlreadyThere(CannotApprove):
    """There is an application or approval for this already. ``approval`` is it."""

    def __init__(self, approval: Approval, profession: Profession) -> None:
        self.approval = approval
        applied = "is approved, or was" if approval.review_date else "is being considered"
        super().__init__(
            f"{approval.place.name} {applied} for this setting and {profession.name.lower()} "
            f"already: {approval.reference}. A place is approved once, for all who send learners. "
            "Rely on that one, or ask about it."
        )


class ApplicationChanged(CannotApprove):
    """Somebody saved it since the form was opened. ``version`` is the one that is there now."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(
            "Somebody else saved this application while you were writing. Nothing is lost: what "
            "you wrote is below, and what they saved is beside it. Put both together and save "
            "again."
        )


@transaction.atomic
def begin(
    *,
    organisation: Organisation,
    environment: LearningEnvironment | None,
    setting: str,
    education_provider: EducationProvider | None,
    by: User,
    at: datetime,
) -> Approval:
    """Begin an application. Nobody but those who write it needs to act yet."""
    viewer.require(by, Permission.APPLY_FOR_APPROVAL, at=organisation)
    inside = viewer.may(by, Permission.VIEW_APPROVALS, at=organisation)
    if education_provider is None and not inside:
        raise CannotApprove("Say for which education provider you apply.")
    if education_provider is not None and not inside:
        joining.refuse_unless_acts_for(by, education_provider)
    if not organisation.is_provider or organisation.is_closed:
        raise CannotApprove("Choose a placement provider that is open.")
    if environment is not None and environment.organisation_id != organisation.pk:
        raise CannotApprove(f"{environment} is not a learning environment of {organisation}.")
    chosen = settings_file.in_force(timezone.localdate(at)).by_code.get(setting)
    level = "organisation" if environment is None else "environment"
    if chosen is None or chosen.level != level:
        raise CannotApprove("Choose one of the settings listed.")
    approval = Approval.objects.create(
        reference=references.next_reference("A", timezone.localdate(at).year),
        organisation=organisation,
        environment=environment,
        setting=setting,
        education_provider=education_provider,
        at=at,
        by=by,
    )
    Step.objects.create(approval=approval, after=State.DRAFT, at=at, by=by)
    moving.line("begin", approval, by, at, "Application begun")
    return approval


@transaction.atomic
def save(
    *,
    approval: Approval,
    what_for: str,
    supervision: str,
    supervisors: int | None,
    seen_version: int,
    by: User,
    at: datetime,
) -> Approval:
    """Keep what was written, complete or not.

    Args:
        supervisors: how many educators and supervisors there are.
        seen_version: of the application when the form was opened.

    Raises:
        ApplicationChanged: somebody saved meanwhile; nothing is written.
    """
    held = _draft(approval, by)
    if held.version != seen_version:
        raise ApplicationChanged(held.version)
    held.what_for, held.supervision = what_for.strip(), supervision.strip()
    held.supervisors = supervisors
    held.version += 1
    held.save(update_fields=["what_for", "supervision", "supervisors", "version"])
    moving.line("save", held, by, at, "Application saved", ["what_for", "supervision"])
    return held


@transaction.atomic
def add_line(
    *,
    approval: Approval,
    profession: Profession,
    programme: Programme | None,
    level: str,
    learners: int,
    by: User,
    at: datetime,
) -> ApprovalLine:
    """Propose learners of a profession, perhaps of one programme."""
    held = _draft(approval, by)
    if programme is not None and programme.profession_id != profession.pk:
        raise CannotApprove(f"{programme} is not a programme for {profession}.")
    if level not in Level:
        raise CannotApprove("Choose one of the levels listed.")
    if not 1 <= learners <= rules.MOST_LEARNERS:
        raise CannotApprove(f"Enter a number of learners from 1 to {rules.MOST_LEARNERS}.")
    if held.lines.count() >= MOST_LINES:
        raise CannotApprove(f"{MOST_LINES} lines are the most. Take one away first.")
    if held.lines.filter(profession=profession, programme=programme, level=level).exists():
        raise CannotApprove("These learners are on the list already. Take that line away first.")
    _refuse_second(held, [profession])
    made = ApprovalLine.objects.create(
        approval=held, profession=profession, programme=programme, level=level, learners=learners
    )
    moving.line("add_line", held, by, at, f"Learners proposed: {made}, {learners}", ["lines"])
    return made


@transaction.atomic
def remove_line(*, line: ApprovalLine, by: User, at: datetime) -> None:
    held = _draft(line.approval, by)
    said = f"Learners not proposed any more: {line}"
    held.lines.filter(pk=line.pk).delete()
    moving.line("remove_line", held, by, at, said, ["lines"])


@transaction.atomic
def submit(*, approval: Approval, by: User, at: datetime) -> Approval:
    """Send the application in. From now on nobody else can apply for the same.

    Raises AlreadyThere for a second one.
    """
    # Two who send in for one place wait for each other here.
    Organisation.objects.select_for_update().get(pk=approval.organisation_id)
    held = _draft(approval, by)
    lines = list(held.lines.select_related("profession"))
    if refused := queries.missing(held, lines):
        raise CannotApprove(refused[0])
    professions = {one.profession_id: one.profession for one in lines}
    _refuse_second(held, list(professions.values()))
    Coverage.objects.bulk_create(
        Coverage(
            approval=held,
            organisation=held.organisation,
            environment=held.environment,
            setting=held.setting,
            profession=one,
        )
        for one in professions.values()
    )
    moving.move(held, State.SUBMITTED, reason="", by=by, at=at)
    return held


@transaction.atomic
def send_back(*, approval: Approval, reason: str, by: User, at: datetime) -> Approval:
    """Give an application back to those who wrote it, with what is wanting."""
    held = moving.locked(approval, by, Permission.DECIDE_APPROVAL)
    if not reason.strip():
        raise CannotApprove("Say what is wanting.")
    moving.move(held, State.DRAFT, reason=reason, by=by, at=at)
    return held


@transaction.atomic
def withdraw(*, approval: Approval, reason: str, by: User, at: datetime) -> Approval:
    """Take an application back before it is decided."""
    held = moving.locked(approval, by, Permission.APPLY_FOR_APPROVAL)
    _refuse_without(reason)
    if not queries.may_write(held, by):
        raise CannotApprove("Only those who applied, or the quality team, can withdraw it.")
    moving.move(held, State.WITHDRAWN, reason=reason, by=by, at=at)
    return held


@transaction.atomic
def suspend(*, approval: Approval, reason: str, by: User, at: datetime) -> Approval:
    """No learners may be sent from now on, until a panel decides. At once, by one person."""
    held = moving.locked(approval, by, Permission.DECIDE_APPROVAL)
    _refuse_without(reason)
    moving.move(held, State.SUSPENDED, reason=reason, by=by, at=at)
    return held


@transaction.atomic
def end(*, approval: Approval, reason: str, by: User, at: datetime) -> Approval:
    """The place takes no more learners under this approval. It stays to be read."""
    turns.take([approval.organisation_id])
    held = moving.locked(approval, by, Permission.DECIDE_APPROVAL)
    _refuse_without(reason)
    before = numbers.of_last_decision(held)
    moving.move(held, State.ENDED, reason=reason, by=by, at=at)
    after = numbers.in_force(held)
    numbers.say_changed(held, before, after, day=timezone.localdate(at), by=by, at=at)
    return held


def _draft(approval: Approval, by: User) -> Approval:
    held = moving.locked(approval, by, Permission.APPLY_FOR_APPROVAL)
    if not queries.may_write(held, by):
        raise CannotApprove("Only those who applied can change the application.")
    if held.state != State.DRAFT:
        raise CannotApprove(
            "This application was sent in, so it cannot be changed. Ask the quality team to send "
            "it back."
        )
    return held


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise CannotApprove("Give the reason.")


def _refuse_second(approval: Approval, professions: list[Profession]) -> None:
    taken = (
        Coverage.objects.filter(
            organisation_id=approval.organisation_id,
            environment_id=approval.environment_id,
            setting=approval.setting,
            profession__in=professions,
            is_open=True,
        )
        .exclude(approval_id=approval.pk)
        .select_related("approval__organisation", "approval__environment", "profession")
        .first()
    )
    if taken is not None:
        raise AlreadyThere(taken.approval, taken.profession)
