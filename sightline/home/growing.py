"""What needs somebody today about places that ask to take more learners."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.design.show import format_date
from sightline.govern.expansions.models import ExpansionRequest
from sightline.home.errand import Errand, Item, listed
from sightline.people.models import User

#: For so many days whoever asked is told what was decided.
_TOLD_DAYS = 30


def expansions_to_decide(viewer: User, day: date) -> Errand | None:
    """For quality teams and ICBs: requests to expand that wait for a decision of theirs."""
    if not viewer.can(Permission.APPROVE_CAPACITY):
        return None
    rows = (
        ExpansionRequest.objects.decided_by(viewer)
        .select_related("organisation", "environment", "programme", "profession")
        .order_by("at", "pk")
    )

    def item(row: ExpansionRequest) -> Item:
        return Item(
            text=f"{row.reference}: {row.what}",
            href=reverse("govern:expansions:show", args=[row.reference]),
            hint=f"{row.place.name}. Asked on {format_date(row.at)}",
        )

    errand = listed(
        "Requests to expand", rows, item, f"{reverse('govern:expansions:list')}?stands=waiting"
    )
    return errand if errand.items else None


def expansions_decided(viewer: User, day: date) -> Errand | None:
    """For whoever asks for a provider: what was decided lately."""
    if not viewer.can(Permission.ASK_TO_EXPAND):
        return None
    rows = (
        ExpansionRequest.objects.filter(
            viewer.patch(Permission.ASK_TO_EXPAND).q("organisation"),
            decision__at__date__gte=day - timedelta(days=_TOLD_DAYS),
        )
        .select_related("organisation", "environment", "programme", "profession", "decision")
        .order_by("-decision__at", "pk")
    )

    def item(row: ExpansionRequest) -> Item:
        return Item(
            text=f"{row.reference}: {row.what}",
            href=reverse("govern:expansions:show", args=[row.reference]),
            hint=f"{row.place.name}. Decided on {format_date(row.decision.at)}",
            status=row.decision.get_outcome_display(),
        )

    errand = listed(
        "Decisions on your requests to expand", rows, item, reverse("govern:expansions:list")
    )
    return errand if errand.items else None
