"""What pages of campaigns show: counts by kind of provider and status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Count, QuerySet

from sightline.assess.returns.journeys import reading
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import Status

#: A median of fewer would tell of single providers.
LEAST_MEASURED = 5


@dataclass(frozen=True)
class Line:
    """One kind of provider in a campaign. ``minutes`` is the median of what was really taken."""

    name: str
    expected: int
    counts: dict[str, int]
    minutes: int | None

    @property
    def asked(self) -> int:
        return sum(self.counts.values())

    def number(self, *statuses: Status) -> int:
        return sum(self.counts.get(one.value, 0) for one in statuses)


def progress(returns: QuerySet[Return], day: date) -> list[Line]:
    """Of these returns of one campaign, by journey: two queries however many there are."""
    rows = (
        returns.with_status(day)  # type: ignore[attr-defined]
        .order_by()
        .values_list("journey_code", "journey_version", "status")
        .annotate(number=Count("pk"))
    )
    taken = _taken(returns)
    found: dict[tuple[str, int], dict[str, int]] = {}
    for code, version, status, number in rows:
        counts = found.setdefault((code, version), {})
        counts[status] = counts.get(status, 0) + number
    return sorted(
        (
            Line(
                reading.find(*key).name,
                reading.find(*key).minutes,
                counts,
                minutes_of(taken.get(key, [])),
            )
            for key, counts in found.items()
        ),
        key=lambda line: (-line.asked, line.name),
    )


def _taken(returns: QuerySet[Return]) -> dict[tuple[str, int], list[int]]:
    rows = (
        returns.filter(current__isnull=False)
        .order_by()
        .values_list("journey_code", "journey_version", "current__seconds")
    )
    found: dict[tuple[str, int], list[int]] = {}
    for code, version, seconds in rows:
        if seconds:
            found.setdefault((code, version), []).append(seconds)
    return found


def minutes_of(seconds: Iterable[int]) -> int | None:
    """The median in whole minutes, at least 1; None where fewer than five were measured."""
    known = list(seconds)
    if len(known) < LEAST_MEASURED:
        return None
    return max(1, round(median(known) / 60))
