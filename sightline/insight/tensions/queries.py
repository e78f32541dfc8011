from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.assess.judgements.models import Judgement
from sightline.insight.tensions import rules
from sightline.insight.tensions.models import Look, Tension, TensionEnding
from sightline.standards.succession import queries as succession


def judged_since(tension: Tension) -> Judgement | None:
    """The latest judgement of the tension's standard and place since it was found."""
    found = Judgement.objects.filter(tension.place.q(), at__gte=tension.found_at)
    if tension.standard is not None:
        lineage = succession.lineage_on(timezone.localdate())
        alike = {tension.standard.pk}
        for number in lineage.numbers(alike):
            alike |= lineage.standing_for(number)
        found = found.filter(standard__in=alike)
    return found.select_related("standard").order_by("-at", "-pk").first()


@dataclass(frozen=True)
class Summary:
    """``useful`` is a percentage of those that ended, None of none."""

    waiting: int
    ended: int
    useful: float | None
    last: Look | None


def summary(viewer: Viewer) -> Summary:
    """How many wait and how many were worth finding, for a viewer. Three queries."""
    seen = Tension.objects.visible_to(viewer)
    ended = TensionEnding.objects.filter(tension__in=seen.order_by()).aggregate(
        all=Count("pk"), useful=Count("pk", filter=Q(was_useful=True))
    )
    return Summary(
        waiting=seen.waiting().count(),
        ended=ended["all"],
        useful=rules.share_useful(ended["useful"], ended["all"]),
        last=Look.objects.first(),
    )
