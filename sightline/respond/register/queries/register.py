from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.respond.register import rules
from sightline.respond.register.models import Concern, Standing
from sightline.respond.register.queries import rows
from sightline.respond.register.queries.places import Place, places_on

_COLUMNS = (
    "concern_id",
    "concern__reference",
    "concern__title",
    "concern__summary",
    "concern__level",
    "concern__source",
    "concern__organisation_id",
    "concern__environment__name",
    "concern__programme__name",
    "concern__raised_at",
    "concern__shared_at",
    "state",
    "likelihood",
    "impact",
    "controls",
    "learners_affected",
    "owner_id",
    "owner__name",
    "next_review_date",
    "category__number",
    "category__name",
    "direction",
    "waiting_for",
    "waiting_for_whom",
)


def end_of(day: date) -> datetime:
    """The first moment after a day, in local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def register(
    filters: rows.Filters, as_at: date, viewer: Viewer, sort: str = rows.USUAL_SORT
) -> rows.Register:
    """The register as it stood when a day ended, as far as the viewer may see it.

    What was added later does not show: later concerns, standings, decisions, sharing, names and
    moves of organisations. Six queries, however many concerns there are.
    """
    before = end_of(as_at)
    concerns = Concern.objects.visible_to(viewer, before=before).order_by()
    everything = _rows(concerns, before, as_at)
    return rows.Register(as_at, everything, rows.asked_for(everything, filters, sort))


def _rows(concerns: QuerySet[Concern], before: datetime, as_at: date) -> tuple[rows.Row, ...]:
    latest = (
        Standing.objects.filter(concern=OuterRef("concern"), at__lt=before)
        .order_by("-at", "-id")
        .values("pk")[:1]
    )
    found = list(
        Standing.objects.filter(concern__in=concerns, pk=Subquery(latest))
        .order_by("concern__reference")
        .values(*_COLUMNS)
    )
    places = places_on(as_at)
    professions = _named(
        Concern.professions.through, concerns, "profession__name", order="profession__name"
    )
    standards = _named(
        Concern.standards.through, concerns, "standard__number", order="standard__position"
    )
    return tuple(
        _row(
            one,
            places[one["concern__organisation_id"]],
            tuple(professions[one["concern_id"]]),
            tuple(standards[one["concern_id"]]),
            before,
            as_at,
        )
        for one in found
    )


def _named(
    through: type[Any], concerns: QuerySet[Concern], column: str, *, order: str
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    pairs = (
        through.objects.filter(concern__in=concerns)
        .order_by(order)
        .values_list("concern_id", column)
    )
    for key, name in pairs:
        found[key].append(name)
    return found


def _row(
    one: dict[str, Any],
    place: Place,
    professions: tuple[str, ...],
    standards: tuple[str, ...],
    before: datetime,
    as_at: date,
) -> rows.Row:
    raised = timezone.localdate(one["concern__raised_at"])
    shared_at = one["concern__shared_at"]
    return rows.Row(
        reference=one["concern__reference"],
        title=one["concern__title"],
        summary=one["concern__summary"],
        level=one["concern__level"],
        source=one["concern__source"],
        organisation=place.itself,
        provider=place.provider,
        icb=place.icb,
        region=place.region,
        environment=one["concern__environment__name"] or "",
        programme=one["concern__programme__name"] or "",
        professions=professions,
        standards=standards,
        learners_affected=one["learners_affected"],
        state=one["state"],
        likelihood=one["likelihood"],
        impact=one["impact"],
        controls=one["controls"],
        category=one["category__number"],
        category_name=one["category__name"] or "",
        direction=one["direction"],
        owner=rows.Named(str(one["owner_id"]), one["owner__name"]),
        raised_at=one["concern__raised_at"],
        raised_date=raised,
        age_days=(as_at - raised).days,
        next_review_date=one["next_review_date"],
        review=rules.review_state(one["next_review_date"], today=as_at),
        waiting_for=one["waiting_for"],
        waiting_for_whom=one["waiting_for_whom"],
        is_shared=shared_at is not None and shared_at < before,
    )
