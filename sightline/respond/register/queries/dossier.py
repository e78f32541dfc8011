"""A concern with everything on it, in two parts that are read apart.

``shared_part`` never reads a column or a row that is internal, so that what is drawn from it can
be shown to a provider; ``internal_part`` is read only for those who may see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from sightline.commitments.models import Commitment
from sightline.listen.replies.models import Reply
from sightline.people.models import User
from sightline.respond.register import rules, words
from sightline.respond.register.models import (
    CategoryDecision,
    Concern,
    Ending,
    Evidence,
    Note,
    Standing,
)
from sightline.standards.queries import Named, named


@dataclass(frozen=True)
class DecisionLine:
    decision: CategoryDecision
    evidence: tuple[Evidence, ...]  # what was cited of the shared evidence


@dataclass(frozen=True)
class SharedPart:
    """What the provider sees (or would, if the concern were shared). Nothing here is internal."""

    reference: str
    title: str
    summary: str
    level: str
    source: str
    concern: Concern  # deferred: reading an internal column of it would be a query of its own
    professions: tuple[str, ...]
    standards: tuple[Named, ...]
    standing: Standing
    standings: tuple[Standing, ...]  # oldest first
    decisions: tuple[DecisionLine, ...]  # newest first
    evidence: tuple[Evidence, ...]
    notes: tuple[Note, ...]
    endings: tuple[Ending, ...]

    @property
    def decision(self) -> CategoryDecision | None:
        """The decision that stands."""
        return self.decisions[0].decision if self.decisions else None

    @property
    def band(self) -> words.Band:
        return rules.band(self.score)

    @property
    def score(self) -> int:
        return rules.risk_score(self.standing.likelihood, self.standing.impact)

    @property
    def likelihood(self) -> words.Step:
        return words.LIKELIHOOD[self.standing.likelihood - 1]

    @property
    def impact(self) -> words.Step:
        return words.IMPACT[self.standing.impact - 1]

    @property
    def ending(self) -> Ending | None:
        """The closing that counts now."""
        last = self.endings[-1] if self.endings else None
        return last if last is not None and last.kind == Ending.Kind.CLOSED else None

    def review(self, today: date) -> str:
        return rules.review_state(self.standing.next_review_date, today=today)


@dataclass(frozen=True)
class InternalPart:
    summary: str
    evidence: tuple[Evidence, ...]
    notes: tuple[Note, ...]
    cited: frozenset[int]  # keys of internal evidence that a decision cites


def shared_part(concern: Concern) -> SharedPart:
    """The shared part of a concern. Nine queries."""
    safe = (
        Concern.objects.select_related(
            "organisation__provider",
            "organisation__icb",
            "environment__site",
            "programme",
            "raised_by",
        )
        .defer("internal_summary")
        .get(pk=concern.pk)
    )
    standings = tuple(
        concern.standings.select_related("category", "owner", "by").order_by("at", "id")
    )
    return SharedPart(
        reference=safe.reference,
        title=safe.title,
        summary=safe.summary,
        level=safe.get_level_display(),
        source=safe.get_source_display(),
        concern=safe,
        professions=tuple(concern.professions.values_list("name", flat=True)),
        standards=tuple(named(concern.standards.select_related("version"))),
        standing=standings[-1],
        standings=standings,
        decisions=_decisions(concern),
        evidence=_evidence(concern, is_internal=False),
        notes=_notes(concern, Note.Lane.SHARED),
        endings=tuple(concern.endings.select_related("by")),
    )


def internal_part(concern: Concern) -> InternalPart:
    """The internal part. Only for those who hold VIEW_INTERNAL there. Three queries."""
    return InternalPart(
        summary=concern.internal_summary,
        evidence=_evidence(concern, is_internal=True),
        notes=_notes(concern, Note.Lane.INTERNAL),
        cited=frozenset(
            CategoryDecision.evidence.through.objects.filter(
                categorydecision__concern=concern, evidence__is_internal=True
            ).values_list("evidence_id", flat=True)
        ),
    )


def _evidence(concern: Concern, *, is_internal: bool) -> tuple[Evidence, ...]:
    return tuple(
        concern.evidence.filter(is_internal=is_internal).select_related("dataset", "measure", "by")
    )


def _notes(concern: Concern, lane: str) -> tuple[Note, ...]:
    return tuple(concern.notes.filter(lane=lane).select_related("by"))


def _decisions(concern: Concern) -> tuple[DecisionLine, ...]:
    shared = Evidence.objects.filter(is_internal=False).select_related("measure")
    found = (
        concern.category_decisions.select_related("category", "by", "supersedes__category")
        .prefetch_related(Prefetch("evidence", queryset=shared))
        .order_by("-at", "-id")
    )
    return tuple(DecisionLine(one, tuple(one.evidence.all())) for one in found)


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment made because of the concern, and what learners were told."""

    commitment: Commitment
    status: str
    due_date: date
    replies: tuple[Reply, ...]


def commitments_of(concern: Concern, viewer: User) -> list[CommitmentLine]:
    """What was promised because of a concern, as far as the viewer may see it. Two queries."""
    found = list(
        Commitment.objects.visible_to(viewer)
        .with_status(timezone.localdate())
        .filter(because_kind=Commitment.Because.CONCERN, because_reference=concern.reference)
        .order_by("agreed_at", "pk")
    )
    replies = list(
        Reply.objects.visible_to(viewer).filter(commitment__in=[one.pk for one in found])
    )
    return [
        CommitmentLine(
            commitment=one,
            status=one.status,
            due_date=one.due_date,
            replies=tuple(reply for reply in replies if reply.commitment_id == one.pk),
        )
        for one in found
    ]
