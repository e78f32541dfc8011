"""What an errand is: things of one kind that need somebody, and how urgent each is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

MOST_SHOWN = 5
#: How many days ahead something already needs somebody.
SOON_DAYS = 14


class Urgency(StrEnum):
    LATE = "late"
    TODAY = "today"
    USUAL = "usual"


@dataclass(frozen=True)
class Item:
    """One thing to do: what it is, where it leads, a line about it, and how urgent it is."""

    text: str
    href: str
    hint: str = ""
    status: str = ""
    urgency: Urgency = Urgency.USUAL

    def __post_init__(self) -> None:
        if self.urgency != Urgency.USUAL and not self.status:
            raise ValueError("What is urgent says why in its status: a colour alone tells nobody.")


@dataclass(frozen=True)
class Errand:
    """Things of one kind: the most urgent ones, how many there are, and where they all are."""

    heading: str
    items: tuple[Item, ...]
    total: int
    all_href: str = ""

    @property
    def anchor(self) -> str:
        """The heading as the id of its part of the page."""
        return self.heading.lower().replace(" ", "-")


def until(due: date, day: date) -> tuple[str, Urgency]:
    """How long is left, in words, and how urgent that is."""
    left = (due - day).days
    if left < 0:
        return f"{-left} {'day' if left == -1 else 'days'} late", Urgency.LATE
    if left == 0:
        return "Today", Urgency.TODAY
    return f"In {left} {'day' if left == 1 else 'days'}", Urgency.USUAL


def listed(heading: str, rows: QuerySet[Any], item: Callable[[Any], Item], all_href: str) -> Errand:
    shown = tuple(item(row) for row in rows[:MOST_SHOWN])
    total = len(shown) if len(shown) < MOST_SHOWN else rows.count()
    return Errand(heading, shown, total, all_href)
