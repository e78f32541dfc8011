"""Frozen copies of a quality passport go through here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.places import Place
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.govern.capacity.models import LEVELS
from sightline.govern.passports import blocks, contents
from sightline.govern.passports.models import FrozenPassport
from sightline.govern.passports.reader import Reader
from sightline.govern.passports.words import Audience
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion
from sightline.trail import record


class CannotFreeze(Refusal):
    """There is no passport of that place, or it is not said what the copy is for."""


@transaction.atomic
def freeze(
    *,
    place: Place,
    for_what: str,
    for_reference: str,
    by: User,
    at: datetime,
    audience: str = Audience.PLACE,
) -> FrozenPassport:
    """Keep the passport of a place as its audience may see it now, for a decision.

    Not what ``by`` sees: by default what the place itself may see, so that a copy that is handed
    to a provider holds nothing that is not shared with it. Raises CannotFreeze, NotPermitted.
    """
    viewer.require(by, Permission.VIEW_EVIDENCE, at=place.organisation)
    place.refuse_if_wrong()
    if place.level not in LEVELS or place.organisation.provider_id is None:
        raise CannotFreeze("A passport is of a provider, a site or a learning environment.")
    if audience not in Audience:
        raise CannotFreeze("Choose for whom the copy is.")
    if audience == Audience.QUALITY:
        viewer.require(by, Permission.VIEW_INTERNAL, at=place.organisation)
    if not for_what.strip():
        raise CannotFreeze("Say what the copy is for.")
    today = timezone.localdate(at)
    content = contents.of(place, Reader(audience, place.organisation), today)
    made = FrozenPassport.objects.create(
        **place.columns,
        reference=references.next_reference("QP", today.year),
        audience=audience,
        content=content,
        digest=blocks.digest(content),
        wording=content["wording"],
        framework=FrameworkVersion.in_force_on(today),
        for_what=for_what.strip()[:200],
        for_reference=for_reference,
        at=at,
        by=by,
    )
    record.record(
        action="govern.passports.freeze",
        subject=made,
        by=by,
        at=at,
        reference=made.reference,
        summary="A quality passport was frozen",
        is_internal=audience == Audience.QUALITY,
    )
    return made
