"""What is wrong and what is promised: risk, concerns, requirements. Fixed numbers of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.assess.places import Level, Place
from sightline.commitments.models import Commitment
from sightline.commitments.words import STATUS_WORDS, Status
from sightline.design.show import format_date
from sightline.govern.approvals.conditions.models import Condition
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.words import ConditionState
from sightline.govern.passports.blocks import Content, more, section
from sightline.govern.passports.words import NOT_KNOWN
from sightline.insight.room import queries as rooms
from sightline.respond.register.models import Concern, Standing

#: Due date, what it is, its kind, how it stands.
Line = tuple[date, str, str, str]
#: A section lists no more than these; how many more there are is said.
MOST = 15


def _concerns(place: Place, viewer: Viewer) -> list[Standing]:
    """Concerns of the place that are not closed, the gravest first: how each stands now.

    Of a provider also those of its sites, environments and programmes.
    """
    latest = (
        Standing.objects.filter(concern=OuterRef("concern")).order_by("-at", "-id").values("pk")[:1]
    )
    seen = Concern.objects.visible_to(viewer).filter(_about(place)).order_by()
    return list(
        Standing.objects.filter(concern__in=seen, pk=Subquery(latest))
        .exclude(state=Standing.State.CLOSED)
        .select_related(
            "concern__organisation", "concern__environment", "concern__programme", "category"
        )
        .order_by("-category__number", "-concern__raised_at", "-concern_id")
    )


def _about(place: Place) -> Q:
    if place.level == Level.ORGANISATION and place.organisation.is_provider:
        return Q(organisation__provider_id=place.organisation.pk)
    return rooms.about(place)


def risk(place: Place, viewer: Viewer) -> Content:
    """The category of each concern that is shared with the viewer. One query."""
    heading = "Risk and concerns"
    if not access.may(viewer, Permission.VIEW_CONCERNS, at=place.organisation):
        return section("risk", heading, notes=["Concerns are not shown to you."])
    found = _concerns(place, viewer)
    graded = [one for one in found if one.category is not None]
    # The database sorts what has no category first or last, as it likes.
    highest = max((one.category for one in graded if one.category), key=lambda one: one.number,
                  default=None)  # fmt: skip
    category = (
        f"Category {highest.number}: {highest.name} ({highest.definition})"
        if highest
        else NOT_KNOWN
    )
    facts = [("Highest category of the concerns shown", category)]
    if not found:
        facts = [("Intensive Support Framework category", f"{NOT_KNOWN}: no concern is shown")]
    ordered = [*graded, *(one for one in found if one.category is None)]
    ordered.sort(key=lambda one: -(one.category.number if one.category else -1))
    shown = ordered[:MOST]
    return section(
        "risk",
        heading,
        facts=facts,
        caption="Concerns that are not closed",
        columns=("Concern", "About", "How it stands", "Category"),
        rows=[_concern_row(one, place) for one in shown],
        notes=more(len(found), len(shown), "the register"),
    )


def _concern_row(standing: Standing, place: Place) -> list[str]:
    concern = standing.concern
    part = concern.environment or concern.programme
    about = part.name if part else concern.organisation.name
    raised = format_date(timezone.localdate(concern.raised_at))
    return [
        f"{concern.reference}: {concern.title}",
        about,
        f"{standing.get_state_display()}, raised {raised}",
        str(standing.category) if standing.category else "Not decided",
    ]


def requirements(place: Place, viewer: Viewer, day: date) -> Content:
    """What is required or promised and not kept yet, and conditions of approvals that are not met.

    At most four queries.
    """
    heading = "Open requirements, commitments and conditions"
    asked = [
        (Permission.VIEW_COMMITMENTS, _promises, "Requirements and commitments"),
        (Permission.VIEW_APPROVALS, _conditions, "Conditions of approvals"),
    ]
    lines: list[Line] = []
    total, hidden = 0, []
    for permission, read, what in asked:
        if access.may(viewer, permission, at=place.organisation):
            found, count = read(place, viewer, day)
            lines += found
            total += count
        else:
            hidden.append(f"{what} are not shown to you.")
    shown = sorted(lines, key=lambda one: one[0])[:MOST]
    if not lines and len(hidden) < len(asked):
        hidden.append("None is open.")
    return section(
        "requirements",
        heading,
        facts=[("Open", str(total))] if total else [],
        caption="What is required or promised and not yet kept",
        columns=("What", "Kind", "Due", "How it stands"),
        rows=[[what, kind, format_date(due), stands] for due, what, kind, stands in shown],
        notes=[*more(total, len(shown), "Commitments and Approvals of places"), *hidden],
    )


def _promises(place: Place, viewer: Viewer, day: date) -> tuple[list[Line], int]:
    rows: Any = Commitment.objects.visible_to(viewer)
    if place.level == Level.ENVIRONMENT:
        # A commitment belongs to a provider; of an environment are those because of its concerns.
        about = Concern.objects.visible_to(viewer).filter(rooms.about(place))
        rows = rows.filter(
            because_kind=Commitment.Because.CONCERN,
            because_reference__in=about.order_by().values("reference"),
        )
    else:
        rows = rows.filter(organisation=place.organisation)
    rows = rows.with_status(day).exclude(status=Status.KEPT).order_by("due_date", "pk")
    found = list(rows[: MOST + 1])
    total = rows.count() if len(found) > MOST else len(found)
    lines = [
        (
            one.due_date,
            f"{one.reference}: {one.promise}",
            one.get_kind_display(),
            STATUS_WORDS[Status(one.status)][0],
        )
        for one in found
    ]
    return lines, total


def _conditions(place: Place, viewer: Viewer, day: date) -> tuple[list[Line], int]:
    """Of the approvals of the place; of a provider also of its environments."""
    at = Q(organisation=place.organisation)
    if place.environment is not None:
        at = Q(environment=place.environment)
    rows = (
        Condition.objects.filter(
            approval__in=Approval.objects.visible_to(viewer).filter(at).order_by(),
            state__in=[ConditionState.OPEN, ConditionState.NOT_MET],
        )
        .select_related("approval")
        .order_by("due_date", "pk")
    )
    found = list(rows[: MOST + 1])
    total = rows.count() if len(found) > MOST else len(found)
    lines = [
        (
            one.due_date,
            f"{one.approval.reference}: {one.text}",
            "Condition of an approval",
            _stands(one, day),
        )
        for one in found
    ]
    return lines, total


def _stands(condition: Condition, day: date) -> str:
    if condition.state == ConditionState.OPEN and condition.due_date < day:
        return STATUS_WORDS[Status.OVERDUE][0]
    return str(ConditionState(condition.state).label)
