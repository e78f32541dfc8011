"""Every change to a commitment goes through here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.commitments import rules
from sightline.commitments.models import Check, Commitment, DueDate, Proof
from sightline.commitments.words import Status
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.results.models import Dataset, Measure
from sightline.standards.models import Standard
from sightline.trail import record


@transaction.atomic
def agree(
    *,
    kind: str,
    organisation: Organisation,
    programme: Programme | None,
    promise: str,
    evidence_expected: str,
    owner_name: str,
    owner: User | None,
    because_kind: str,
    because_reference: str,
    measures: Iterable[Measure],
    standards: Iterable[Standard],
    due_date: date,
    by: User,
    at: datetime,
    dataset: Dataset | None = None,
) -> Commitment:
    """Write down who promises what by when, because of what.

    ``dataset`` is the survey round in whose answers the measures were low.
    """
    viewer.require(by, Permission.AGREE_COMMITMENT, at=organisation)
    today = timezone.localdate(at)
    if due_date < today:
        raise Refusal("The date it is due must be today or later.")
    if owner is not None and not viewer.may(owner, Permission.VIEW_COMMITMENTS, at=organisation):
        raise Refusal(
            f"{owner.name} cannot see commitments of {organisation.name}, so cannot own this one. "
            "Choose somebody else, or give their name only."
        )
    commitment = Commitment.objects.create(
        reference=references.next_reference("C", today.year),
        kind=kind,
        organisation=organisation,
        programme=programme,
        promise=promise.strip(),
        evidence_expected=evidence_expected.strip(),
        owner_name=owner_name.strip() or (owner.name if owner else ""),
        owner=owner,
        because_kind=because_kind,
        because_reference=because_reference,
        dataset=dataset,
        first_due_date=due_date,
        agreed_at=at,
        agreed_by=by,
    )
    commitment.measures.set(measures)
    commitment.standards.set(standards)
    record.record(
        action="commitments.agree",
        subject=commitment,
        by=by,
        at=at,
        reference=commitment.reference,
        summary=f"{commitment.get_kind_display()} agreed because of {because_reference}, "
        f"due {due_date:%-d %B %Y}",
        fields=["promise", "owner", "due_date"],
    )
    return commitment


def _locked(commitment: Commitment, today: date) -> tuple[Commitment, Status]:
    """The commitment, locked until the end of the transaction, and how it stands."""
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    found = Commitment.objects.with_status(today).get(pk=commitment.pk)
    return found, Status(found.status)


@transaction.atomic
def send_proof(
    *, commitment: Commitment, text: str, done_date: date, by: User, at: datetime
) -> Proof:
    """Send what shows that the promise is kept. Somebody else checks it."""
    viewer.require(by, Permission.PROVE_COMMITMENT, at=commitment.organisation)
    today = timezone.localdate(at)
    _, status = _locked(commitment, today)
    rules.refuse_unless_proof_can_be_sent(status)
    rules.refuse_unless_done_by(done_date, today=today)
    if not text.strip():
        raise Refusal("Say what was done and how it can be seen.")
    proof = Proof.objects.create(
        commitment=commitment, text=text.strip(), done_date=done_date, by=by, at=at
    )
    record.record(
        action="commitments.send_proof",
        subject=commitment,
        by=by,
        at=at,
        reference=commitment.reference,
        summary="Proof sent that the commitment is kept",
        fields=["proof"],
    )
    return proof


@transaction.atomic
def check_proof(*, proof: Proof, outcome: str, reason: str, by: User, at: datetime) -> Check:
    """Accept a proof or send it back. Nobody checks what they sent themselves."""
    commitment = proof.commitment
    viewer.require(by, Permission.CHECK_COMMITMENT, at=commitment.organisation)
    _locked(commitment, timezone.localdate(at))
    if proof.by_id == by.pk:
        raise Refusal("You sent this proof yourself. Somebody else must check it.")
    if Check.objects.filter(proof=proof).exists():
        raise Refusal("This proof has been checked already. Nothing was changed.")
    if not reason.strip():
        raise Refusal("Say why you accept it or send it back.")
    made = Check.objects.create(
        proof=proof, proof_by=proof.by, outcome=outcome, reason=reason.strip(), by=by, at=at
    )
    accepted = outcome == Check.Outcome.ACCEPTED
    record.record(
        action="commitments.check_proof",
        subject=commitment,
        by=by,
        at=at,
        reference=commitment.reference,
        summary="Proof accepted: the commitment is kept" if accepted else "Proof sent back",
        fields=["check"],
    )
    return made


@transaction.atomic
def change_due_date(
    *, commitment: Commitment, due_date: date, reason: str, by: User, at: datetime
) -> DueDate:
    """Agree another date. The dates before stay in the record."""
    viewer.require(by, Permission.AGREE_COMMITMENT, at=commitment.organisation)
    today = timezone.localdate(at)
    found, status = _locked(commitment, today)
    old: date = found.due_date
    rules.refuse_unless_due_date_can_move(status, old=old, new=due_date, today=today)
    if not reason.strip():
        raise Refusal("Say why the date moves.")
    moved = DueDate.objects.create(
        commitment=commitment, due_date=due_date, reason=reason.strip(), by=by, at=at
    )
    record.record(
        action="commitments.change_due_date",
        subject=commitment,
        by=by,
        at=at,
        reference=commitment.reference,
        summary=f"Due date moved from {old:%-d %B %Y} to {due_date:%-d %B %Y}",
        fields=["due_date"],
    )
    return moved
