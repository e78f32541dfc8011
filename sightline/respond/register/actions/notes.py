from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.respond.register import rules, standings, words
from sightline.respond.register.models import Concern, Note, Standing
from sightline.trail import record


class CannotWrite(Refusal):
    """The note, question or answer cannot be written."""


@transaction.atomic
def write_note(*, concern: Concern, lane: str, text: str, by: User, at: datetime) -> Note:
    """Write a note in one of the two lanes: what is internal never becomes shared."""
    viewer.require(by, Permission.MANAGE_CONCERN, at=concern.organisation)
    locked, _ = standings.lock(concern, at=at)
    if lane == Note.Lane.INTERNAL:
        viewer.require(by, Permission.VIEW_INTERNAL, at=locked.organisation)
    elif locked.shared_at is None:
        raise CannotWrite(
            "The provider cannot see this concern yet. Share it first, or write an internal note."
        )
    return _write(locked, lane, Note.Kind.NOTE, text, by=by, at=at)


@transaction.atomic
def ask_provider(*, concern: Concern, text: str, by: User, at: datetime) -> Note:
    """Ask the provider something; from now on the register says that we wait for the answer."""
    viewer.require(by, Permission.MANAGE_CONCERN, at=concern.organisation)
    locked, standing = standings.lock(concern, at=at)
    if locked.organisation.kind not in rules.KINDS_FOR_LEVEL["organisation"]:
        raise CannotWrite("This concern is not about one provider, so there is none to ask.")
    if locked.shared_at is None:
        raise CannotWrite("The provider cannot see this concern yet. Share it before you ask.")
    if standing.state == Standing.State.CLOSED:
        raise CannotWrite("This concern is closed. Reopen it before you ask.")
    question = _write(locked, Note.Lane.SHARED, Note.Kind.QUESTION, text, by=by, at=at)
    standings.add(
        standing,
        by=by,
        at=at,
        waiting_for=words.WAITING_FOR_ANSWER,
        waiting_for_whom=locked.organisation.name[:120],
    )
    return question


@transaction.atomic
def answer(*, concern: Concern, text: str, by: User, at: datetime) -> Note:
    """Answer for the provider. Only what is shared can be answered."""
    viewer.require(by, Permission.ANSWER_CONCERN, at=concern.organisation)
    locked, standing = standings.lock(concern, at=at)
    if locked.shared_at is None:
        raise CannotWrite("There is no such concern for you to answer.")
    if standing.state == Standing.State.CLOSED:
        raise CannotWrite("This concern is closed. Ask the quality team to reopen it.")
    written = _write(locked, Note.Lane.SHARED, Note.Kind.ANSWER, text, by=by, at=at)
    if standing.waiting_for == words.WAITING_FOR_ANSWER:
        standings.add(standing, by=by, at=at, waiting_for="", waiting_for_whom="")
    return written


_SAID = {
    Note.Kind.NOTE: "Note written",
    Note.Kind.QUESTION: "Question to the provider",
    Note.Kind.ANSWER: "Answer of the provider",
}


def _write(
    concern: Concern, lane: str, kind: Note.Kind, text: str, *, by: User, at: datetime
) -> Note:
    if not text.strip():
        raise CannotWrite("Write something first.")
    note = Note.objects.create(
        concern=concern, lane=lane, kind=kind, text=text.strip(), by=by, at=at
    )
    is_internal = lane == Note.Lane.INTERNAL
    record.record(
        action=f"respond.register.{kind.value}",
        subject=concern,
        by=by,
        at=at,
        reference=concern.reference,
        summary=f"{_SAID[kind]}{' (internal)' if is_internal else ''}",
        is_internal=is_internal,
    )
    return note
