"""Every change to a reply goes through here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.commitments.models import Commitment
from sightline.listen.replies import queries, rules
from sightline.listen.replies.models import Reopening, Reply
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.results.models import Dataset, Measure
from sightline.trail import record


class WouldIdentify(Refusal):
    """The text tells about so few people that they could be known."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


def _refuse_what_identifies(texts: Iterable[str], quoted: list[dict[str, Any]], least: int) -> None:
    percents = [q["percent_positive"] for q in quoted if q["shown"]]
    faults = [
        fault
        for text in texts
        for fault in rules.faults_in(text, percents=percents, threshold=least)
    ]
    if faults:
        raise WouldIdentify(faults)


def _refuse_what_is_missing(you_said: str, outcome: str, we_did: str, passed_to: str) -> None:
    if not you_said.strip():
        raise Refusal("Say what learners told you.")
    if not we_did.strip():
        raise Refusal("Say what was done, or why it was not changed.")
    if outcome not in Reply.Outcome:
        raise Refusal("Choose what came of it.")
    if outcome == Reply.Outcome.PASSED_ON and not passed_to.strip():
        raise Refusal("Say to whom it was passed.")


@transaction.atomic
def draft(
    *,
    organisation: Organisation,
    programme: Programme | None,
    commitment: Commitment | None,
    dataset: Dataset,
    measures: Sequence[Measure],
    you_said: str,
    outcome: str,
    we_did: str,
    passed_to: str,
    by: User,
    at: datetime,
) -> Reply:
    """Write a reply that only those see who may draft there. Nothing is public yet."""
    viewer.require(by, Permission.DRAFT_REPLY, at=organisation)
    _refuse_what_is_missing(you_said, outcome, we_did, passed_to)
    if not measures:
        raise Refusal("Choose at least one survey question that this reply answers.")
    if commitment is not None and commitment.organisation_id != organisation.pk:
        raise Refusal("That commitment belongs to another provider. Choose one of this provider.")
    reply = Reply.objects.create(
        reference=references.next_reference("Y", timezone.localdate(at).year),
        organisation=organisation,
        programme=programme,
        commitment=commitment,
        dataset=dataset,
        you_said=you_said.strip(),
        outcome=outcome,
        we_did=we_did.strip(),
        passed_to=passed_to.strip() if outcome == Reply.Outcome.PASSED_ON else "",
        drafted_by=by,
        drafted_at=at,
    )
    reply.measures.set(measures)
    record.record(
        action="listen.replies.draft",
        subject=reply,
        by=by,
        at=at,
        reference=reply.reference,
        summary="Reply to learners drafted",
        fields=["you_said", "we_did", "outcome"],
    )
    return reply


def _locked(reply: Reply) -> Reply:
    return (
        Reply.objects.select_for_update(of=("self",))
        .select_related("organisation", "programme", "dataset")
        .get(pk=reply.pk)
    )


@transaction.atomic
def amend(
    *,
    reply: Reply,
    you_said: str,
    outcome: str,
    we_did: str,
    passed_to: str,
    by: User,
    at: datetime,
) -> Reply:
    """Change a draft. What is published stays as it was read: withdraw it and write another."""
    viewer.require(by, Permission.DRAFT_REPLY, at=reply.organisation)
    found = _locked(reply)
    if found.state != Reply.State.DRAFT:
        raise Refusal("This reply has been published, so it cannot be changed. Withdraw it first.")
    _refuse_what_is_missing(you_said, outcome, we_did, passed_to)
    new = {
        "you_said": you_said.strip(),
        "outcome": outcome,
        "we_did": we_did.strip(),
        "passed_to": passed_to.strip() if outcome == Reply.Outcome.PASSED_ON else "",
    }
    changed = [name for name, value in new.items() if getattr(found, name) != value]
    if changed:
        for name in changed:
            setattr(found, name, new[name])
        found.save(update_fields=changed)
        record.record(
            action="listen.replies.amend",
            subject=found,
            by=by,
            at=at,
            reference=found.reference,
            summary="Draft of the reply changed",
            fields=changed,
        )
    return found


@transaction.atomic
def publish(*, reply: Reply, by: User, at: datetime) -> Reply:
    """Put a draft on the provider's public page, with its figures frozen as they are today."""
    viewer.require(by, Permission.PUBLISH_REPLY, at=reply.organisation)
    found = _locked(reply)
    if found.state != Reply.State.DRAFT:
        raise Refusal("This reply is not a draft any more. Nothing was changed.")
    quoted = queries.quote(
        organisation=found.organisation,
        programme=found.programme,
        dataset=found.dataset,
        measures=found.measures.all(),
    )
    _refuse_what_identifies(
        (found.you_said, found.we_did, found.passed_to), quoted, found.dataset.threshold_public
    )
    found.quoted = quoted
    found.state = Reply.State.PUBLISHED
    found.published_at = at
    found.published_by = by
    found.save(update_fields=["quoted", "state", "published_at", "published_by"])
    record.record(
        action="listen.replies.publish",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary="Reply published to learners",
        fields=["state", "quoted"],
    )
    return found


@transaction.atomic
def withdraw(*, reply: Reply, reason: str, by: User, at: datetime) -> Reply:
    """Take a published reply off the public page. It stays in the record with the reason."""
    viewer.require(by, Permission.PUBLISH_REPLY, at=reply.organisation)
    found = _locked(reply)
    if found.state != Reply.State.PUBLISHED:
        raise Refusal("Only a published reply can be withdrawn.")
    if not reason.strip():
        raise Refusal("Say why it is withdrawn.")
    found.state = Reply.State.WITHDRAWN
    found.withdrawn_at = at
    found.withdrawn_reason = reason.strip()
    found.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    record.record(
        action="listen.replies.withdraw",
        subject=found,
        by=by,
        at=at,
        reference=found.reference,
        summary="Reply withdrawn from the public page",
        fields=["state"],
    )
    return found


@transaction.atomic
def answer_reopening(*, reopening: Reopening, answer: str, by: User, at: datetime) -> Reopening:
    """Say what was done about a reply that too few of the later learners have seen."""
    viewer.require(by, Permission.DRAFT_REPLY, at=reopening.reply.organisation)
    found = Reopening.objects.select_for_update().get(pk=reopening.pk)
    if found.answered_at is not None:
        raise Refusal("Somebody has answered this already. Nothing was changed.")
    if not answer.strip():
        raise Refusal("Say what was looked at, and what is done now.")
    found.answer, found.answered_by, found.answered_at = answer.strip(), by, at
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    record.record(
        action="listen.replies.answer_reopening",
        subject=reopening.reply,
        by=by,
        at=at,
        reference=reopening.reply.reference,
        summary="Looked at again, because later learners had not seen it",
        fields=["answer"],
    )
    return found
