"""What becomes of open work under a new version: every change goes through here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.govern.framework import open_work, queries
from sightline.govern.framework.models import OpenWorkDecision
from sightline.govern.framework.rules import CannotCarryOver
from sightline.govern.framework.words import How, Kind
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion, Standard
from sightline.trail import record


@transaction.atomic
def carry_over(*, into: FrameworkVersion, kind: str, by: User, at: datetime) -> OpenWorkDecision:
    """Name the new standards beside the old ones on every open record of a kind.

    Only what follows a standard by itself or by a decision is named. Nothing is taken away; each
    record has a line in its trail. Raises CannotCarryOver.
    """
    viewer.require(by, Permission.MANAGE_STANDARDS)
    found, chosen = _way(into, kind)
    source = open_work.SOURCES.get(chosen)
    if source is None:
        raise CannotCarryOver(
            "Answers are not carried over: a self-assessment is finished as it was begun."
        )
    proposal = queries.propose(chosen, found, timezone.localdate(at))
    if not proposal.additions:
        raise CannotCarryOver("There is nothing to carry over. Nothing was changed.")
    numbers = dict(Standard.objects.filter(version=into).values_list("pk", "number"))
    source.through.objects.bulk_create(
        source.through(**{f"{source.record}_id": one, "standard_id": standard})
        for one, standard in sorted(proposal.additions)
    )
    added: dict[int, list[str]] = {}
    for one, standard in sorted(proposal.additions):
        added.setdefault(one, []).append(numbers[standard])
    records = source.model._default_manager.in_bulk(proposal.records)
    record.write_many(
        record.line(
            action="govern.framework.carry_over",
            subject=records[one],
            by=by,
            at=at,
            reference=str(getattr(records[one], "reference", ""))[:60],
            summary=f"Standards of {into.code} added, since they follow: {', '.join(its)}"[:300],
            fields=["standards"],
            is_internal=source.is_internal,
        )
        for one, its in added.items()
    )
    return _decided(into, chosen, How.CARRIED, len(proposal.records), "", by, at)


@transaction.atomic
def leave(
    *, into: FrameworkVersion, kind: str, reason: str, by: User, at: datetime
) -> OpenWorkDecision:
    """Leave open work of a kind under the wording in which it was begun, for a reason."""
    viewer.require(by, Permission.MANAGE_STANDARDS)
    found, chosen = _way(into, kind)
    if not reason.strip():
        raise CannotCarryOver("Say why it is left under the old wording.")
    day = timezone.localdate(at)
    if chosen is Kind.RETURNS:
        count = open_work.returns(found.old, day).count()
    else:
        count = len({one for one, _ in open_work.pairs(chosen, found.old, day)})
    return _decided(into, chosen, How.LEFT, count, reason.strip(), by, at)


def _way(into: FrameworkVersion, kind: str) -> tuple[queries.Way, Kind]:
    """Locks the version, so that two people do not decide the same at once."""
    FrameworkVersion.objects.select_for_update().get(pk=into.pk)
    found = queries.way(into)
    if found is None or kind not in Kind:
        raise CannotCarryOver("Choose one of the kinds of work that are listed.")
    return found, Kind(kind)


def _decided(
    into: FrameworkVersion, kind: Kind, how: How, count: int, reason: str, by: User, at: datetime
) -> OpenWorkDecision:
    made = OpenWorkDecision.objects.create(
        into=into, kind=kind, how=how, records=count, reason=reason, at=at, by=by
    )
    record.record(
        action="govern.framework.decide",
        subject=made,
        by=by,
        at=at,
        reference=into.code,
        summary=f"{kind.label} under {into.code}: {how.label.lower()}, {count} of them",
    )
    return made
