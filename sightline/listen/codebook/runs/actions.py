"""Work that the machine does in the background goes through here.

A request only asks; the background worker does it. Whoever asks for what is being done already
finds that work. How far it is stands in transactions of their own, a moment each.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.codebook.found import actions as found
from sightline.listen.codebook.found import queries as found_queries
from sightline.listen.codebook.found.models import ThemeSearch
from sightline.listen.codebook.learning import actions as learning
from sightline.listen.codebook.learning import queries as learning_queries
from sightline.listen.codebook.learning.models import Learning
from sightline.listen.codebook.runs.models import CodebookRun
from sightline.listen.codebook.runs.words import (
    FAULT,
    LONGEST_MESSAGE,
    NOT_BEGUN,
    UNHEARD,
    Kind,
    State,
)
from sightline.listen.surveys.models import Round
from sightline.people.models import User
from sightline.trail import record

_EVERY_SECONDS = 1.0


class AlreadyAsked(Refusal):
    """Somebody asked for the same, and it is not done yet; ``run`` is that work."""

    def __init__(self, run: CodebookRun) -> None:
        super().__init__("This was asked for already, and is done once for everybody.")
        self.run = run


class Stopped(Exception):
    """This work was given up meanwhile."""


def ask_to_learn(*, by: User, at: datetime) -> CodebookRun:
    """Ask the machine to learn from what people coded.

    Raises:
        AlreadyAsked: that is waiting or being done.
        Refusal: it has just learnt.
        NotPermitted: ``by`` codes no comments.
    """
    viewer.require(by, Permission.CODE_COMMENTS)
    return _asked(Kind.LEARN, None, learning_queries.why_not_learn, by, at)


def ask_to_look(*, round: Round, by: User, at: datetime) -> CodebookRun:
    """Ask the machine to look for themes among the released comments of a round.

    Raises:
        AlreadyAsked: that is waiting or being done.
        Refusal: somebody has just looked, or too few comments are released.
        NotPermitted: ``by`` codes no comments.
    """
    viewer.require(by, Permission.CODE_COMMENTS)
    return _asked(Kind.LOOK, round, lambda at: found_queries.why_not_look(round, at), by, at)


def _asked(
    kind: Kind, round_: Round | None, why_not: Callable[[datetime], str], by: User, at: datetime
) -> CodebookRun:
    there = CodebookRun.objects.filter(kind=kind, round=round_, state__in=CodebookRun.LIVE).first()
    if there is not None and there.is_stuck(at):
        _fail(there, NOT_BEGUN if there.state == State.WAITING else UNHEARD, at)
    elif there is not None:
        # Before the reasons against: what is under way is shown, whatever else there is to say.
        raise AlreadyAsked(there)
    if refused := why_not(at):
        raise Refusal(refused)
    try:
        return _written(kind, round_, by, at)
    except IntegrityError:
        # The other who asked at the same moment was first.
        first = CodebookRun.objects.filter(kind=kind, round=round_).first()
        if first is None:
            raise
        raise AlreadyAsked(first) from None


@transaction.atomic
def _written(kind: Kind, round_: Round | None, by: User, at: datetime) -> CodebookRun:
    run = CodebookRun.objects.create(kind=kind, round=round_, asked_by=by, asked_at=at)
    said = "learn from what people coded" if round_ is None else f"look for themes of {round_}"
    record.record(
        action="listen.codebook.runs.ask",
        subject=run,
        by=by,
        at=at,
        summary=f"Asked the machine to {said}"[:300],
    )
    return run


def work(*, run: CodebookRun, by: User, at: datetime) -> None:
    """Do what was asked for, in the background; ``by`` is who asked.

    A reason against it stands with the run afterwards, where people read it. Any other exception
    does too, in a sentence that tells nothing of comments, and is raised.
    """
    begun = _begin(run.pk, by, at)
    if begun is None:
        return
    say = _Says(begun.pk)
    try:
        _do(begun, say, by, at)
    except Stopped:
        return
    except Refusal as reason:
        _fail(begun, str(reason), timezone.now())
    except BaseException:
        _fail(begun, FAULT, timezone.now())
        raise


@transaction.atomic
def _begin(pk: int, by: User, at: datetime) -> CodebookRun | None:
    """The run, if it is this person's and waits. None otherwise."""
    run = CodebookRun.objects.select_for_update(of=("self",)).filter(pk=pk, asked_by=by).first()
    if run is None or run.state != State.WAITING:
        return None
    run.state, run.begun_at, run.heard_at = State.RUNNING, at, at
    run.save(update_fields=["state", "begun_at", "heard_at"])
    return run


def _do(run: CodebookRun, say: Callable[[int, int], None], by: User, at: datetime) -> None:
    came: dict[str, Learning | ThemeSearch]
    if run.round is None:
        came = {"learning": learning.learn_now(by=by, at=at, say=say)}
    else:
        came = {"search": found.look(round=run.round, by=by, at=at, say=say)}
    # Given up meanwhile: what came of it stands all the same, and the run says what it said.
    CodebookRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=State.DONE, finished_at=timezone.now(), **came
    )


@transaction.atomic
def _fail(run: CodebookRun, message: str, at: datetime) -> None:
    locked = CodebookRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not locked.is_live:
        return
    locked.state, locked.finished_at = State.FAILED, at
    locked.message = message[:LONGEST_MESSAGE]
    locked.save(update_fields=["state", "finished_at", "message"])
    record.record(
        action="listen.codebook.runs.fail",
        subject=locked,
        by=None,
        at=at,
        summary=f"{locked.get_kind_display()}: stopped, nothing was changed",
    )


class _Says:
    """Stores how far a run is, once a second. Raises Stopped where it was given up."""

    def __init__(self, pk: int) -> None:
        self._pk = pk
        self._said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._said < _EVERY_SECONDS:
            return
        self._said = now
        changed = CodebookRun.objects.filter(pk=self._pk, state=State.RUNNING).update(
            done=done, total=total, heard_at=timezone.now()
        )
        if not changed:
            raise Stopped
