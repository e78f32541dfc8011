"""Every change to evidence goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import IO

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.evidence import files, kinds, queries, rules
from sightline.assess.evidence.models import Evidence, EvidenceFile, Withdrawal
from sightline.assess.evidence.words import Audience
from sightline.assess.evidence.writing import CannotAdd, added_line, refuse_if_wrong
from sightline.assess.places import Place
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.organisations.models import Profession
from sightline.people.models import User
from sightline.standards.models import Standard
from sightline.trail import record


class CannotWithdraw(Refusal):
    """The evidence cannot be withdrawn, or not by this person."""


def add(
    *,
    place: Place,
    kind: str,
    title: str,
    statement: str,
    standards: Sequence[Standard],
    professions: Sequence[Profession],
    direction: str,
    strength: int,
    strength_reason: str,
    period_from: date,
    period_to: date,
    received_date: date,
    stale_date: date | None,
    audience: str,
    source_reference: str,
    fact: str,
    fact_date: date | None,
    file: IO[bytes] | None,
    file_name: str,
    by: User,
    at: datetime,
) -> Evidence:
    """Add a piece of evidence about standards in a place.

    ``stale_date`` None: what is usual for its kind. A provider adds what its kinds allow, and
    always shared. Raises CannotAdd, places.CannotBeThere, files.CannotTake, scanning.Infected.
    """
    viewer.require(by, Permission.ADD_EVIDENCE, at=place.organisation)
    found = kinds.all_kinds().get(kind)
    inside = viewer.may(by, Permission.VIEW_INTERNAL, at=place.organisation)
    if found is None or found not in kinds.added(by_quality_team=inside):
        raise CannotAdd("Choose one of the kinds of evidence that you can add here.")
    if not inside and audience != Audience.SHARED:
        raise CannotAdd("What you add here is seen by the quality team too. Choose that.")
    today = timezone.localdate(at)
    refused = rules.why_not_fact(
        facts=[one.code for one in found.facts],
        fact=fact,
        fact_date=fact_date,
        reference=source_reference,
        direction=direction,
        today=today,
    )
    if refused:
        raise CannotAdd(refused)
    new = Evidence(
        **place.columns,
        kind=kind,
        title=title.strip(),
        statement=statement.strip(),
        direction=direction,
        strength=strength,
        strength_reason=strength_reason.strip(),
        period_from=period_from,
        period_to=period_to,
        received_date=received_date,
        stale_date=stale_date or rules.goes_stale_on(period_to, found.fresh_days),
        audience=audience,
        source_reference=source_reference.strip(),
        fact=fact,
        fact_date=fact_date,
        at=at,
        by=by,
    )
    refuse_if_wrong(new, place, standards, today)
    taken = files.take(file, file_name) if file is not None else None
    try:
        return _write(new, standards, professions, taken)
    except BaseException:
        if taken is not None:
            files.delete(taken.stored_name)
        raise


@transaction.atomic
def _write(
    new: Evidence,
    standards: Sequence[Standard],
    professions: Sequence[Profession],
    taken: files.Taken | None,
) -> Evidence:
    new.reference = references.next_reference("E", timezone.localdate(new.at).year)
    new.save(force_insert=True)
    new.standards.set(standards)
    new.professions.set(professions)
    if taken is not None:
        scan = EvidenceFile.Scan
        EvidenceFile.objects.create(
            evidence=new,
            name=taken.name,
            stored_name=taken.stored_name,
            content_type=taken.content_type,
            size=taken.size,
            sha256=taken.sha256,
            scan=scan.CLEAN if taken.is_scanned else scan.NOT_SCANNED,
        )
    added_line(new, with_file=taken is not None).save(force_insert=True)
    return new


@transaction.atomic
def withdraw(*, evidence: Evidence, reason: str, by: User, at: datetime) -> Withdrawal:
    """Not rely on a piece of evidence any more, from now on. It can still be read.

    The quality team can withdraw anything; others what somebody with their role added.
    """
    viewer.require(by, Permission.ADD_EVIDENCE, at=evidence.organisation)
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    inside = viewer.may(by, Permission.VIEW_INTERNAL, at=evidence.organisation)
    if not inside and (locked.audience != Audience.SHARED or not queries.may_withdraw(locked, by)):
        raise CannotWithdraw("Only the quality team can withdraw this evidence.")
    if Withdrawal.objects.filter(evidence=locked).exists():
        raise CannotWithdraw("This evidence was withdrawn already.")
    if at < locked.at:
        raise CannotWithdraw("Evidence cannot be withdrawn before it was added.")
    if not reason.strip():
        raise CannotWithdraw("Say why the evidence is withdrawn.")
    made = Withdrawal.objects.create(evidence=locked, reason=reason.strip(), at=at, by=by)
    record.record(
        action="assess.evidence.withdraw",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary="Evidence withdrawn",
        is_internal=locked.audience == Audience.INTERNAL,
    )
    return made
