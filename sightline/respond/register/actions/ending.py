from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.respond.register import rules, standings
from sightline.respond.register.models import Concern, Ending, Standing
from sightline.trail import record


class CannotClose(Refusal):
    """The concern cannot be closed as it is."""


class CannotReopen(Refusal):
    """The concern cannot be reopened as it is."""


@transaction.atomic
def close(
    *,
    concern: Concern,
    outcome: str,
    reason: str,
    evidence_text: str,
    monitoring_date: date | None,
    by: User,
    at: datetime,
) -> Ending:
    """Close a concern; with a monitoring date it stays on the register as being monitored."""
    viewer.require(by, Permission.MANAGE_CONCERN, at=concern.organisation)
    locked, standing = standings.lock(concern, at=at)
    refused = rules.why_not_close(
        state=standing.state,
        outcome=outcome,
        reason=reason,
        evidence=evidence_text,
        monitoring=monitoring_date,
        today=timezone.localdate(at),
    )
    if refused:
        raise CannotClose(refused)
    ending = Ending.objects.create(
        concern=locked,
        kind=Ending.Kind.CLOSED,
        outcome=outcome,
        reason=reason.strip(),
        evidence_text=evidence_text.strip(),
        monitoring_date=monitoring_date,
        at=at,
        by=by,
    )
    standings.add(
        standing,
        by=by,
        at=at,
        state=Standing.State.MONITORING if monitoring_date else Standing.State.CLOSED,
        next_review_date=monitoring_date,
        waiting_for="",
        waiting_for_whom="",
    )
    until = f"; monitored until {monitoring_date:%-d %B %Y}" if monitoring_date else ""
    record.record(
        action="respond.register.close",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary=f"Closed: {ending.get_outcome_display().lower()}{until}",
        fields=["state", "next_review_date"],
    )
    return ending


@transaction.atomic
def reopen(
    *,
    concern: Concern,
    reason: str,
    owner: User,
    next_review_date: date,
    by: User,
    at: datetime,
) -> Ending:
    """Open a closed or monitored concern again. Its category stays until another is decided."""
    viewer.require(by, Permission.MANAGE_CONCERN, at=concern.organisation)
    locked, standing = standings.lock(concern, at=at)
    refused = rules.why_not_reopen(
        state=standing.state,
        reason=reason,
        next_review=next_review_date,
        today=timezone.localdate(at),
    )
    refused = refused or standings.why_not_owner(owner, locked.organisation)
    if refused:
        raise CannotReopen(refused)
    ending = Ending.objects.create(
        concern=locked, kind=Ending.Kind.REOPENED, reason=reason.strip(), at=at, by=by
    )
    standings.add(
        standing,
        by=by,
        at=at,
        state=Standing.State.OPEN,
        owner=owner,
        next_review_date=next_review_date,
        direction=Standing.Direction.WORSE,
    )
    record.record(
        action="respond.register.reopen",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary="Reopened",
        fields=["state", "next_review_date"],
    )
    return ending
