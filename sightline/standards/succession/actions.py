"""Who says what follows what: every change goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.standards.models import FrameworkVersion, Standard, Succession
from sightline.standards.succession import queries, rules
from sightline.standards.succession.rules import CannotDecide
from sightline.standards.succession.words import Change
from sightline.trail import record


@transaction.atomic
def decide(
    *,
    old: Standard,
    into: FrameworkVersion,
    follows: Sequence[str],
    reason: str,
    by: Viewer,
    at: datetime,
) -> Succession:
    """Say which standards of a version, by number, ask what one of the version before asked."""
    viewer.require(by, Permission.MANAGE_STANDARDS)
    _lock(into)
    line = next(one for one in _lines(into) if one.step.old and one.step.old.number == old.number)
    if old.version != queries.before(into):
        raise CannotDecide(f"{old.version.name} is not the version before {into.name}.")
    known = {one.number: one for one in into.standards.all()}
    chosen = rules.refuse_decision(line.step, follows, known, reason)
    said = _say(old, into, [known[number] for number in chosen], line.step, reason, by, at)
    record.record(
        action="standards.succession.decide",
        subject=said,
        by=by,
        at=at,
        reference=into.code,
        summary=f"Standard {old.number} of {old.version.code} is followed by "
        f"{', '.join(chosen) or 'none'} in {into.code}",
    )
    return said


@transaction.atomic
def accept_renumbered(*, into: FrameworkVersion, by: Viewer, at: datetime) -> int:
    """Accept at once every proposal whose words stay and whose number changes. Returns how many."""
    viewer.require(by, Permission.MANAGE_STANDARDS)
    _lock(into)
    waiting = [
        one.step for one in _lines(into) if one.waits and one.step.change is Change.RENUMBERED
    ]
    if not waiting:
        raise CannotDecide("No standard waits whose words stay and whose number changes.")
    earlier = queries.before(into)
    olds = {one.number: one for one in earlier.standards.all()} if earlier else {}
    news = {one.number: one for one in into.standards.all()}
    for step in waiting:
        if step.old is None or step.new is None:
            continue
        _say(olds[step.old.number], into, [news[step.new.number]], step, "", by, at)
    record.record(
        action="standards.succession.accept_renumbered",
        subject=into,
        by=by,
        at=at,
        reference=into.code,
        summary=f"{len(waiting)} standards keep their words under another number in {into.code}",
    )
    return len(waiting)


def _lock(into: FrameworkVersion) -> None:
    FrameworkVersion.objects.select_for_update().get(pk=into.pk)


def _lines(into: FrameworkVersion) -> list[queries.Line]:
    earlier = queries.before(into)
    if earlier is None:
        raise CannotDecide(f"There is no version before {into.name}.")
    return queries.lines(earlier, into)


def _say(
    old: Standard,
    into: FrameworkVersion,
    follows: Sequence[Standard],
    step: rules.Step,
    reason: str,
    by: Viewer,
    at: datetime,
) -> Succession:
    said = Succession.objects.create(
        old=old,
        into=into,
        change=step.change,
        reason=reason.strip(),
        at=at,
        by_id=cast(int, by.pk),
    )
    said.follows.set(follows)
    return said
