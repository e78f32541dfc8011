"""One approval for all who send learners: relying on it, and asking about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import NotPermitted
from sightline.govern.approvals import moving, queries, rules
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.rules import CannotApprove
from sightline.govern.approvals.sharing.models import Question, QuestionAnswer, Reliance
from sightline.govern.approvals.words import QuestionKind
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import Programme
from sightline.people.models import User


@transaction.atomic
def rely(
    *,
    approval: Approval,
    education_provider: EducationProvider,
    programme: Programme | None,
    by: User,
    at: datetime,
) -> Reliance:
    """Rely on an approval for one programme, or all. Before the decision it waits for it."""
    held = _of_school(approval, education_provider, by)
    if held.state not in rules.TAKEN:
        raise CannotApprove(f"It is “{held.get_state_display().lower()}”. Nobody can rely on it.")
    stands = queries.standing_of(held, timezone.localdate(at))
    if held.review_date is not None and stands not in rules.RELIABLE:
        raise CannotApprove(
            f"It is “{stands.label.lower()}”. Nobody can begin to rely on it before a panel has "
            "decided."
        )
    covered = set(held.lines.values_list("profession_id", flat=True))
    if programme is not None and programme.profession_id not in covered:
        raise CannotApprove(f"{programme} is not among the learners that it is for.")
    if held.reliances.filter(
        education_provider=education_provider, programme=programme, ended_at=None
    ).exists():
        raise CannotApprove(f"{education_provider} relies on it already.")
    made = Reliance.objects.create(
        approval=held, education_provider=education_provider, programme=programme, at=at, by=by
    )
    moving.line("sharing.rely", held, by, at, f"{education_provider} relies on it", ["reliances"])
    return made


@transaction.atomic
def end_relying(*, reliance: Reliance, by: User, at: datetime) -> Reliance:
    """Say that an education provider relies on it no more. The record stays."""
    held = moving.unguarded(reliance.approval)
    found = (
        Reliance.objects.select_for_update(of=("self",))
        .select_related("education_provider")
        .get(pk=reliance.pk)
    )
    viewer.require(by, Permission.APPLY_FOR_APPROVAL, at=held.organisation)
    joining.refuse_unless_acts_for(by, found.education_provider)
    if found.ended_at is not None:
        raise CannotApprove("This has ended already. Nothing was changed.")
    found.ended_at, found.ended_by = at, by
    found.save(update_fields=["ended_at", "ended_by"])
    said = f"{found.education_provider} relies on it no more"
    moving.line("sharing.end_relying", held, by, at, said, ["reliances"])
    return found


@transaction.atomic
def ask(
    *,
    approval: Approval,
    kind: str,
    text: str,
    education_provider: EducationProvider | None,
    by: User,
    at: datetime,
) -> Question:
    """Ask about an approval, or object to it. The quality team answers."""
    if education_provider is None:
        held = moving.locked(approval, by, Permission.VIEW_APPROVALS)
    else:
        held = _of_school(approval, education_provider, by)
    if kind not in QuestionKind:
        raise CannotApprove("Say whether it is a question or an objection.")
    if not text.strip():
        raise CannotApprove("Write your question or objection.")
    made = Question.objects.create(
        approval=held,
        kind=kind,
        text=text.strip(),
        education_provider=education_provider,
        at=at,
        by=by,
    )
    moving.line("sharing.ask", held, by, at, f"{made.get_kind_display()} was raised")
    return made


def _of_school(approval: Approval, school: EducationProvider, by: User) -> Approval:
    held = moving.unguarded(approval)
    viewer.require(by, Permission.APPLY_FOR_APPROVAL, at=held.organisation)
    joining.refuse_unless_acts_for(by, school)
    if not Approval.objects.known_to(by).filter(pk=held.pk).exists():
        raise NotPermitted("You cannot do this here.")
    return held


@transaction.atomic
def answer(*, question: Question, text: str, by: User, at: datetime) -> QuestionAnswer:
    """Answer a question or objection, once."""
    held = moving.locked(question.approval, by, Permission.DECIDE_APPROVAL)
    if QuestionAnswer.objects.filter(question=question).exists():
        raise CannotApprove("This was answered already.")
    if not text.strip():
        raise CannotApprove("Write the answer.")
    made = QuestionAnswer.objects.create(question=question, text=text.strip(), at=at, by=by)
    said = f"{question.get_kind_display()} was answered"
    moving.line("sharing.answer", held, by, at, said)
    return made
