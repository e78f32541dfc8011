"""The demo's moments: everything is so many days before the anchor day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

ROUNDS = 3


@dataclass(frozen=True)
class Clock:
    """Nothing happens later than on the day before the anchor: who fills the service in the small
    hours would have found tonight what nobody can have answered yet."""

    anchor: date

    @property
    def last_night(self) -> datetime:
        """When the looks for tensions and signals were made last."""
        return self.moment(self.day(1), 3)

    def day(self, days_before: int) -> date:
        return self.anchor - timedelta(days=days_before)

    def moment(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def window(self, index: int) -> tuple[date, date]:
        """First and last day of answering in a round: 0 is the first, 2 the latest."""
        years_before = ROUNDS - 1 - index
        return self.day(365 * years_before + 50), self.day(365 * years_before + 18)
