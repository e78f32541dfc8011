"""Panels and their decisions: every change goes through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.assess.evidence.models import Evidence
from sightline.govern.approvals import moving, rules
from sightline.govern.approvals.conditions.models import Condition
from sightline.govern.approvals.documents.models import ApprovalDocument, DocumentWithdrawal
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.panels import numbers as numbers_said
from sightline.govern.approvals.panels import queries
from sightline.govern.approvals.panels.models import (
    ApprovedNumber,
    Decision,
    Declaration,
    Panel,
    PanelMember,
)
from sightline.govern.approvals.rules import CannotApprove
from sightline.govern.approvals.words import Capacity, ConditionState, Outcome, State
from sightline.govern.capacity import turns
from sightline.govern.passports import actions as passports
from sightline.listen.outside.models import EducationProvider
from sightline.people.models import User

MOST_MEMBERS = 20
MOST_CONDITIONS = 5


@dataclass(frozen=True)
class NewCondition:
    text: str
    owner_name: str
    due_date: date | None


@transaction.atomic
def open_panel(
    *, approval: Approval, meets_date: date, notes: str, by: User, at: datetime
) -> Panel:
    """Name the day on which a panel meets: about an application, or for a review."""
    held = moving.locked(approval, by, Permission.DECIDE_APPROVAL)
    if held.state not in rules.WITH_PANEL:
        raise CannotApprove(
            f"It is “{held.get_state_display().lower()}”, so no panel can meet about it."
        )
    if queries.open_panel(held) is not None:
        raise CannotApprove("A panel is named already. It decides before another is named.")
    if refused := rules.why_not_meeting_on(meets_date, timezone.localdate(at)):
        raise CannotApprove(refused)
    if held.state == State.SUBMITTED:
        moving.move(held, State.PANEL, reason="", by=by, at=at)
    panel = Panel.objects.create(
        approval=held,
        number=held.panels.count() + 1,
        meets_date=meets_date,
        notes=notes.strip(),
        at=at,
        by=by,
    )
    moving.line("panels.open", held, by, at, f"{panel} meets on {meets_date:%-d %B %Y}")
    return panel


@transaction.atomic
def add_member(
    *,
    panel: Panel,
    name: str,
    capacity: str,
    email: str,
    has_interest: bool,
    interest: str,
    belongs_to_place: bool,
    by: User,
    at: datetime,
) -> PanelMember:
    """Name somebody for a panel, with what they declare.

    Args:
        email: of their account here; "" for somebody without one.
        interest: what it is, where they have one.
    """
    held = _undecided(panel, by)
    name = " ".join(name.split())
    if not name:
        raise CannotApprove("Enter the person’s name.")
    if capacity not in Capacity:
        raise CannotApprove("Choose what they bring to the panel.")
    _refuse_undescribed(has_interest, interest)
    user = None
    if email.strip():
        user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if user is None:
            raise CannotApprove("Nobody signs in with this address. Leave it empty, or correct it.")
    there = list(panel.members.all())
    if any(
        one.name.lower() == name.lower() or (user is not None and one.user_id == user.pk)
        for one in there
    ):
        raise CannotApprove(f"{name} is on the panel already.")
    if len(there) >= MOST_MEMBERS:
        raise CannotApprove(f"A panel has at most {MOST_MEMBERS} people.")
    member = PanelMember.objects.create(
        panel=panel,
        name=name,
        capacity=capacity,
        user=user,
        belongs_to_place=belongs_to_place,
        at=at,
        by=by,
    )
    _declare(member, has_interest, interest, by, at)
    moving.line("panels.add_member", held, by, at, f"Somebody was named for {panel}")
    return member


@transaction.atomic
def declare(
    *, member: PanelMember, has_interest: bool, interest: str, by: User, at: datetime
) -> Declaration:
    """Note what a panel member declares now; what was declared before stays to be read."""
    held = _undecided(member.panel, by)
    _refuse_undescribed(has_interest, interest)
    made = _declare(member, has_interest, interest, by, at)
    moving.line("panels.declare", held, by, at, f"A declaration of interest for {member.panel}")
    return made


@transaction.atomic
def decide(
    *,
    panel: Panel,
    outcome: str,
    reasons: str,
    decided_date: date,
    review_date: date | None,
    lead: EducationProvider | None,
    without_readiness: str,
    why_early: str,
    deciders: Sequence[PanelMember],
    conditions: Sequence[NewCondition],
    numbers: Mapping[int, int],
    evidence: Sequence[Evidence],
    documents: Sequence[ApprovalDocument],
    by: User,
    at: datetime,
) -> Decision:
    """Write down what the panel decided. It cannot be changed; a later one follows it.

    Args:
        review_date: the last day on which an approval counts.
        why_early: why before the review date of the decision before, or for long so soon. Kept
            only where the review date needs it.
        numbers: learners at a time by the key of the application's line; proposed, where missing.

    Raises:
        CannotApprove: with what is wrong.
    """
    turns.take([panel.approval.organisation_id])
    held = _undecided(panel, by)
    today = timezone.localdate(at)
    if outcome not in Outcome:
        raise CannotApprove("Choose one of the decisions listed.")
    is_for = State(outcome) in rules.APPROVED
    signed = joining.signed_assessment(held, today)
    _refuse_wrong(
        held, panel, outcome, reasons, decided_date, today,
        conditions=conditions, has_readiness=signed is not None, without=without_readiness,
    )  # fmt: skip
    chosen = {one.pk for one in deciders}
    seats = queries.seats(panel, held.organisation, today)
    if refused := rules.why_not_decided_by([s.as_rule for s in seats if s.member.pk in chosen]):
        raise CannotApprove(refused)
    before = queries.before(held)
    if refused := rules.why_not_decided_on(decided_date, before=before):
        raise CannotApprove(refused)
    if is_for and (
        refused := rules.why_not_reviewed_on(
            review_date, decided_date, before=before, why_early=why_early
        )
    ):
        raise CannotApprove(refused)
    needs_reason = (
        is_for
        and review_date is not None
        and review_date > rules.latest_review_date(decided_date, before=before)
    )
    # Asked anew: what the form has read may be older than the lock.
    if DocumentWithdrawal.objects.filter(document__in=documents).exists():
        raise CannotApprove("A document was withdrawn meanwhile. Choose among those that are left.")
    approved_before = numbers_said.of_last_decision(held)
    decision = Decision.objects.create(
        approval=held,
        panel=panel,
        outcome=outcome,
        reasons=reasons.strip(),
        decided_date=decided_date,
        review_date=review_date if is_for else None,
        lead=lead if is_for else None,
        readiness=signed.reference if signed else "",
        without_readiness=without_readiness.strip() if is_for and not signed else "",
        why_early=why_early.strip() if needs_reason else "",
        passport=passports.freeze(
            place=held.place,
            for_what=f"Decision on approval {held.reference}",
            for_reference=held.reference,
            by=by,
            at=at,
        ),
        at=at,
        by=by,
    )
    decision.deciders.set(deciders)
    decision.evidence.set(evidence)
    decision.documents.set(documents)
    if is_for:
        _approve(held, decision, conditions, numbers)
    moving.move(held, State(outcome), reason=reasons, by=by, at=at)
    if outcome != Outcome.NOT_APPROVED:
        numbers_said.say_changed(
            held, approved_before, numbers_said.in_force(held), day=decided_date, by=by, at=at
        )
    return decision


def _approve(
    held: Approval,
    decision: Decision,
    conditions: Sequence[NewCondition],
    numbers: Mapping[int, int],
) -> None:
    """What follows from a decision for the place: numbers, conditions, review date, lead."""
    waiting = [ConditionState.OPEN, ConditionState.NOT_MET]
    held.conditions.filter(state__in=waiting).update(state=ConditionState.REPLACED)
    Condition.objects.bulk_create(
        Condition(
            approval=held,
            decision=decision,
            text=one.text.strip(),
            owner_name=" ".join(one.owner_name.split()),
            due_date=one.due_date,
        )
        for one in conditions
        if one.due_date is not None  # refused before
    )
    lines = list(held.lines.all())
    if any(not 0 <= numbers.get(one.pk, 0) <= rules.MOST_LEARNERS for one in lines):
        raise CannotApprove(f"Enter numbers of learners from 0 to {rules.MOST_LEARNERS}.")
    ApprovedNumber.objects.bulk_create(
        ApprovedNumber(decision=decision, line=one, learners=numbers.get(one.pk, one.learners))
        for one in lines
    )
    held.review_date, held.lead = decision.review_date, decision.lead


def _refuse_wrong(
    held: Approval,
    panel: Panel,
    outcome: str,
    reasons: str,
    decided_date: date,
    today: date,
    *,
    conditions: Sequence[NewCondition],
    has_readiness: bool,
    without: str,
) -> None:
    if refused := rules.why_not_outcome(
        held.state,
        outcome,
        conditions=len(conditions),
        reasons=reasons,
        has_readiness=has_readiness,
        without=without,
    ):
        raise CannotApprove(refused)
    if decided_date > today:
        raise CannotApprove("The day of the decision cannot be after today.")
    if decided_date < panel.meets_date:
        raise CannotApprove(
            f"The panel meets on {panel.meets_date:%-d %B %Y}. It cannot decide before."
        )
    for one in conditions:
        if not one.text.strip() or not one.owner_name.strip() or one.due_date is None:
            raise CannotApprove("Each condition needs words, an owner and a date.")
        if one.due_date < decided_date:
            raise CannotApprove("A condition cannot be due before the day of the decision.")


def _undecided(panel: Panel, by: User) -> Approval:
    held = moving.locked(panel.approval, by, Permission.DECIDE_APPROVAL)
    if Decision.objects.filter(panel=panel).exists():
        raise CannotApprove(f"{panel} has decided already. Name another panel.")
    return held


def _refuse_undescribed(has_interest: bool, interest: str) -> None:
    if has_interest and not interest.strip():
        raise CannotApprove("Say what the interest is.")


def _declare(
    member: PanelMember, has_interest: bool, interest: str, by: User, at: datetime
) -> Declaration:
    return Declaration.objects.create(
        member=member,
        has_interest=has_interest,
        note=interest.strip() if has_interest else "",
        at=at,
        by=by,
    )
