"""Closing a survey round on the register, and opening it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.respond.rounds import queries, rules
from sightline.respond.rounds.models import RoundStep
from sightline.results.models import Dataset
from sightline.trail import record


@transaction.atomic
def close(
    *, dataset: Dataset, organisation: Organisation, note: str, by: User, at: datetime
) -> RoundStep:
    """Close a round for a provider, or for all providers of a region.

    Raises rules.StillSilent, which names them, while a low result there has neither a commitment
    nor a signed "no action because".
    """
    viewer.require(by, Permission.CLOSE_ROUND, at=organisation)
    place = _locked(organisation)
    rules.refuse_unless_open(queries.is_closed(dataset, place))
    standing = queries.standing(dataset, place)
    rules.refuse_unless_settled([one.text for one in standing.left])
    return _step(RoundStep.Kind.CLOSED, dataset, place, standing.low, note, by, at)


@transaction.atomic
def open_again(
    *, dataset: Dataset, organisation: Organisation, reason: str, by: User, at: datetime
) -> RoundStep:
    """Open a closed round again, with a reason. That it was closed stays in the record."""
    viewer.require(by, Permission.CLOSE_ROUND, at=organisation)
    place = _locked(organisation)
    rules.refuse_unless_closed(queries.is_closed(dataset, place))
    if not reason.strip():
        raise Refusal("Say why the round is opened again.")
    return _step(RoundStep.Kind.OPENED, dataset, place, 0, reason, by, at)


def _locked(organisation: Organisation) -> Organisation:
    """Two people who close at once do so one after the other."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def _step(
    kind: RoundStep.Kind,
    dataset: Dataset,
    place: Organisation,
    low: int,
    reason: str,
    by: User,
    at: datetime,
) -> RoundStep:
    step = RoundStep.objects.create(
        dataset=dataset,
        organisation=place,
        kind=kind,
        low=low,
        reason=reason.strip(),
        at=at,
        by=by,
    )
    record.record(
        action=f"respond.rounds.{'close' if kind == RoundStep.Kind.CLOSED else 'open_again'}",
        subject=step,
        by=by,
        at=at,
        reference=place.code,
        summary=f"{kind.label}: {dataset}, {place.name}"[:300],
        fields=["reason"],
    )
    return step
