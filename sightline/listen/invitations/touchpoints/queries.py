"""What is due at the touchpoints of a series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.touchpoints import rules
from sightline.listen.invitations.touchpoints.models import Series, Touchpoint

SOON_DAYS = 14


@dataclass(frozen=True)
class Due:
    """One touchpoint: how many were asked, are due now, within two weeks, and later."""

    touchpoint: Touchpoint
    people: int
    asked: int
    now: int
    soon: int
    later: int
    too_late: int


def due_of(series: Series, today: date) -> list[Due]:
    """Two queries, however many people there are."""
    touchpoints = list(
        series.touchpoints.select_related("collection__version__questionnaire", "collection__round")
    )
    still = today - timedelta(days=rules.LATE_DAYS)
    soon = today + timedelta(days=SOON_DAYS)
    waiting = Q(times_asked=0, is_completed=False)
    rows = (
        Invitation.objects.filter(collection__in=[one.collection_id for one in touchpoints])
        .values_list("collection")
        .annotate(
            people=Count("pk"),
            asked=Count("pk", filter=Q(times_asked__gte=1)),
            now=Count("pk", filter=waiting & Q(due_date__lte=today, due_date__gte=still)),
            soon=Count("pk", filter=waiting & Q(due_date__gt=today, due_date__lte=soon)),
            later=Count("pk", filter=waiting & Q(due_date__gt=soon)),
            late=Count("pk", filter=waiting & Q(due_date__lt=still)),
        )
        .order_by()
    )
    counts = {row[0]: row[1:] for row in rows}
    return [Due(one, *counts.get(one.collection_id, (0, 0, 0, 0, 0, 0))) for one in touchpoints]
