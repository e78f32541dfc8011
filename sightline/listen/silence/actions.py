"""Every change to a signed "no action because" goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import reasons, references
from sightline.base.refusal import Refusal
from sightline.listen.silence.models import NoAction, NoActionEnd
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.results.models import Dataset, Measure
from sightline.trail import record


@transaction.atomic
def sign(
    *,
    organisation: Organisation,
    programme: Programme | None,
    dataset: Dataset,
    measures: Sequence[Measure],
    reason: str,
    by: User,
    at: datetime,
) -> NoAction:
    """Sign that nothing will be done about low results of a round, and why."""
    viewer.require(by, Permission.SIGN_NO_ACTION, at=organisation)
    if not measures:
        raise Refusal("Choose at least one result that nothing will be done about.")
    if any(one.survey != dataset.survey for one in measures):
        raise Refusal("Choose results of this round’s survey only.")
    if not reasons.is_judgeable(reason):
        raise Refusal("Say why nothing will be done, in a sentence that others can judge.")
    signed = NoAction.objects.create(
        reference=references.next_reference("N", timezone.localdate(at).year),
        organisation=organisation,
        programme=programme,
        dataset=dataset,
        reason=reason.strip(),
        signed_by=by,
        signed_at=at,
    )
    signed.measures.add(*measures)
    record.record(
        action="listen.silence.sign",
        subject=signed,
        by=by,
        at=at,
        reference=signed.reference,
        summary=f"Signed: no action on {len(measures)} low results of {dataset}"[:300],
        fields=["reason", "measures"],
    )
    return signed


@transaction.atomic
def take_back(*, no_action: NoAction, reason: str, by: User, at: datetime) -> NoActionEnd:
    """Something will be done after all. The signed decision stays in the record."""
    viewer.require(by, Permission.SIGN_NO_ACTION, at=no_action.organisation)
    found = NoAction.objects.select_for_update().get(pk=no_action.pk)
    if NoActionEnd.objects.filter(no_action=found).exists():
        raise Refusal("This was taken back already. Nothing was changed.")
    if not reason.strip():
        raise Refusal("Say why it is taken back.")
    ended = NoActionEnd.objects.create(no_action=found, reason=reason.strip(), by=by, at=at)
    record.record(
        action="listen.silence.take_back",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary="“No action” taken back",
        fields=["end"],
    )
    return ended
