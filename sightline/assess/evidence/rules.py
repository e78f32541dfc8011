"""What evidence has to say of itself, and for how long it counts. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: Nothing described here is older than the first framework, nor stays fresh for longer.
EARLIEST = date(2000, 1, 1)
LONGEST_FRESH_DAYS = 5 * 366


@dataclass(frozen=True)
class Mark:
    """One piece of evidence, as far as weighing it is concerned.

    ``kind`` is its kind of source, ``voice`` whose it is ("" for nobody's own), ``direction`` a
    Direction, ``strength`` 1 to 3, ``stale_from`` the first day on which it does not count.
    """

    kind: str
    voice: str
    direction: str
    strength: int
    stale_from: date

    def is_fresh(self, day: date) -> bool:
        return day < self.stale_from


def fresh_voices(marks: Iterable[Mark], day: date) -> frozenset[str]:
    """Who is heard on a day. How much each of them says makes no difference."""
    return frozenset(one.voice for one in marks if one.voice and one.is_fresh(day))


@dataclass(frozen=True)
class Heap:
    """Evidence of one kind and direction about one standard, fresh or stale, put together.

    ``strength`` is the greatest, ``latest`` the last day that any of it describes, and
    ``stale_from`` the day from which none of it counts.
    """

    kind: str
    voice: str
    direction: str
    is_fresh: bool
    count: int
    strength: int
    latest: date
    stale_from: date

    @property
    def mark(self) -> Mark:
        return Mark(self.kind, self.voice, self.direction, self.strength, self.stale_from)


def goes_stale_on(period_to: date, fresh_days: int) -> date:
    """The first day on which evidence does not count any more, counted from its period's end."""
    return period_to + timedelta(days=fresh_days)


def why_not_dated(
    *, period_from: date, period_to: date, received: date, stale_from: date, today: date
) -> str:
    if period_from > period_to:
        return "The period that it describes cannot end before it begins."
    if period_from < EARLIEST:
        return "The period that it describes begins too early. Check the year."
    if received > today:
        return "It cannot be received after today."
    if received < period_from:
        return "It cannot be received before the period that it describes."
    if period_to > received:
        return "The period that it describes cannot end after you received it."
    if stale_from <= period_to:
        return "It goes stale after the period that it describes. Check the date."
    if stale_from > period_to + timedelta(days=LONGEST_FRESH_DAYS):
        return "Evidence counts for five years at most. Check the date on which it goes stale."
    return ""


def why_not_said(
    *, title: str, statement: str, has_standards: bool, is_fact: bool, strength_reason: str
) -> str:
    if not title.strip() or not statement.strip():
        return "Give the evidence a title and say what it shows."
    if not is_fact and not has_standards:
        return "Choose at least one standard that the evidence bears on."
    if not is_fact and not strength_reason.strip():
        return "Say why the evidence is as strong as you say."
    return ""


def why_not_fact(
    *,
    facts: Collection[str],
    fact: str,
    fact_date: date | None,
    reference: str,
    direction: str,
    today: date,
) -> str:
    """``facts``: the statuses of this kind of source; none where it is no regulator's status."""
    if not facts:
        return "Only what a regulator has decided is recorded as a status." if fact else ""
    if fact not in facts:
        return "Choose the status that the regulator gave."
    if fact_date is None or fact_date > today:
        return "Enter the day on which the regulator decided. It cannot be after today."
    if not reference.strip():
        return "Give the regulator’s reference or the address where it is published."
    if direction != "neither":
        return "A regulator’s status is recorded as a fact. Nothing is derived from it."
    return ""


def why_not_standards(versions: Collection[int]) -> str:
    """``versions``: the keys of the versions of the framework that the standards are of."""
    return "Choose standards of one version of the framework." if len(set(versions)) > 1 else ""
