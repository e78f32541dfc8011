"""What a new version of the framework waits for."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.design.show import format_date
from sightline.home.errand import Errand, Item, Urgency
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import queries


def standards_to_decide(viewer: User, day: date) -> Errand | None:
    """For who looks after the framework: standards of which nobody has said what follows them.

    Of the newest version that is loaded, in force yet or not.
    """
    if not viewer.can(Permission.MANAGE_STANDARDS):
        return None
    new = FrameworkVersion.objects.order_by("-from_date").first()
    old = queries.before(new) if new else None
    if new is None or old is None:
        return None
    count = sum(one.waits for one in queries.lines(old, new))
    if not count:
        return None
    is_late = new.from_date <= day
    said = "1 standard waits" if count == 1 else f"{count} standards wait"
    item = Item(
        text=f"{said} for a decision on what follows in {new.code}",
        href=reverse("standards:succession", args=[new.code]),
        hint="Until then what was said under the earlier wording is not counted."
        if is_late
        else f"The version is in force from {format_date(new.from_date)}.",
        status="In force" if is_late else "",
        urgency=Urgency.LATE if is_late else Urgency.USUAL,
    )
    return Errand("The framework", (item,), 1)
