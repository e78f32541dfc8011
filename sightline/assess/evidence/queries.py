"""What is known about standards in a place: rows of evidence, and what lives elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import BooleanField, Case, Count, Max, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.assess.evidence import kinds
from sightline.assess.evidence.items import Item, of_evidence
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.rules import Heap
from sightline.assess.places import Place
from sightline.people.models import User
from sightline.standards.succession.queries import Lineage

#: A tile lists no more than this of what was added by hand; the list of evidence has all.
MOST_LISTED = 200

Heaps = dict[str, list[Heap]]


def may_withdraw(evidence: Evidence, user: User) -> bool:
    """The quality team of the place, and whoever answers for it what they added themselves."""
    if not access.may(user, Permission.ADD_EVIDENCE, at=evidence.organisation):
        return False
    inside = access.may(user, Permission.VIEW_INTERNAL, at=evidence.organisation)
    return inside or evidence.by_id == user.pk


def end_of(day: date) -> datetime:
    """The first moment after a day, in local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def held(place: Place, viewer: Viewer, day: date) -> QuerySet[Evidence]:
    """Rows about this very place that the viewer may see, as they were held at the end of a day."""
    return Evidence.objects.visible_to(viewer).held_before(end_of(day)).filter(place.q())


def heaps(place: Place, viewer: Viewer, day: date, lineage: Lineage) -> Heaps:
    """Rows by number in a version, put together by kind and direction. One query.

    However many rows there are, the database gives back a handful for each standard: nothing that
    is decided from them depends on how many they are.
    """
    fresh = Case(
        When(evidence__stale_date__gt=day, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = (
        Evidence.standards.through.objects.filter(evidence__in=held(place, viewer, day).order_by())
        .values("standard_id", "evidence__kind", "evidence__direction", fresh=fresh)
        .annotate(
            count=Count("evidence"),
            strength=Max("evidence__strength"),
            latest=Max("evidence__period_to"),
            stale=Max("evidence__stale_date"),
        )
        .order_by("standard_id", "evidence__kind", "evidence__direction")
    )
    found: Heaps = {}
    for row in rows:
        kind = row["evidence__kind"]
        heap = Heap(
            kind=kind,
            voice=kinds.voice_of(kind),
            direction=row["evidence__direction"],
            is_fresh=row["fresh"],
            count=row["count"],
            strength=row["strength"],
            latest=row["latest"],
            stale_from=row["stale"],
        )
        for number in lineage.numbers([row["standard_id"]]):
            found.setdefault(number, []).append(heap)
    return found


def heaped(items: Iterable[Item], day: date) -> Heaps:
    """Items put together in the same way."""
    found: dict[str, dict[tuple[str, str, str, bool], Heap]] = {}
    for one in items:
        is_fresh = one.is_fresh(day)
        key = (one.kind, one.voice, one.direction, is_fresh)
        for number in one.standards:
            of_number = found.setdefault(number, {})
            before = of_number.get(key)
            of_number[key] = Heap(
                kind=one.kind,
                voice=one.voice,
                direction=one.direction,
                is_fresh=is_fresh,
                count=1 + (before.count if before else 0),
                strength=max(one.strength, before.strength if before else 0),
                latest=max(one.period_to, before.latest if before else one.period_to),
                stale_from=max(one.stale_from, before.stale_from if before else one.stale_from),
            )
    return {number: list(of_number.values()) for number, of_number in found.items()}


def items(place: Place, viewer: Viewer, day: date, number: str, lineage: Lineage) -> list[Item]:
    """Rows about one standard in a place, newest first, as items. Two queries."""
    rows = (
        held(place, viewer, day)
        .filter(standards__in=lineage.standing_for(number))
        .distinct()
        .prefetch_related("standards")
        .order_by("-period_to", "-pk")[:MOST_LISTED]
    )
    return [of_evidence(one, href(one), lineage) for one in rows]


def of_no_standard(place: Place, viewer: Viewer, day: date) -> list[Item]:
    """Rows about the place as a whole, such as what a regulator decided. Two queries."""
    rows = (
        held(place, viewer, day)
        .filter(standards=None)
        .prefetch_related("standards")
        .order_by("-fact_date", "-period_to", "-pk")[:MOST_LISTED]
    )
    return [of_evidence(one, href(one)) for one in rows]


def about_parts(place: Place, viewer: Viewer, day: date) -> int:
    """How many rows are about an environment or a programme of an organisation. One query."""
    if place.part:
        return 0
    rows = Evidence.objects.visible_to(viewer).held_before(end_of(day))
    return rows.filter(organisation=place.organisation).exclude(place.q()).count()


def href(one: Evidence) -> str:
    return reverse("assess:evidence:show", args=[one.reference])
