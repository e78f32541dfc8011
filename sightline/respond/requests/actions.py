"""Requests for a review, until interventions take them up: every change goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.places import Place
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.respond.requests.models import RequestAnswer, ReviewRequest
from sightline.standards.models import Standard
from sightline.trail import record


class CannotRequest(Refusal):
    """The request, or its answer, cannot be written as it is."""


@transaction.atomic
def ask_for_review(
    *,
    place: Place,
    standards: Sequence[Standard],
    reason: str,
    because_reference: str,
    by: User,
    at: datetime,
) -> ReviewRequest:
    """Put a request for a review on the register."""
    viewer.require(by, Permission.MANAGE_CONCERN, at=place.organisation)
    place.refuse_if_wrong()
    if not reason.strip():
        raise CannotRequest("Say why a review is needed.")
    made = ReviewRequest.objects.create(
        **place.columns,
        reference=references.next_reference("R", timezone.localdate(at).year),
        reason=reason.strip(),
        because_reference=because_reference,
        at=at,
        by=by,
    )
    made.standards.set(standards)
    record.record(
        action="respond.requests.ask_for_review",
        subject=made,
        by=by,
        at=at,
        reference=made.reference,
        summary="Review asked for",
        is_internal=True,
    )
    return made


@transaction.atomic
def answer(
    *, request: ReviewRequest, outcome: str, reason: str, by: User, at: datetime
) -> RequestAnswer:
    """Say what comes of a request. It is answered once."""
    viewer.require(by, Permission.MANAGE_CONCERN, at=request.organisation)
    locked = ReviewRequest.objects.select_for_update().get(pk=request.pk)
    if RequestAnswer.objects.filter(request=locked).exists():
        raise CannotRequest("This request was answered already.")
    if outcome not in RequestAnswer.Outcome:
        raise CannotRequest("Choose what comes of the request.")
    if not reason.strip():
        raise CannotRequest("Say why, or what is planned.")
    made = RequestAnswer.objects.create(
        request=locked, outcome=outcome, reason=reason.strip(), at=at, by=by
    )
    record.record(
        action="respond.requests.answer",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary=f"Request answered: {made.get_outcome_display()}",
        is_internal=True,
    )
    return made
