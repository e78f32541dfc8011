"""When and how often people may be written to. The rules are data: data/contact.yaml, or the file
that the setting CONTACT_RULES names."""

from __future__ import annotations

from calendar import day_name
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from sightline.base.working_days import is_bank_holiday

_WEEKDAYS = [name.lower() for name in day_name]


@dataclass(frozen=True)
class Policy:
    """Quiet hours run from ``quiet_from`` over midnight until ``quiet_until``."""

    from_date: date
    most_messages: int
    within_days: int
    quiet_from: time
    quiet_until: time
    quiet_weekdays: frozenset[int]
    quiet_bank_holidays: bool

    def is_quiet_day(self, day: date) -> bool:
        return day.weekday() in self.quiet_weekdays or (
            self.quiet_bank_holidays and is_bank_holiday(day)
        )

    def is_quiet(self, moment: datetime) -> bool:
        local = timezone.localtime(moment)
        return self.is_quiet_day(local.date()) or not (
            self.quiet_until <= local.time() < self.quiet_from
        )

    def next_allowed(self, moment: datetime) -> datetime:
        """The first moment from this one on at which a message may go out."""
        if not self.is_quiet(moment):
            return moment
        local = timezone.localtime(moment)
        day = local.date()
        if local.time() >= self.quiet_from:
            day += timedelta(days=1)
        while self.is_quiet_day(day):
            day += timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, self.quiet_until))  # noqa: DTZ

    @property
    def quiet_days(self) -> str:
        """ "Sundays and bank holidays": as a sentence of a page has it."""
        names = [f"{day_name[number]}s" for number in sorted(self.quiet_weekdays)]
        if self.quiet_bank_holidays:
            names.append("England's bank holidays")
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def policy_on(day: date) -> Policy:
    """The rule that holds on a day: the newest that has begun, or else the first."""
    rules = read(settings.CONTACT_RULES.read_text(encoding="utf-8"))
    return max(
        (rule for rule in rules if rule.from_date <= day),
        key=lambda rule: rule.from_date,
        default=rules[0],
    )


@cache
def read(text: str) -> tuple[Policy, ...]:
    """The rules of a file, the earliest first. Raises ValueError where one makes no sense."""
    return tuple(sorted(map(_rule, yaml.safe_load(text)), key=lambda rule: rule.from_date))


def _rule(given: dict[str, Any]) -> Policy:
    rule = Policy(
        given["from"],
        int(given["most_messages"]),
        int(given["within_days"]),
        time.fromisoformat(given["quiet_from"]),
        time.fromisoformat(given["quiet_until"]),
        frozenset(_WEEKDAYS.index(name) for name in given["quiet_weekdays"]),
        bool(given["quiet_bank_holidays"]),
    )
    if rule.quiet_until >= rule.quiet_from:
        raise ValueError("Quiet hours run over midnight: they end in the morning.")
    if len(rule.quiet_weekdays) == 7:
        raise ValueError("Some day of the week has to be left to write on.")
    return rule
