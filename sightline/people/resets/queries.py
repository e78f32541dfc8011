"""Whose account was reset by somebody else."""

from __future__ import annotations

from datetime import datetime

from sightline.people.models import User
from sightline.people.resets import rules
from sightline.people.resets.models import Reset


def signs_from(user: User, at: datetime) -> datetime | None:
    """The moment from which they may sign again; None where they may sign now. One query."""
    recent = Reset.objects.filter(user=user, at__gt=at - rules.WAIT)
    return rules.signs_from(recent.values_list("at", flat=True), at)
