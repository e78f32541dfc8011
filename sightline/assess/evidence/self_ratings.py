"""What a provider says of itself, standard by standard, from a self-assessment that was signed.

The way by which self-assessment (``assess/returns``) becomes evidence: all of it at once, with as
many queries for one standard as for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.evidence import kinds, rules
from sightline.assess.evidence.models import Evidence, Withdrawal
from sightline.assess.evidence.words import DIRECTION_OF_ANSWER, Answer, Audience, Strength
from sightline.assess.evidence.writing import CannotAdd, added_line, refuse_if_wrong
from sightline.assess.places import Place
from sightline.base import references
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.standards.models import Standard
from sightline.standards.succession import queries as succession
from sightline.trail import record


@dataclass(frozen=True)
class Rating:
    """``answer`` is met, partly or not_met (words.Answer)."""

    standard: Standard
    answer: str
    statement: str


@transaction.atomic
def record_self_ratings(
    *,
    place: Place,
    ratings: Sequence[Rating],
    not_applicable: Sequence[Standard] = (),
    period_from: date,
    period_to: date,
    source_reference: str,
    by: User,
    at: datetime,
) -> list[Evidence]:
    """Record what a provider says of itself when a return is signed, or a later version of one.

    What the same place said before about any of these standards (whichever version of the
    framework it was in) is withdrawn, so that a provider speaks once; so it is for those that it
    calls ``not_applicable``, which is no evidence and goes through
    ``assess.applicable.actions.set_aside``. It is shared, and no file belongs to it: what is linked
    to a return is evidence of its own. ``source_reference`` is the return's.

    The caller has checked that ``by`` may sign; nothing is checked here but that they may add.
    """
    viewer.require(by, Permission.ADD_EVIDENCE, at=place.organisation)
    if any(one.answer not in Answer for one in ratings):
        raise CannotAdd("A provider answers that a standard is met, partly met or not met.")
    made = [_rated(one, place, period_from, period_to, source_reference, by, at) for one in ratings]
    today = timezone.localdate(at)
    for new, one in zip(made, ratings, strict=True):
        refuse_if_wrong(new, place, [one.standard], today)
    about = [*(one.standard for one in ratings), *not_applicable]
    _withdraw_earlier(place, about, source_reference, by, at)
    names = references.next_references("E", today.year, len(made))
    for new, name in zip(made, names, strict=True):
        new.reference = name
    Evidence.objects.bulk_create(made)
    bearing = Evidence.standards.through
    bearing.objects.bulk_create(
        bearing(evidence=new, standard=one.standard) for new, one in zip(made, ratings, strict=True)
    )
    record.write_many(added_line(new) for new in made)
    return made


def _rated(
    one: Rating,
    place: Place,
    period_from: date,
    period_to: date,
    source_reference: str,
    by: User,
    at: datetime,
) -> Evidence:
    answer = Answer(one.answer)
    said = f"The provider says: {answer.label.lower()}."
    return Evidence(
        **place.columns,
        kind=kinds.SELF_ASSESSMENT,
        title=f"Standard {one.standard.number}: {answer.label.lower()}, says the provider",
        statement=f"{said} {one.statement.strip()}".strip(),
        direction=DIRECTION_OF_ANSWER[answer],
        strength=Strength.MODERATE,
        strength_reason="What a provider says of itself, signed for.",
        period_from=period_from,
        period_to=period_to,
        received_date=timezone.localdate(at),
        stale_date=rules.goes_stale_on(period_to, kinds.kind(kinds.SELF_ASSESSMENT).fresh_days),
        audience=Audience.SHARED,
        source_reference=source_reference.strip(),
        at=at,
        by=by,
    )


def _withdraw_earlier(
    place: Place, standards: Sequence[Standard], source_reference: str, by: User, at: datetime
) -> None:
    # Two signings of one place come one after the other.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=place.organisation.pk)
    versions = {one.version_id: one.version for one in standards}
    lineages = {key: succession.lineage(version) for key, version in versions.items()}
    alike: set[int] = set()
    for one in standards:
        alike |= lineages[one.version_id].standing_for(one.number)
    earlier = Evidence.objects.filter(
        place.q(), kind=kinds.SELF_ASSESSMENT, standards__in=alike, withdrawal=None
    ).distinct()
    Withdrawal.objects.bulk_create(
        Withdrawal(evidence=one, reason=f"Superseded by {source_reference.strip()}.", at=at, by=by)
        for one in earlier
    )
