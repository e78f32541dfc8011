from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.respond.register import rules, standings
from sightline.respond.register.models import (
    CategoryDecision,
    Concern,
    Evidence,
    IsfCategory,
    Standing,
)
from sightline.trail import record


class CannotDecide(Refusal):
    """The decision cannot be written as it is."""


@transaction.atomic
def decide_category(
    *,
    concern: Concern,
    category: IsfCategory,
    rationale: str,
    evidence: Sequence[Evidence],
    decided_by: str,
    decided_date: date,
    next_review_date: date,
    supersedes: CategoryDecision | None,
    by: User,
    at: datetime,
) -> CategoryDecision:
    """Decide an Intensive Support Framework category.

    ``supersedes`` is the decision that stood when the decider looked (None: there was none). If
    another has been made since, this one is refused. ``decided_by`` names who decided: a person
    or a committee; ``by`` wrote it down.
    """
    viewer.require(by, Permission.DECIDE_CATEGORY, at=concern.organisation)
    locked, standing = standings.lock(concern, at=at)
    stands = (
        locked.category_decisions.filter(superseded_by=None)
        .select_related("category", "by")
        .first()
    )
    if stands is not None and (supersedes is None or supersedes.pk != stands.pk):
        raise CannotDecide(
            f"{stands.by.name} recorded category {stands.category.number} on "
            f"{timezone.localdate(stands.at):%-d %B %Y}, after you opened this page. "
            "Read that decision, then decide again if you still need to."
        )
    if stands is None and supersedes is not None:
        raise CannotDecide("The decision that you want to replace is not on this concern.")
    refused = rules.why_not_decide(
        state=standing.state,
        rationale=rationale,
        decided_by=decided_by,
        cited=evidence,
        decided_date=decided_date,
        previous_date=stands.decided_date if stands else None,
        raised_date=timezone.localdate(locked.raised_at),
        next_review=next_review_date,
        today=timezone.localdate(at),
    )
    if not refused and any(one.concern_id != locked.pk for one in evidence):
        refused = "Cite evidence that is on this concern."
    if not refused and not IsfCategory.in_force_on(decided_date).filter(pk=category.pk).exists():
        refused = "Choose a category that was in force on the day of the decision."
    if refused:
        raise CannotDecide(refused)

    decision = CategoryDecision.objects.create(
        concern=locked,
        category=category,
        supersedes=stands,
        rationale=rationale.strip(),
        decided_by=decided_by.strip(),
        decided_date=decided_date,
        next_review_date=next_review_date,
        at=at,
        by=by,
    )
    decision.evidence.set(evidence)
    _stand(standing, decision, by=by, at=at)
    record.record(
        action="respond.register.decide_category",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary=f"Category {category.number} ({category.name}) decided",
        fields=["category", "direction", "next_review_date"],
    )
    return decision


def _stand(standing: Standing, decision: CategoryDecision, *, by: User, at: datetime) -> None:
    previous = decision.supersedes.category.number if decision.supersedes else None
    standings.add(
        standing,
        by=by,
        at=at,
        category=decision.category,
        direction=(
            standing.direction
            if previous is None
            else rules.direction(previous, decision.category.number)
        ),
        next_review_date=decision.next_review_date,
    )
