"""The steps that stories are made of: raise, decide, review, promise, keep, tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.demo.stories.world import World
from sightline.listen.replies import actions as replies
from sightline.organisations.models import LearningEnvironment, Organisation, Programme
from sightline.people.models import User
from sightline.respond.register import actions as register
from sightline.respond.register.models import Concern
from sightline.results.levels import GroupKey
from sightline.results.models import Measure


def raise_from_results(
    world: World,
    *,
    index: int,
    key: GroupKey,
    measures: Sequence[Measure],
    at: datetime,
    title: str,
    summary: str,
    level: str = "organisation",
    environment: LearningEnvironment | None = None,
    risk: tuple[int, int] = (4, 3),
    learners: int | None = None,
    internal: str = "",
    share: bool = True,
    by: User | None = None,
) -> Concern:
    organisation = world.organisations[key.code]
    programme = world.programmes.get(key.other_code)
    by = by or world.manager(organisation)
    return register.raise_concern(
        level=level,
        organisation=organisation,
        environment=environment,
        programme=programme,
        professions=[programme.profession] if programme else [],
        standards=world.standards_of(measures),
        source="survey",
        title=title,
        summary=summary,
        internal_summary=internal,
        learners_affected=learners,
        likelihood=risk[0],
        impact=risk[1],
        controls="The provider has been told and names a lead.",
        owner=world.manager(organisation),
        next_review_date=at.date() + timedelta(days=42),
        evidence=world.evidence(index, key, measures),
        share=share,
        by=by,
        at=at,
    )


def decide(world: World, concern: Concern, number: int, rationale: str, at: datetime) -> None:
    category = world.categories[number]
    register.decide_category(
        concern=concern,
        category=category,
        rationale=rationale,
        evidence=list(concern.evidence.all()),
        decided_by="Regional education quality committee",
        decided_date=at.date(),
        next_review_date=at.date() + timedelta(days=category.review_within_days),
        supersedes=concern.category_decisions.filter(superseded_by=None).first(),
        by=world.manager(concern.organisation),
        at=at,
    )


def review(
    world: World,
    concern: Concern,
    at: datetime,
    *,
    risk: tuple[int, int],
    direction: str,
    days: int = 60,
    waiting: tuple[str, str] = ("", ""),
    controls: str = "Reviewed with the provider every month.",
) -> None:
    latest = concern.standings.last()
    register.review(
        concern=concern,
        likelihood=risk[0],
        impact=risk[1],
        controls=controls,
        learners_affected=latest.learners_affected if latest else None,
        owner=world.manager(concern.organisation),
        next_review_date=at.date() + timedelta(days=days),
        direction=direction,
        waiting_for=waiting[0],
        waiting_for_whom=waiting[1],
        by=world.manager(concern.organisation),
        at=at,
    )


def promise(
    world: World,
    concern: Concern,
    at: datetime,
    *,
    text: str,
    days: int,
    owner_name: str = "",
    shown_by: str = "A report to the education committee",
) -> Commitment:
    return register.agree_commitment(
        concern=concern,
        kind="commitment",
        promise=text,
        evidence_expected=shown_by,
        owner_name=owner_name,
        owner=None if owner_name else world.director(concern.organisation),
        due_date=at.date() + timedelta(days=days),
        by=world.manager(concern.organisation),
        at=at,
    )


def keep(world: World, commitment: Commitment, sender: User, at: datetime, text: str) -> None:
    """Proof by its sender, accepted two weeks later by the quality team."""
    proof = commitments.send_proof(
        commitment=commitment, text=text, done_date=at.date(), by=sender, at=at
    )
    commitments.check_proof(
        proof=proof,
        outcome="accepted",
        reason="Seen in the papers, and learners we met confirm it.",
        by=world.manager(commitment.organisation),
        at=at + timedelta(days=14),
    )


def tell(
    world: World,
    *,
    commitment: Commitment | None,
    organisation: Organisation,
    programme: Programme | None,
    index: int,
    measures: Sequence[Measure],
    you_said: str,
    we_did: str,
    outcome: str,
    at: datetime,
    passed_to: str = "",
) -> None:
    manager = world.manager(organisation)
    reply = replies.draft(
        organisation=organisation,
        programme=programme,
        commitment=commitment,
        dataset=world.datasets[index],
        measures=list(measures),
        you_said=you_said,
        outcome=outcome,
        we_did=we_did,
        passed_to=passed_to,
        by=manager,
        at=at,
    )
    replies.publish(reply=reply, by=manager, at=at + timedelta(days=1))
