from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.people.models import User
from sightline.respond.register import standings
from sightline.respond.register.models import Concern, Standing
from sightline.results.models import Dataset, Measure
from sightline.trail import record


class CannotAgree(Refusal):
    """The commitment cannot be agreed because of this concern."""


@transaction.atomic
def agree_commitment(
    *,
    concern: Concern,
    kind: str,
    promise: str,
    evidence_expected: str,
    owner_name: str,
    owner: User | None,
    due_date: date,
    by: User,
    at: datetime,
) -> Commitment:
    """Write down what somebody promises because of this concern.

    It bears on the concern's standards and on the measures of its shared evidence, in the newest
    round among it. The concern must be shared, because whoever promises has to see why.
    """
    viewer.require(by, Permission.AGREE_COMMITMENT, at=concern.organisation)
    locked, standing = standings.lock(concern, at=at)
    if locked.shared_at is None:
        raise CannotAgree(
            "The provider cannot see this concern yet. Share it before you agree a commitment."
        )
    if standing.state == Standing.State.CLOSED:
        raise CannotAgree("This concern is closed. Reopen it before you agree a commitment.")
    if not promise.strip():
        raise CannotAgree("Say what is promised.")
    if not owner_name.strip() and owner is None:
        raise CannotAgree("Say who promises it.")
    commitment = commitments.agree(
        kind=kind,
        organisation=locked.organisation,
        programme=locked.programme,
        promise=promise,
        evidence_expected=evidence_expected,
        owner_name=owner_name,
        owner=owner,
        because_kind=Commitment.Because.CONCERN,
        because_reference=locked.reference,
        measures=list(
            Measure.objects.filter(evidence__concern=locked, evidence__is_internal=False).distinct()
        ),
        dataset=Dataset.objects.filter(
            pk__in=locked.evidence.filter(is_internal=False).values("dataset")
        )
        .order_by("-collected_to", "-pk")
        .first(),
        standards=list(locked.standards.all()),
        due_date=due_date,
        by=by,
        at=at,
    )
    record.record(
        action="respond.register.agree_commitment",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary=f"{commitment.get_kind_display()} {commitment.reference} agreed",
    )
    return commitment
