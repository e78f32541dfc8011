"""Requests to expand, and the decisions on them, go through here."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.places import Place
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.govern.capacity import actions as capacity
from sightline.govern.capacity import queries as capacities
from sightline.govern.capacity import turns
from sightline.govern.capacity.models import LEVELS, CapacityFigure
from sightline.govern.capacity.words import Kind
from sightline.govern.expansions import rules
from sightline.govern.expansions.models import ExpansionDecision, ExpansionRequest
from sightline.govern.expansions.words import Outcome
from sightline.govern.passports import actions as passports
from sightline.organisations.models import Profession
from sightline.organisations.words import Level as Study
from sightline.people.models import User
from sightline.trail import record


class CannotExpand(Refusal):
    """The request, or the decision on it, cannot be written as it is."""


@transaction.atomic
def ask(
    *,
    place: Place,
    profession: Profession,
    study: str,
    extra: int,
    from_date: date,
    supervision: str,
    why: str,
    by: User,
    at: datetime,
) -> ExpansionRequest:
    """Ask to take more learners. The passport of the place is frozen with the request."""
    viewer.require(by, Permission.ASK_TO_EXPAND, at=place.organisation)
    place.refuse_if_wrong()
    today = timezone.localdate(at)
    if place.level not in LEVELS:
        raise CannotExpand("Choose a provider, a site or a learning environment.")
    if study not in Study:
        raise CannotExpand("Choose a level of study.")
    refused = rules.why_not_ask(
        extra=extra, from_date=from_date, supervision=supervision, why=why, today=today
    )
    if refused:
        raise CannotExpand(refused)
    # Requests of one place are made one after the other.
    turns.take([place.organisation.pk])
    before = (
        ExpansionRequest.objects.filter(place.q(), profession=profession, study=study)
        .filter(followed_by=None)
        .select_related("decision", "by")
        .first()
    )
    if before is not None and not hasattr(before, "decision"):
        raise CannotExpand(
            f"{before.by.name} asked for the same on {timezone.localdate(before.at):%-d %B %Y}: "
            f"{before.reference} waits for a decision. Nothing was sent twice."
        )
    approved = capacities.standing(place, profession, study, Kind.APPROVED, today)
    actual = capacities.standing(place, profession, study, Kind.ACTUAL, today)
    reference = references.next_reference("X", today.year)
    passport = passports.freeze(
        place=place,
        for_what=f"Request to expand {reference}, as asked",
        for_reference=reference,
        by=by,
        at=at,
    )
    made = ExpansionRequest.objects.create(
        **place.columns,
        reference=reference,
        profession=profession,
        study=study,
        extra=extra,
        from_date=from_date,
        supervision=supervision.strip(),
        why=why.strip(),
        approved_then=approved.count if approved else None,
        actual_then=actual.count if actual else None,
        follows=before,
        passport=passport,
        at=at,
        by=by,
    )
    record.record(
        action="govern.expansions.ask",
        subject=made,
        by=by,
        at=at,
        reference=reference,
        summary=f"Asked to take {made.what}",
    )
    return made


@transaction.atomic
def decide(
    *,
    request: ExpansionRequest,
    outcome: str,
    extra: int | None,
    from_date: date | None,
    reasons: str,
    by: User,
    at: datetime,
) -> ExpansionDecision:
    """Approve, approve in part, or say not now. What is approved becomes a new dated number.

    ``from_date`` None: the day that was asked for. The passport is frozen once more, before the
    number changes, so that it shows what the decision rests on.
    """
    viewer.require(by, Permission.APPROVE_CAPACITY, at=request.organisation)
    turns.take([request.organisation_id])
    held = ExpansionRequest.objects.select_related(
        "organisation__provider", "environment", "programme", "profession"
    ).get(pk=request.pk)
    if held.by_id == by.pk:
        raise CannotExpand("You asked for this yourself. Somebody else has to decide.")
    if ExpansionDecision.objects.filter(request=held).exists():
        raise CannotExpand("This request was decided already. Nothing was changed.")
    begins = from_date or held.from_date
    stands = capacities.standing(held.place, held.profession, held.study, Kind.APPROVED, begins)
    refused = rules.why_not_decide(
        outcome=outcome,
        asked=held.extra,
        asked_from=held.from_date,
        extra=extra,
        from_date=begins,
        reasons=reasons,
        approved=stands.count if stands else None,
        next_begins=_next_begins(held, begins),
    )
    if refused:
        raise CannotExpand(refused)
    passport = passports.freeze(
        place=held.place,
        for_what=f"Decision on request to expand {held.reference}",
        for_reference=held.reference,
        by=by,
        at=at,
    )
    figure = None
    if outcome != Outcome.NOT_NOW and extra and stands is not None:
        figure = capacity.say(
            place=held.place,
            profession=held.profession,
            study=held.study,
            kind=Kind.APPROVED,
            count=stands.count + extra,
            from_date=begins,
            to_date=stands.to_date,
            said_date=timezone.localdate(at),
            source=f"Decision on request to expand {held.reference}",
            because_reference=held.reference,
            by=by,
            at=at,
        )
    made = ExpansionDecision.objects.create(
        request=held,
        outcome=outcome,
        extra=extra if figure else None,
        from_date=begins if figure else None,
        reasons=reasons.strip(),
        figure=figure,
        passport=passport,
        at=at,
        by=by,
    )
    record.record(
        action="govern.expansions.decide",
        subject=held,
        by=by,
        at=at,
        reference=held.reference,
        summary=f"Request to expand: {made.get_outcome_display().lower()}",
    )
    return made


def _next_begins(held: ExpansionRequest, begins: date) -> date | None:
    """The first day of the next approved number after a day; None where there is none."""
    return (
        CapacityFigure.objects.filter(
            held.place.q(), profession=held.profession, study=held.study, kind=Kind.APPROVED,
            from_date__gt=begins,
        )
        .order_by("from_date")
        .values_list("from_date", flat=True)
        .first()
    )  # fmt: skip
