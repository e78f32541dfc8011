from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.respond.register import words
from sightline.respond.register.models import Concern, Evidence, Standing


@dataclass(frozen=True)
class ConcernLine:
    """A concern in one line, for pages of other stages. Holds nothing internal."""

    reference: str
    title: str
    where: str
    state: str
    state_text: str
    category: int | None
    category_text: str
    direction_text: str
    raised_at: datetime
    next_review_date: date | None
    is_shared: bool

    @property
    def is_open(self) -> bool:
        return self.state == Standing.State.OPEN


def concerns_about(
    organisation: Organisation | None,
    programme: Programme | None,
    measures: Iterable[str],
    viewer: Viewer,
    *,
    profession: Profession | None = None,
    include_closed: bool = True,
    limit: int = 50,
) -> list[ConcernLine]:
    """Concerns that a viewer may see, about a place and everything in it, a programme, or results.

    ``profession``: only those that affect it, or are about one of its programmes.

    ``measures`` are codes: only concerns that rest on one of these results, in evidence that the
    viewer may see. Open ones first, then the latest. One query.
    """
    found = Concern.objects.visible_to(viewer)
    if organisation is not None:
        found = found.filter(_within(organisation))
    if programme is not None:
        found = found.filter(programme=programme)
    if profession is not None:
        found = found.filter(Q(professions=profession) | Q(programme__profession=profession))
    codes = list(measures)
    if codes:
        inside = viewer.patch(Permission.VIEW_INTERNAL).q("concern__organisation")
        resting = Evidence.objects.filter(Q(is_internal=False) | inside, measure__code__in=codes)
        found = found.filter(pk__in=resting.values("concern"))
    return _lines(found, include_closed, limit)


def open_at(providers: Collection[int], viewer: Viewer) -> dict[int, list[ConcernLine]]:
    """Open concerns about providers and everything in them, by the provider's key. One query."""
    latest = (
        Standing.objects.filter(concern=OuterRef("concern")).order_by("-at", "-id").values("pk")[:1]
    )
    seen = Concern.objects.visible_to(viewer).filter(organisation__provider__in=providers)
    rows = (
        Standing.objects.filter(
            concern__in=seen.order_by(), pk=Subquery(latest), state=Standing.State.OPEN
        )
        .select_related(
            "concern__organisation", "concern__environment", "concern__programme", "category"
        )
        .order_by("-concern__raised_at", "-concern_id")
    )
    found: dict[int, list[ConcernLine]] = {}
    for one in rows:
        provider = one.concern.organisation.provider_id
        if provider is not None:
            found.setdefault(provider, []).append(_line(one))
    return found


def _within(organisation: Organisation) -> Q:
    kinds = Organisation.Kind
    if organisation.kind == kinds.REGION:
        return Q(organisation__region=organisation)
    if organisation.kind == kinds.ICB:
        return Q(organisation__icb=organisation)
    if organisation.kind == kinds.SITE:
        return Q(organisation=organisation) | Q(environment__site=organisation)
    return Q(organisation__provider=organisation)


def _lines(concerns: QuerySet[Concern], include_closed: bool, limit: int) -> list[ConcernLine]:
    latest = (
        Standing.objects.filter(concern=OuterRef("concern")).order_by("-at", "-id").values("pk")[:1]
    )
    found = Standing.objects.filter(concern__in=concerns.order_by(), pk=Subquery(latest))
    if not include_closed:
        found = found.exclude(state=Standing.State.CLOSED)
    rank = Case(
        When(state=Standing.State.OPEN, then=0),
        When(state=Standing.State.MONITORING, then=1),
        default=2,
    )
    found = found.select_related(
        "concern__organisation", "concern__environment", "concern__programme", "category"
    ).order_by(rank, "-concern__raised_at", "-concern_id")
    return [_line(one) for one in found[:limit]]


def _line(standing: Standing) -> ConcernLine:
    concern, category = standing.concern, standing.category
    parts = [concern.environment, concern.programme, concern.organisation]
    return ConcernLine(
        reference=concern.reference,
        title=concern.title,
        where=", ".join(part.name for part in parts if part is not None),
        state=standing.state,
        state_text=standing.get_state_display(),
        category=category.number if category else None,
        category_text=f"{category.number}: {category.name}" if category else words.NO_CATEGORY,
        direction_text=standing.get_direction_display() if category else "",
        raised_at=concern.raised_at,
        next_review_date=standing.next_review_date,
        is_shared=concern.shared_at is not None,
    )


def sees_internal(viewer: Viewer, concern: Concern) -> bool:
    """May this viewer see the internal part of this concern?"""
    return access.may(viewer, Permission.VIEW_INTERNAL, at=concern.organisation)
