"""Every change to a tension goes through here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.base.models import ReferenceCounter
from sightline.base.refusal import Refusal
from sightline.insight.tensions import finding, queries, rules
from sightline.insight.tensions.found import Found
from sightline.insight.tensions.models import Look, Tension, TensionEnding
from sightline.insight.tensions.words import How
from sightline.people.models import User
from sightline.respond.requests import actions as requests
from sightline.trail import record

#: Looking reads the whole country; nobody needs it more often.
_BETWEEN_LOOKS = timedelta(minutes=5)
_PREFIX = "T"


class CannotEnd(Refusal):
    """The tension cannot be ended like this."""


class TooSoon(Refusal):
    """Somebody has just looked."""


def look_nightly(*, by: None, at: datetime) -> Look | None:
    """Look once a night; None when that was done already."""
    last = Look.objects.first()
    local = timezone.localtime(at)
    if not rules.is_due(timezone.localtime(last.at) if last else None, local):
        return None
    return _look(at)


def look_now(*, by: User, at: datetime) -> Look:
    """Look on demand, all over the country. Raises TooSoon right after another look."""
    viewer.require(by, Permission.JUDGE_STANDARDS)
    last = Look.objects.first()
    if last is not None and at - last.at < _BETWEEN_LOOKS:
        raise TooSoon("The service looked less than five minutes ago. Try again in a while.")
    return _look(at)


def _look(at: datetime) -> Look:
    """Write down what is new, and what is not so any more. What is known is left as it is."""
    # Finding takes seconds, in which others write.
    found = {(one.kind, one.cause): one for one in finding.find_all(timezone.localdate(at))}
    return _write_down(found, at)


@transaction.atomic
def _write_down(found: Mapping[tuple[str, str], Found], at: datetime) -> Look:
    # One at a time: the counter of references is locked until this one ends.
    year = timezone.localdate(at).year
    ReferenceCounter.objects.get_or_create(prefix=_PREFIX, year=year, defaults={"last_number": 0})
    ReferenceCounter.objects.select_for_update().get(prefix=_PREFIX, year=year)
    known = {(one.kind, one.cause): one for one in Tension.objects.select_related("ending")}
    new = [one for key, one in found.items() if key not in known]
    Tension.objects.bulk_create(
        Tension(
            **one.place.columns,
            reference=references.next_reference(_PREFIX, year),
            kind=one.kind,
            standard=one.standard,
            cause=one.cause,
            one_says=one.one_says,
            other_says=one.other_says,
            found_at=at,
        )
        for one in new
    )
    waiting = {key: one for key, one in known.items() if not hasattr(one, "ending")}
    gone = [one.pk for key, one in waiting.items() if key not in found and one.gone_at is None]
    back = [one.pk for key, one in waiting.items() if key in found and one.gone_at is not None]
    Tension.objects.filter(pk__in=gone).update(gone_at=at)
    Tension.objects.filter(pk__in=back).update(gone_at=None)
    return Look.objects.create(
        at=at, waiting=Tension.objects.waiting().count(), new=len(new), gone=len(gone)
    )


@transaction.atomic
def end(
    *, tension: Tension, how: str, reason: str, was_useful: bool, by: User, at: datetime
) -> TensionEnding:
    """End a tension: accepted, explained, judged again, or with a request for a review.

    For "judged", the latest judgement of its standard and place since it was found is named.
    """
    viewer.require(by, Permission.JUDGE_STANDARDS, at=tension.organisation)
    locked = Tension.objects.select_for_update(of=("self",)).get(pk=tension.pk)
    if TensionEnding.objects.filter(tension=locked).exists():
        raise CannotEnd("Somebody has ended this tension already.")
    judgement = queries.judged_since(locked) if how == How.JUDGED else None
    refused = rules.why_not_end(how=how, reason=reason, has_judgement=judgement is not None)
    if refused:
        raise CannotEnd(refused)
    reference = ""
    if how == How.REVIEW:
        reference = requests.ask_for_review(
            place=locked.place,
            standards=[locked.standard] if locked.standard else [],
            reason=reason,
            because_reference=locked.reference,
            by=by,
            at=at,
        ).reference
    made = TensionEnding.objects.create(
        tension=locked,
        how=how,
        reason=reason.strip(),
        was_useful=was_useful,
        judgement=judgement,
        request_reference=reference,
        at=at,
        by=by,
    )
    record.record(
        action="insight.tensions.end",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary=f"Tension ended: {made.get_how_display()}",
        is_internal=True,
    )
    return made
