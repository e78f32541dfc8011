"""Reviewing a signed return: accept, query, disagree; findings; the provider's replies."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns import lines
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.rules import questions_of
from sightline.assess.returns.locking import locked
from sightline.assess.returns.models import Return
from sightline.assess.returns.review import rules
from sightline.assess.returns.review.models import QueryReply, ReturnFinding, ReviewDecision
from sightline.assess.returns.review.rules import CannotReview
from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.people.models import User
from sightline.standards.models import Standard

Outcome = ReviewDecision.Outcome


@transaction.atomic
def decide(
    *, signature: Signature, question: str, outcome: str, reason: str, by: User, at: datetime
) -> ReviewDecision:
    """Accept an answer, query it, or disagree. What was said before stays on record."""
    found = _reviewed(signature, question, outcome, reason, by)
    decision = ReviewDecision.objects.create(
        signature=signature, question=question, outcome=outcome, reason=reason.strip(), by=by, at=at
    )
    said = f"An answer was {decision.get_outcome_display().lower()}: {question}"
    lines.write("review.decide", found, by, at, said)
    return decision


@transaction.atomic
def accept_the_rest(*, signature: Signature, by: User, at: datetime) -> int:
    """Accept every answer that nobody has said anything about: how many."""
    asked = list(questions_of(signature.content))
    found = _reviewed(signature, asked[0], Outcome.ACCEPTED, "", by)
    there = set(
        ReviewDecision.objects.filter(signature=signature).values_list("question", flat=True)
    )
    rows = [
        ReviewDecision(signature=signature, question=code, outcome=Outcome.ACCEPTED, by=by, at=at)
        for code in asked
        if code not in there
    ]
    ReviewDecision.objects.bulk_create(rows)
    if rows:
        lines.write("review.accept_the_rest", found, by, at, f"{len(rows)} answers accepted")
    return len(rows)


@transaction.atomic
def reply(*, decision: ReviewDecision, text: str, by: User, at: datetime) -> QueryReply:
    """The provider answers a query or disagreement."""
    found = locked(decision.signature.self_assessment)
    viewer.require(by, Permission.ANSWER_RETURN, at=found.organisation)
    if decision.outcome == Outcome.ACCEPTED:
        raise CannotReview("This answer was accepted. There is nothing to reply to.")
    if QueryReply.objects.filter(decision=decision).exists():
        raise CannotReview("This has been answered already. Nothing was changed.")
    if not text.strip():
        raise CannotReview("Write your reply first.")
    made = QueryReply.objects.create(decision=decision, text=text.strip(), by=by, at=at)
    lines.write(
        "review.reply",
        found,
        by,
        at,
        f"The provider replied about {_about(decision.signature, decision.question)}"[:300],
    )
    return made


@transaction.atomic
def find(
    *,
    signature: Signature,
    question: str,
    kind: str,
    text: str,
    owner_name: str,
    due_date: date | None,
    by: User,
    at: datetime,
) -> ReturnFinding:
    """Write down what came of an answer. A requirement or recommendation becomes a commitment."""
    found = _reviewed(signature, question, Outcome.ACCEPTED, "", by)
    if not text.strip():
        raise CannotReview("Say what you found.")
    commitment = None
    if kind != ReturnFinding.Kind.PRACTICE:
        if due_date is None or not owner_name.strip():
            raise CannotReview("Say who does it and by when.")
        commitment = _agree(found, signature, question, kind, text, owner_name, due_date, by, at)
    finding = ReturnFinding.objects.create(
        signature=signature,
        question=question,
        kind=kind,
        text=text.strip(),
        commitment=commitment,
        by=by,
        at=at,
    )
    lines.write(
        "review.find",
        found,
        by,
        at,
        f"{finding.get_kind_display()} written down about {_about(signature, question)}"[:300],
    )
    return finding


def _about(signature: Signature, question: str) -> str:
    """A question as its readers know it: by its standards, and as it was asked."""
    asked = questions_of(signature.content)[question]
    numbers = ", ".join(asked["standards"])
    name = "standard" if len(asked["standards"]) == 1 else "standards"
    return f"{name} {numbers}: {asked['ask']}" if numbers else str(asked["ask"])


def _agree(
    found: Return,
    signature: Signature,
    question: str,
    kind: str,
    text: str,
    owner_name: str,
    due_date: date,
    by: User,
    at: datetime,
) -> Commitment:
    numbers = questions_of(signature.content)[question]["standards"]
    return commitments.agree(
        kind=kind,
        organisation=found.organisation,
        programme=None,
        promise=text,
        evidence_expected="",
        owner_name=owner_name,
        owner=None,
        because_kind=Commitment.Because.RETURN,
        because_reference=found.reference,
        measures=[],
        standards=Standard.objects.filter(version=found.campaign.framework_id, number__in=numbers),
        due_date=due_date,
        by=by,
        at=at,
    )


def _reviewed(signature: Signature, question: str, outcome: str, reason: str, by: User) -> Return:
    found = locked(signature.self_assessment)
    viewer.require(by, Permission.REVIEW_RETURN, at=found.organisation)
    rules.refuse_unless_reviewable(
        is_current=found.current_id == signature.pk,
        question=question,
        asked=questions_of(signature.content),
        outcome=outcome,
        reason=reason,
    )
    return found
