from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sightline.access.viewer import Viewer
from sightline.assess.evidence.rules import Mark
from sightline.assess.judgements.models import Cited, Judgement
from sightline.assess.places import Place
from sightline.standards.succession.queries import Lineage


def standing(place: Place, number: str, lineage: Lineage) -> Judgement | None:
    """The latest judgement that stands at a place of what a number asks in a version."""
    standards = lineage.standing_for(number)
    return (
        Judgement.objects.filter(place.q(), standard__in=standards, superseded_by=None)
        .select_related("standard", "by")
        .order_by("-at", "-pk")
        .first()
    )


def standing_at(
    place: Place, viewer: Viewer, before: datetime, lineage: Lineage
) -> dict[str, Judgement]:
    """The judgements that stood in a place before a moment, by number in a version. One query."""
    found = (
        Judgement.objects.visible_to(viewer)
        .standing_before(before)
        .filter(place.q())
        .select_related("standard__version", "by")
        .order_by("at", "pk")
    )
    return {number: one for one in found for number in lineage.numbers([one.standard_id])}


def history(
    place: Place, viewer: Viewer, number: str, before: datetime, lineage: Lineage
) -> list[Judgement]:
    """Every judgement of a standard in a place, newest first, with what each cites. Two queries."""
    return list(
        Judgement.objects.visible_to(viewer)
        .filter(place.q(), standard__in=lineage.standing_for(number), at__lt=before)
        .select_related("standard__version", "by")
        .prefetch_related("cited__evidence__withdrawal")
        .order_by("-at", "-pk")
    )


def cited_marks(judgements: Iterable[Judgement]) -> dict[int, list[Mark]]:
    """What judgements rest on, by the judgement's key. One query."""
    found: dict[int, list[Mark]] = {}
    for one in Cited.objects.filter(judgement__in=list(judgements)).only(
        "judgement", "kind", "voice", "direction", "strength", "stale_date"
    ):
        found.setdefault(one.judgement_id, []).append(one.mark)
    return found
