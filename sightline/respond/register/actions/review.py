from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.respond.register import rules, standings
from sightline.respond.register.models import Concern, Standing
from sightline.trail import record


class CannotReview(Refusal):
    """The review cannot be written as it is."""


class CannotShare(Refusal):
    """The concern cannot be shared now."""


@transaction.atomic
def review(
    *,
    concern: Concern,
    likelihood: int,
    impact: int,
    controls: str,
    learners_affected: int | None,
    owner: User,
    next_review_date: date,
    direction: str,
    waiting_for: str,
    waiting_for_whom: str,
    by: User,
    at: datetime,
    seen: Standing | None = None,
) -> Standing:
    """Write how the concern stands after a review.

    ``seen`` is the standing that the reviewer had in view; a later one refuses the review, so that
    nobody overwrites what they have not read.
    """
    viewer.require(by, Permission.MANAGE_CONCERN, at=concern.organisation)
    locked, standing = standings.lock(concern, at=at)
    refused = ""
    if standing.state == Standing.State.CLOSED:
        refused = "This concern is closed. Reopen it before you review it."
    elif seen is not None and seen.pk != standing.pk:
        refused = (
            f"{standing.by.name} changed this concern while you were writing. "
            "Read what it says now, then review it again."
        )
    refused = refused or rules.why_not_review_on(next_review_date, today=timezone.localdate(at))
    refused = refused or rules.why_not_waiting(waiting_for, waiting_for_whom)
    refused = refused or standings.why_not_owner(owner, locked.organisation)
    if refused:
        raise CannotReview(refused)
    after = standings.add(
        standing,
        by=by,
        at=at,
        likelihood=likelihood,
        impact=impact,
        controls=controls.strip(),
        learners_affected=learners_affected,
        owner=owner,
        next_review_date=next_review_date,
        direction=direction,
        waiting_for=waiting_for.strip(),
        waiting_for_whom=waiting_for_whom.strip(),
    )
    record.record(
        action="respond.register.review",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary=f"Reviewed; next review by {after.next_review_date:%-d %B %Y}",
        fields=standings.changed_fields(standing, after),
    )
    return after


@transaction.atomic
def share(*, concern: Concern, by: User, at: datetime) -> Concern:
    """Let the provider and its ICB see the shared part. It cannot be taken back."""
    viewer.require(by, Permission.MANAGE_CONCERN, at=concern.organisation)
    locked, _ = standings.lock(concern, at=at)
    if locked.shared_at is not None:
        raise CannotShare("This concern is shared already.")
    locked.shared_at = at
    locked.save(update_fields=["shared_at"])
    record.record(
        action="respond.register.share",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary="Shared with the provider",
        fields=["shared_at"],
    )
    return locked
