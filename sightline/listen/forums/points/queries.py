"""Points with what their pages show beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from sightline.commitments.models import Commitment
from sightline.listen.forums import rules
from sightline.listen.forums.models import Meeting
from sightline.listen.forums.points.models import Point, Promise, Telling
from sightline.listen.forums.words import Theme
from sightline.people.models import User


def with_told(points: QuerySet[Point]) -> QuerySet[Point]:
    """Adds ``is_told``: members have been told what came of it."""
    return points.annotate(
        is_told=Exists(Telling.points.through.objects.filter(point=OuterRef("pk")))
    )


@dataclass(frozen=True)
class PointLine:
    """A point in a list, with how many agreed as the viewer may read it."""

    reference: str
    text: str
    how_many: str
    theme: str
    standards: tuple[str, ...]
    state: str
    state_words: str
    is_told: bool
    is_practice: bool


def _line(point: Point, *, exact: bool) -> PointLine:
    return PointLine(
        point.reference,
        point.text,
        rules.how_many(point.agreed, point.present, exact=exact),
        point.get_theme_display(),
        tuple(one.number for one in point.standards.all()),
        point.state,
        Point.State(point.state).label,
        point.is_told,  # type: ignore[attr-defined]  # annotated by with_told
        bool(point.practice),
    )


def lines_of(meeting: Meeting, *, exact: bool) -> list[PointLine]:
    """What was said at a meeting, in the order in which it was written down. Two queries."""
    points = with_told(Point.objects.with_state().filter(meeting=meeting))
    return [
        _line(point, exact=exact)
        for point in points.prefetch_related("standards").order_by("at", "pk")
    ]


@dataclass(frozen=True)
class ThemeLine:
    """How often a theme came up: points, forums that spoke of it, and what came of them."""

    theme: str
    points: int
    forums: int
    open: int
    done: int


def by_theme(points: QuerySet[Any]) -> list[ThemeLine]:
    """The themes of these points, most points first. Two queries."""
    forums: Mapping[str, int] = dict(
        points.order_by()
        .values_list("theme")
        .annotate(forums=Count("meeting__forum", distinct=True))
    )
    states: dict[str, list[str]] = {}
    for theme, state in points.order_by().values_list("theme", "state"):
        states.setdefault(theme, []).append(state)
    return sorted(
        (
            ThemeLine(
                Theme(theme).label,
                len(found),
                forums[theme],
                found.count(Point.State.OPEN),
                found.count(Point.State.DONE),
            )
            for theme, found in states.items()
        ),
        key=lambda line: (-line.points, line.theme),
    )


@dataclass(frozen=True)
class CommitmentLine:
    reference: str
    promise: str
    owner_name: str
    due_date: date
    status: str


def commitments_of(point: Point, viewer: User, day: date) -> list[CommitmentLine]:
    """What was committed to because of a point, as far as the viewer may see it."""
    found = (
        Commitment.objects.visible_to(viewer)
        .with_status(day)
        .filter(because_kind=Commitment.Because.FORUM, because_reference=point.reference)
    )
    return [
        CommitmentLine(one.reference, one.promise, one.owner_name, one.due_date, one.status)
        for one in found.order_by("agreed_at", "pk")
    ]


def promises_due(viewer: User, forums: Iterable[int], day: date) -> QuerySet[Promise]:
    """Unsettled promises due by a day that the viewer owns or whose forum they run."""
    unsettled = Promise.objects.filter(is_kept=None, due_date__lte=day)
    mine = unsettled.filter(owner=viewer) | unsettled.filter(point__meeting__forum__in=list(forums))
    return mine.select_related("point__meeting__forum").order_by("due_date", "pk")


def told_to(member: User) -> QuerySet[Telling]:
    """What the forums told of which somebody is a member, newest first."""
    return (
        Telling.objects.filter(
            meeting__forum__members__user=member, meeting__forum__members__ended_date=None
        )
        .select_related("meeting__forum")
        .order_by("-told_date", "-pk")
    )
