"""How many learners there may be, and whether there may be any. Fixed numbers of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q

from sightline.access.viewer import Viewer
from sightline.assess.places import Place
from sightline.design.show import format_date
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.words import ConditionState, State
from sightline.govern.approvals.words import Standing as Stands
from sightline.govern.capacity import queries as capacities
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.capacity.words import Use
from sightline.govern.passports.blocks import Content, more, section
from sightline.govern.passports.words import NOT_KNOWN

#: A section lists no more than these; how many more there are is said.
MOST, MOST_LINES = 15, 20


def capacity(place: Place, viewer: Viewer, day: date) -> Content:
    """Approved beside actual, those over capacity first. One query."""
    lines = capacities.of_place(place, viewer, day)
    order = {Use.OVER: 0, Use.UNKNOWN: 2}
    lines.sort(key=lambda one: (bool(one.where), order.get(one.compared.use, 1)))
    shown = lines[:MOST_LINES]
    notes = more(len(lines), len(shown), "Capacity")
    if not lines:
        notes = [f"{NOT_KNOWN}: no number of learners is recorded."]
    return section(
        "capacity",
        "Capacity",
        caption="Approved and actual numbers of learners",
        columns=("Learners", "Where", "Approved", "Actual", "Compared"),
        rows=[
            [
                f"{one.profession}, {one.study.lower()}",
                one.where or "Here",
                _figure(one.approved),
                _figure(one.actual),
                f"{one.compared.sign} {one.compared.words}",
            ]
            for one in shown
        ],
        notes=notes,
    )


def _figure(one: CapacityFigure | None) -> str:
    if one is None:
        return NOT_KNOWN
    until = f" to {format_date(one.to_date)}" if one.to_date else ""
    return f"{one.count:,} (from {format_date(one.from_date)}{until})"


def approval(place: Place, viewer: Viewer, day: date) -> Content:
    """How each approval of the place stands; of a provider also those of its environments.

    What is still being prepared is not shown. At most four queries.
    """
    at = Q(organisation=place.organisation)
    if place.environment is not None:
        at = Q(environment=place.environment)
    rows: Any = Approval.objects.visible_to(viewer).filter(at).exclude(state=State.DRAFT)
    waits = Count("conditions", filter=Q(conditions__state=ConditionState.OPEN))
    found = list(
        rows.with_standing(day)
        .annotate(waits=waits)
        .select_related("organisation", "environment")
        .prefetch_related("lines__profession")
        .order_by("-at", "-pk")[: MOST + 1]
    )
    if not found:
        return section("approval", "Approval", facts=[("Approved for learners", NOT_KNOWN)])
    shown = found[:MOST]
    return section(
        "approval",
        "Approval",
        caption="Approvals of the place",
        columns=("Approval", "Learners", "How it stands", "Review by", "Conditions not met yet"),
        rows=[_approval_row(one) for one in shown],
        notes=["There are more: see Approvals of places."] if len(found) > len(shown) else [],
    )


def _approval_row(one: Any) -> list[str]:
    about = one.environment.name if one.environment else one.organisation.name
    professions = dict.fromkeys(line.profession.name for line in one.lines.all())
    return [
        f"{one.reference}: {one.setting_name}, {about}",
        ", ".join(professions) or NOT_KNOWN,
        str(Stands(one.standing).label),
        format_date(one.review_date) or "–",
        str(one.waits),
    ]
