"""What the page of a round's invitations shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from sightline.listen.invitations.models import Cell, Invitation
from sightline.listen.rounds.models import Collection


@dataclass(frozen=True)
class Listed:
    """How many are on the list of a round: by how they are reached, and who was not asked yet."""

    people: int
    by_email: int
    by_text: int
    by_hand: int
    not_asked: int
    due_later: int
    finest: int  # in groups that keep the provider
    coarser: int  # counted in an ICB, a region or the whole round


def listed(collection: Collection) -> Listed:
    """Two queries. Counts of answers stand on the monitor only, in steps."""
    channel = Invitation.Channel
    found = collection.invitations.aggregate(
        people=Count("pk"),
        by_email=Count("pk", filter=Q(channel=channel.EMAIL)),
        by_text=Count("pk", filter=Q(channel=channel.TEXT)),
        by_hand=Count("pk", filter=Q(channel=channel.NONE)),
        not_asked=Count("pk", filter=Q(times_asked=0) & ~Q(address="")),
        due_later=Count("pk", filter=Q(times_asked=0, due_date__isnull=False)),
    )
    by_place = Cell.objects.filter(collection=collection).aggregate(
        finest=Sum("expected", filter=Q(provider__isnull=False), default=0),
        coarser=Sum("expected", filter=Q(provider=None), default=0),
    )
    return Listed(**found, **by_place)


def is_reached(collection: Collection) -> bool:
    """Is anybody on its list who can be written to?"""
    return collection.invitations.exclude(address="").filter(is_completed=False).exists()


def expected(collection: Collection) -> int:
    """How many are asked in all."""
    total: int = Cell.objects.filter(collection=collection).aggregate(
        total=Sum(F("expected"), default=0)
    )["total"]
    return total
