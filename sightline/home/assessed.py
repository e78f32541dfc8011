"""What needs somebody today in self-assessment."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import Status
from sightline.design.show import format_date
from sightline.home.errand import Errand, Item, listed, until
from sightline.people.models import User

_TO_DO = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.OVERDUE)


def self_assessments(viewer: User, day: date) -> Errand | None:
    """For whoever answers or signs: what is asked of their provider and not returned."""
    if not (viewer.can(Permission.ANSWER_RETURN) or viewer.can(Permission.SIGN_RETURN)):
        return None
    theirs: Any = Return.objects.worked_on_by(viewer).with_status(day)
    rows = (
        theirs.filter(status__in=_TO_DO)
        .select_related("campaign", "organisation")
        .order_by("campaign__closes_date", "pk")
    )

    def item(row: Return) -> Item:
        due = row.campaign.closes_date
        status, urgency = until(due, day)
        return Item(
            text=f"{row.campaign.name}: {row.organisation.name}",
            href=reverse("assess:returns:show", args=[row.reference]),
            hint=f"{Status(row.status).label}. Due {format_date(due)}",
            status=status,
            urgency=urgency,
        )

    errand = listed("Self-assessment", rows, item, reverse("assess:returns:list"))
    return errand if errand.items else None
