"""Every change to answers on their way goes through here.

Somebody who answers by a link acts without an account: ``by`` is None and ``contributor`` is who.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns import lines, messages
from sightline.assess.returns.answering import prefill, rules
from sightline.assess.returns.answering.models import Answer, ReturnEvidence, SectionWork
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.contributors import rules as contributing
from sightline.assess.returns.contributors.models import Contributor, LaterLink, SectionNote
from sightline.assess.returns.journeys.reading import Section
from sightline.assess.returns.locking import locked
from sightline.assess.returns.models import Return
from sightline.assess.returns.rules import CannotAnswer
from sightline.assess.returns.words import Outcome
from sightline.listen.invitations import links
from sightline.organisations.models import Profession
from sightline.people.models import User

State = SectionWork.State
MOST_EVIDENCE = 100


@transaction.atomic
def begin(
    *,
    self_assessment: Return,
    learners: int,
    professions: Iterable[Profession],
    by: User,
    at: datetime,
) -> Return:
    """Say how many learners there are and of which professions; change it later the same way."""
    found = locked(self_assessment)
    viewer.require(by, Permission.ANSWER_RETURN, at=found.organisation)
    found.refuse_unless_open(timezone.localdate(at))
    is_new = found.started_at is None
    found.learners = learners
    found.started_at = found.started_at or at
    found.save(update_fields=["learners", "started_at"])
    found.professions.set(professions)
    verb, said = ("begin", "Begun") if is_new else ("change_size", "Learners and professions said")
    lines.write(f"answering.{verb}", found, by, at, said, ["learners", "professions"])
    return found


@transaction.atomic
def save_section(
    *,
    self_assessment: Return,
    section: str,
    given: Mapping[str, Given],
    seen_version: int,
    opened: datetime | None = None,
    contributor: Contributor | None = None,
    by: User | None,
    at: datetime,
) -> SectionWork:
    """Keep what was written, complete or not.

    Args:
        seen_version: of the section when the form was opened.
        opened: when it was opened, for the time that answering takes.

    Raises:
        SectionChanged: somebody saved meanwhile; nothing is written.
        CannotAnswer: it is signed or closed.
    """
    found = locked(self_assessment)
    asked = _asked(found, section, contributor, by, at)
    work = _work(found, section, at)
    if work.version != seen_version:
        raise rules.SectionChanged(work.changed_by_name, work.version)
    _write(found, asked, given)
    work.seconds += rules.seconds_spent(opened, at)
    if work.state == State.FINISHED:
        work.state = State.OPEN
    return _touch(work, contributor, by, at)


@transaction.atomic
def finish_section(
    *, self_assessment: Return, section: str, seen_version: int, by: User, at: datetime
) -> SectionWork:
    """Say that a section is finished. Raises NotFinished, with a sentence for each question."""
    found = locked(self_assessment)
    asked = _asked(found, section, None, by, at)
    _refuse_unless_complete(found, asked)
    work = _work(found, section, at)
    if work.version != seen_version:
        raise rules.SectionChanged(work.changed_by_name, work.version)
    work.state = State.FINISHED
    return _touch(work, None, by, at)


@transaction.atomic
def hand_in(*, contributor: Contributor, seen_version: int, by: None, at: datetime) -> SectionWork:
    """A contributor is done: the section waits for somebody at the provider to look at it."""
    found = locked(contributor.self_assessment)
    asked = _asked(found, contributor.section, contributor, by, at)
    _refuse_unless_complete(found, asked)
    work = _work(found, contributor.section, at)
    if work.version != seen_version:
        raise rules.SectionChanged(work.changed_by_name, work.version)
    work.state = State.HANDED_IN
    Contributor.objects.filter(pk=contributor.pk).update(handed_in_at=at)
    _note(found, contributor.section, SectionNote.Kind.HANDED_IN, "", contributor.name, at)
    return _touch(work, contributor, by, at)


@transaction.atomic
def send_back(
    *, self_assessment: Return, section: str, text: str, by: User, at: datetime
) -> SectionWork:
    """Send a section back to whoever fills it in, and say what is needed.

    Contributors whose link works are sent another: the first is kept nowhere.
    """
    found = locked(self_assessment)
    _asked(found, section, None, by, at)
    if not text.strip():
        raise CannotAnswer("Say what is needed, so that they know what to change.")
    work = _work(found, section, at)
    work.state = State.SENT_BACK
    _note(found, section, SectionNote.Kind.SENT_BACK, text, by.name, at)
    today = timezone.localdate(at)
    for one in (
        found.contributors.working(today).filter(section=section).select_related("invited_by")
    ):
        token = links.new_token()
        LaterLink.objects.create(contributor=one, token_hash=links.hash_of(token), made_at=at)
        transaction.on_commit(partial(messages.send_back, one, token, by.name))
    return _touch(work, None, by, at)


@transaction.atomic
def comment(
    *,
    self_assessment: Return,
    section: str,
    text: str,
    contributor: Contributor | None = None,
    by: User | None,
    at: datetime,
) -> SectionNote:
    """Write a remark on a section for the others who fill it in."""
    found = locked(self_assessment)
    _asked(found, section, contributor, by, at)
    if not text.strip():
        raise CannotAnswer("Write the comment first.")
    name = _name(contributor, by)
    return _note(found, section, SectionNote.Kind.COMMENT, text, name, at)


@transaction.atomic
def add_evidence(
    *,
    self_assessment: Return,
    title: str,
    where: str,
    contributor: Contributor | None = None,
    by: User | None,
    at: datetime,
) -> ReturnEvidence:
    """Name something that shows answers to be so; it is then chosen beside each of them."""
    found = locked(self_assessment)
    _may(found, contributor, by, at)
    if not title.strip() or not where.strip():
        raise CannotAnswer("Say what it is and where it is kept.")
    if found.evidence.count() >= MOST_EVIDENCE:
        raise CannotAnswer(
            f"There are {MOST_EVIDENCE} pieces of evidence already. Use one of them, or name "
            "several documents together."
        )
    return ReturnEvidence.objects.create(
        self_assessment=found,
        title=title.strip(),
        where=where.strip(),
        added_by_name=_name(contributor, by),
        added_at=at,
    )


def _may(found: Return, contributor: Contributor | None, by: User | None, at: datetime) -> None:
    today = timezone.localdate(at)
    if contributor is not None:
        link = Contributor.objects.get(pk=contributor.pk)
        contributing.refuse_if_over(
            today,
            last=link.last_date,
            is_ended=link.ended_at is not None,
            is_signed=found.is_locked,
            because=link.ended_because,
        )
    elif by is not None:
        viewer.require(by, Permission.ANSWER_RETURN, at=found.organisation)
    else:
        raise CannotAnswer("Sign in to answer.")
    found.refuse_unless_open(today)
    if found.started_at is None:
        raise CannotAnswer("Say first how many learners there are and of which professions.")


def _asked(
    found: Return, section: str, contributor: Contributor | None, by: User | None, at: datetime
) -> Section:
    _may(found, contributor, by, at)
    asked = found.journey.section(section)
    if asked is None or (contributor is not None and contributor.section != section):
        raise CannotAnswer("There is no such section in this self-assessment.")
    return asked


def _work(found: Return, section: str, at: datetime) -> SectionWork:
    work, _ = SectionWork.objects.get_or_create(
        self_assessment=found, section=section, defaults={"changed_at": at}
    )
    return work


def _touch(
    work: SectionWork, contributor: Contributor | None, by: User | None, at: datetime
) -> SectionWork:
    work.version += 1
    work.changed_at, work.changed_by_name = at, _name(contributor, by)
    work.save()
    return work


def _name(contributor: Contributor | None, by: User | None) -> str:
    return contributor.name if contributor else (by.name if by else "")


def _write(found: Return, asked: Section, given: Mapping[str, Given]) -> None:
    last = prefill.last_answers(found)
    known = set(found.professions.values_list("code", flat=True))
    evidence = {one.pk: one for one in found.evidence.all()}
    held = {
        one.question: one
        for one in found.answers.filter(question__in=[q.code for q in asked.questions])
    }
    for question in asked.questions:
        told = given.get(question.code)
        if told is None or (told.is_empty and question.code not in held):
            continue
        told = rules.with_last_year(told, last.get(question.code))
        if told.outcome and told.outcome not in Outcome.values:
            raise CannotAnswer("Choose one of the answers listed.")
        if max(len(told.reason), len(told.improvement)) > rules.LONGEST_TEXT:
            raise CannotAnswer(
                f"An explanation can have {rules.LONGEST_TEXT:,} characters. Nothing was saved; "
                "shorten it and save again."
            )
        answer = held.get(question.code) or Answer(self_assessment=found, question=question.code)
        answer.outcome = told.outcome
        answer.reason = told.reason.strip()
        answer.improvement = told.improvement.strip()
        answer.is_confirmed = told.still_true
        answer.by_profession = rules.kept_professions(told.by_profession, told.outcome, known)
        answer.save()
        answer.evidence.set([evidence[pk] for pk in told.evidence if pk in evidence])


def _refuse_unless_complete(found: Return, asked: Section) -> None:
    held = {one.question: one for one in found.answers.all()}
    errors = {}
    for question in asked.questions:
        answer = held.get(question.code)
        given = Given(answer.outcome, answer.reason) if answer else Given()
        if lacking := rules.lacks(given):
            errors[question.code] = lacking
    if errors:
        raise rules.NotFinished(errors)


def _note(
    found: Return, section: str, kind: str, text: str, name: str, at: datetime
) -> SectionNote:
    return SectionNote.objects.create(
        self_assessment=found, section=section, kind=kind, text=text.strip(), by_name=name, at=at
    )
