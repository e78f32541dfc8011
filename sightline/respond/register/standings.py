"""What every change of a concern begins and ends with: lock it, then add how it stands from now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.respond.register.models import Concern, Standing

_CARRIED = (
    "state",
    "likelihood",
    "impact",
    "controls",
    "learners_affected",
    "owner_id",
    "next_review_date",
    "category_id",
    "direction",
    "waiting_for",
    "waiting_for_whom",
)


class OutOfOrder(Refusal):
    """The register is only added to, so nothing can be written before its last line."""


def lock(concern: Concern, *, at: datetime) -> tuple[Concern, Standing]:
    """The concern, locked until the transaction ends, and how it stands now.

    Raises OutOfOrder when ``at`` is before its last change: the past would show something else.
    """
    locked = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=concern.pk)
    )
    standing = latest(locked)
    if at < standing.at:
        raise OutOfOrder(
            f"{locked.reference} was changed after that moment. Changes are written in the order "
            "in which they happen."
        )
    return locked, standing


def latest(concern: Concern) -> Standing:
    """How the concern stands by its last line, with its category."""
    return concern.standings.select_related("category", "owner").order_by("-at", "-id")[:1].get()


def add(standing: Standing, *, by: User, at: datetime, **changes: Any) -> Standing:
    """Add a complete line that differs from ``standing`` in ``changes`` only."""
    carried = {name: getattr(standing, name) for name in _CARRIED}
    for name, value in changes.items():
        key = f"{name}_id" if f"{name}_id" in carried else name
        carried[key] = value.pk if key != name and value is not None else value
    return Standing.objects.create(concern_id=standing.concern_id, by=by, at=at, **carried)


def changed_fields(before: Standing, after: Standing) -> list[str]:
    """Names of what differs, for the trail."""
    return [
        name.removesuffix("_id")
        for name in _CARRIED
        if getattr(before, name) != getattr(after, name)
    ]


def why_not_owner(owner: User, organisation: Organisation) -> str:
    """An owner has to be able to do what an owner does, there."""
    if viewer.may(owner, Permission.MANAGE_CONCERN, at=organisation):
        return ""
    return (
        f"{owner.name} cannot manage concerns of {organisation.name}. "
        "Choose somebody on the quality team for this place."
    )
