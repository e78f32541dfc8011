"""Every judgement goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.evidence.items import Item
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.rules import fresh_voices
from sightline.assess.judgements import queries, rules
from sightline.assess.judgements.models import Cited, Judgement
from sightline.assess.places import Place
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.standards.models import Standard
from sightline.standards.succession import queries as succession
from sightline.trail import record


class CannotJudge(Refusal):
    """The judgement cannot be recorded as it is."""


@transaction.atomic
def judge(
    *,
    place: Place,
    standard: Standard,
    outcome: str,
    confidence: str,
    reasons: str,
    dissent: str,
    made_by: str,
    decided_date: date,
    next_review_date: date,
    cited: Sequence[Item],
    supersedes: Judgement | None,
    by: User,
    at: datetime,
) -> Judgement:
    """Record what named people decided about a standard in a place.

    ``cited`` is what it rests on, as ``by`` may see it; a copy of each is kept. ``supersedes`` is
    the judgement that stood when they looked (None: there was none); if another was recorded
    since, this one is refused.
    """
    viewer.require(by, Permission.JUDGE_STANDARDS, at=place.organisation)
    place.refuse_if_wrong()
    # Judgements of one place are made one after the other.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=place.organisation.pk)
    stands = queries.standing(place, standard.number, succession.lineage(standard.version))
    if (stands.pk if stands else None) != (supersedes.pk if supersedes else None):
        raise CannotJudge(_changed_since(stands))
    if stands is not None and at < stands.at:
        raise CannotJudge("Judgements are recorded in the order in which they are made.")
    marks = [one.mark for one in cited]
    refused = rules.why_not_judge(
        outcome=outcome,
        confidence=confidence,
        reasons=reasons,
        made_by=made_by,
        cited=marks,
        decided=decided_date,
        previous=stands.decided_date if stands else None,
        next_review=next_review_date,
        today=timezone.localdate(at),
    )
    refused = refused or _why_not_cite(place, standard, cited, by)
    if refused:
        raise CannotJudge(refused)
    made = Judgement.objects.create(
        **place.columns,
        reference=references.next_reference("J", timezone.localdate(at).year),
        standard=standard,
        outcome=outcome,
        confidence=confidence,
        reasons=reasons.strip(),
        dissent=dissent.strip(),
        made_by=made_by.strip(),
        decided_date=decided_date,
        next_review_date=next_review_date,
        voices=len(fresh_voices(marks, decided_date)),
        supersedes=stands,
        at=at,
        by=by,
    )
    Cited.objects.bulk_create(_copy(made, one) for one in cited)
    record.record(
        action="assess.judgements.judge",
        subject=made,
        by=by,
        at=at,
        reference=made.reference,
        summary=f"Standard {standard.number} judged: {made.get_outcome_display()}",
    )
    return made


def _changed_since(stands: Judgement | None) -> str:
    if stands is None:
        return "The judgement that you want to replace is not of this standard in this place."
    return (
        f"{stands.by.name} recorded “{stands.get_outcome_display()}” on "
        f"{timezone.localdate(stands.at):%-d %B %Y}, after you opened this page. "
        "Read that judgement, then judge again if you still need to."
    )


def _why_not_cite(place: Place, standard: Standard, cited: Sequence[Item], by: User) -> str:
    if any(one.standards and standard.number not in one.standards for one in cited):
        return "Cite evidence that bears on this standard."
    rows = {one.evidence_pk for one in cited if one.evidence_pk is not None}
    there = Evidence.objects.visible_to(by).filter(place.q(), pk__in=rows, withdrawal=None)
    if there.count() != len(rows):
        return "Some of the evidence was withdrawn since, or is not of this place. Choose again."
    return ""


def _copy(judgement: Judgement, one: Item) -> Cited:
    return Cited(
        judgement=judgement,
        evidence_id=one.evidence_pk,
        key=one.key,
        kind=one.kind,
        voice=one.voice,
        direction=one.direction,
        strength=one.strength,
        stale_date=one.stale_from,
        is_internal=one.is_internal,
        source=one.href,
        frozen=one.frozen(),
    )
