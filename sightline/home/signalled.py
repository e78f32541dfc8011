"""Signals that nobody has ended, at home of whoever deals with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.design.show import format_date
from sightline.home.errand import Errand, Item, listed
from sightline.insight.signals.models import Signal
from sightline.people.models import User


def signals_waiting(viewer: User, day: date) -> Errand | None:
    """What is new in the results, those that need a person first."""
    if not viewer.can(Permission.JUDGE_STANDARDS):
        return None
    waiting: Any = Signal.objects.visible_to(viewer).waiting().neediest(viewer)
    rows = waiting.select_related("organisation", "programme", "profession").order_by(
        "rank", "-strength", "-pk"
    )

    def item(row: Signal) -> Item:
        return Item(
            text=row.headline,
            href=reverse("insight:signals:show", args=[row.reference]),
            hint=f"{row.place_name}. Found on {format_date(row.found_at)}",
        )

    return listed("Signals", rows, item, f"{reverse('insight:signals:list')}?state=waiting")
