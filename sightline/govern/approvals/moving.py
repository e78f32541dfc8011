"""An approval as it is, locked; and its moves from state to state, each with its line."""

from __future__ import annotations

from datetime import datetime

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns.contributors import actions as contributing
from sightline.base.refusal import NotPermitted
from sightline.govern.approvals import rules
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.joining.models import OpenedSection
from sightline.govern.approvals.models import Approval, Coverage, Step
from sightline.govern.approvals.words import State
from sightline.people.models import User
from sightline.trail import record


def locked(approval: Approval, by: User, permission: Permission) -> Approval:
    """Locked until the transaction ends, for whoever sees it and has the permission there."""
    held = unguarded(approval)
    viewer.require(by, permission, at=held.organisation)
    if not Approval.objects.visible_to(by).filter(pk=held.pk).exists():
        raise NotPermitted("You cannot do this here. This approval is not yours to change.")
    return held


def unguarded(approval: Approval) -> Approval:
    """Locked, for an action that has looked in another way who it is for."""
    return (
        Approval.objects.select_for_update(of=("self",))
        .select_related("organisation", "environment")
        .get(pk=approval.pk)
    )


def move(approval: Approval, after: State, *, reason: str, by: User, at: datetime) -> Step:
    """Write the step. Raises rules.CannotApprove where it may not follow."""
    rules.refuse_unless_may_follow(approval.state, after)
    step = Step.objects.create(
        approval=approval, before=approval.state, after=after, reason=reason.strip(), at=at, by=by
    )
    approval.state = after
    approval.save(update_fields=["state", "review_date", "lead"])
    if after in rules.FINAL or after == State.DRAFT:
        Coverage.objects.filter(approval=approval, is_open=True).update(is_open=False)
    if after in rules.FINAL:
        contributing.end_opened(
            contributors=list(
                OpenedSection.objects.filter(contact__approval=approval).values_list(
                    "contributor_id", flat=True
                )
            ),
            because=joining.over_with(approval),
            by=by,
            at=at,
        )
    line(f"move.{after}", approval, by, at, f"Now: {State(after).label}", ["state"])
    return step


def line(
    verb: str,
    approval: Approval,
    by: User | None,
    at: datetime,
    summary: str,
    fields: list[str] | None = None,
) -> None:
    record.record(
        action=f"govern.approvals.{verb}",
        subject=approval,
        by=by,
        at=at,
        reference=approval.reference,
        summary=summary[:300],
        fields=fields or [],
    )
