"""What needs somebody today among approvals of places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.design.show import format_date
from sightline.govern.approvals import rules
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.words import Standing, State
from sightline.home.errand import Errand, Item, Urgency, listed
from sightline.people.models import User

_WAITING = (State.SUBMITTED, State.PANEL, State.SUSPENDED)
_URGENT = (Standing.NOT_MET, Standing.EXPIRED)


def approvals_to_decide(viewer: User, day: date) -> Errand | None:
    """For whoever decides: what was sent in, is before a panel, or asks for a decision."""
    if not viewer.can(Permission.DECIDE_APPROVAL):
        return None
    near = day + timedelta(days=min(rules.REMIND_DAYS))
    found: Any = Approval.objects.filter(
        viewer.patch(Permission.DECIDE_APPROVAL).q("organisation")
    ).with_standing(day)
    rows = (
        found.filter(
            Q(state__in=_WAITING)
            | Q(standing__in=[*_URGENT, Standing.LATE])
            | Q(state__in=rules.APPROVED, review_date__lte=near)
        )
        .select_related("organisation", "environment")
        .order_by("review_date", "pk")
    )

    def item(row: Approval) -> Item:
        return Item(
            text=f"{row.reference}: {row.place.name}",
            href=reverse("govern:approvals:show", args=[row.reference]),
            hint=f"Review by {format_date(row.review_date)}." if row.review_date else "",
            status=Standing(row.standing).label,
            urgency=Urgency.LATE if row.standing in _URGENT else Urgency.USUAL,
        )

    errand = listed("Approvals to decide", rows, item, reverse("govern:approvals:list"))
    return errand if errand.items else None


def applications_to_send(viewer: User, day: date) -> Errand | None:
    """For whoever applies for an education provider or a place: what was begun and not sent in."""
    if viewer.can(Permission.DECIDE_APPROVAL) or not viewer.can(Permission.APPLY_FOR_APPROVAL):
        return None
    found: Any = Approval.objects.visible_to(viewer).filter(state=State.DRAFT)
    rows = found.select_related("organisation", "environment").order_by("at", "pk")

    def item(row: Approval) -> Item:
        return Item(
            text=f"{row.reference}: {row.place.name}",
            href=reverse("govern:approvals:show", args=[row.reference]),
            hint="Being prepared, not sent in yet.",
        )

    errand = listed("Applications to send in", rows, item, reverse("govern:approvals:list"))
    return errand if errand.items else None
