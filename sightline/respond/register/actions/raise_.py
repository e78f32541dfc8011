from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.listen.forums.points import actions as points
from sightline.listen.forums.points.models import Point
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)
from sightline.people.models import User
from sightline.respond.register import rules, standings
from sightline.respond.register.models import Concern, Evidence, Standing
from sightline.results.models import Dataset, Measure
from sightline.standards.models import Standard
from sightline.trail import record


class CannotRaise(Refusal):
    """The concern or its evidence cannot be written as it is."""


@dataclass(frozen=True)
class NewEvidence:
    """Evidence to be added: a survey result or a forum's point with the way back, or a statement.

    ``frozen`` is the cell as it passed the disclosure gate, as JSON values; see
    ``register/results.py``. A result has dataset, measure and group; a point has
    ``source_reference`` (see ``register/heard.py``); a signal has text and ``signal_reference``; a
    statement has text only.
    """

    dataset: Dataset | None = None
    measure: Measure | None = None
    group_level: str = ""
    group_code: str = ""
    group_other_code: str = ""
    source_reference: str = ""
    signal_reference: str = ""
    frozen: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    is_internal: bool = False

    @property
    def kind(self) -> Evidence.Kind:
        if self.signal_reference:
            return Evidence.Kind.SIGNAL
        if self.source_reference:
            return Evidence.Kind.FORUM
        return Evidence.Kind.STATEMENT if self.dataset is None else Evidence.Kind.FLAG


@transaction.atomic
def raise_concern(
    *,
    level: str,
    organisation: Organisation,
    environment: LearningEnvironment | None,
    programme: Programme | None,
    professions: Sequence[Profession],
    standards: Sequence[Standard],
    source: str,
    title: str,
    summary: str,
    internal_summary: str,
    learners_affected: int | None,
    likelihood: int,
    impact: int,
    controls: str,
    owner: User,
    next_review_date: date,
    evidence: Sequence[NewEvidence],
    share: bool,
    by: User,
    at: datetime,
) -> Concern:
    """Put a concern on the register, with the evidence that caused it.

    Whoever may not see the internal part writes none, and shares what they raise: otherwise they
    could not see their own concern.
    """
    viewer.require(by, Permission.RAISE_CONCERN, at=organisation)
    sees_internal = viewer.may(by, Permission.VIEW_INTERNAL, at=organisation)
    refused = rules.why_not_there(
        level=level,
        kind=organisation.kind,
        has_environment=environment is not None,
        has_programme=programme is not None,
        belongs=environment is None or environment.organisation_id == organisation.pk,
    )
    refused = refused or rules.why_not_review_on(next_review_date, today=timezone.localdate(at))
    refused = refused or standings.why_not_owner(owner, organisation)
    if not refused and not (title.strip() and summary.strip()):
        refused = "Give the concern a title and a summary."
    if not refused and not standards:
        refused = "Choose at least one standard that the concern bears on."
    if not refused and not sees_internal and (internal_summary or not share):
        refused = "What you raise here is shared with the provider. Leave the internal part empty."
    if refused:
        raise CannotRaise(refused)

    concern = Concern.objects.create(
        reference=references.next_reference("Q", timezone.localdate(at).year),
        level=level,
        organisation=organisation,
        environment=environment,
        programme=programme,
        source=source,
        title=title.strip(),
        summary=summary.strip(),
        internal_summary=internal_summary.strip(),
        raised_at=at,
        raised_by=by,
        shared_at=at if share else None,
    )
    concern.professions.set(professions)
    concern.standards.set(standards)
    Standing.objects.create(
        concern=concern,
        at=at,
        by=by,
        state=Standing.State.OPEN,
        likelihood=likelihood,
        impact=impact,
        controls=controls.strip(),
        learners_affected=learners_affected,
        owner=owner,
        next_review_date=next_review_date,
    )
    record.record(
        action="respond.register.raise_concern",
        subject=concern,
        by=by,
        at=at,
        reference=concern.reference,
        summary=f"Concern raised{' and shared with the provider' if share else ''}",
    )
    for one in evidence:
        _write_evidence(concern, one, sees_internal=sees_internal, by=by, at=at)
    return concern


@transaction.atomic
def add_evidence(*, concern: Concern, evidence: NewEvidence, by: User, at: datetime) -> Evidence:
    """Add a survey result or a statement to what is known about a concern, open or not."""
    viewer.require(by, Permission.MANAGE_CONCERN, at=concern.organisation)
    locked, _ = standings.lock(concern, at=at)
    sees_internal = viewer.may(by, Permission.VIEW_INTERNAL, at=locked.organisation)
    return _write_evidence(locked, evidence, sees_internal=sees_internal, by=by, at=at)


def _write_evidence(
    concern: Concern, new: NewEvidence, *, sees_internal: bool, by: User, at: datetime
) -> Evidence:
    text = new.text.strip()
    if new.kind in (Evidence.Kind.STATEMENT, Evidence.Kind.SIGNAL) and not text:
        raise CannotRaise("Say what the evidence is and where it comes from.")
    if new.kind == Evidence.Kind.FLAG and (new.measure is None or not new.frozen):
        raise CannotRaise("A survey result has to be one that can be shown.")
    point = None
    if new.kind == Evidence.Kind.FORUM:
        point = Point.objects.visible_to(by).filter(reference=new.source_reference).first()
        if point is None or not new.frozen:
            raise CannotRaise("There is no such point of a forum that you can see.")
    if new.is_internal and not sees_internal:
        raise CannotRaise("Evidence that you add here is shared with the provider.")
    made = Evidence.objects.create(
        concern=concern,
        kind=new.kind,
        dataset=new.dataset,
        measure=new.measure,
        group_level=new.group_level,
        group_code=new.group_code,
        group_other_code=new.group_other_code,
        source_reference=new.signal_reference or new.source_reference,
        frozen=dict(new.frozen),
        text=text,
        is_internal=new.is_internal,
        at=at,
        by=by,
    )
    record.record(
        action="respond.register.add_evidence",
        subject=concern,
        by=by,
        at=at,
        reference=concern.reference,
        summary=f"Evidence added: {made.get_kind_display().lower()}"
        f"{' (internal)' if new.is_internal else ''}",
        is_internal=new.is_internal,
    )
    if point is not None:
        points.note_concern(point=point, concern_reference=concern.reference, by=by, at=at)
    return made
