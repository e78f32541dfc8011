"""Our own work month by month: the last month is worse than usual (Making Data Count)."""

from __future__ import annotations

from datetime import date

from sightline.insight.processes import Read
from sightline.insight.signals.limits import Limit
from sightline.stats.spc import Kind, Variation

_WORSE = (Variation.CONCERN_HIGH, Variation.CONCERN_LOW)


def is_looked_at(read: Read, limit: Limit) -> bool:
    """Has the measure limits, and is it one of those that are looked at?"""
    return read.chart is not None and read.series.code in limit.measures


def began(read: Read) -> date | None:
    """The month in which the present spell of worse months began; None where the last is usual.

    A spell is one signal, however many months it goes on.
    """
    if read.chart is None or read.chart.variation not in _WORSE:
        return None
    first = len(read.chart.points) - 1
    while first > 0 and read.chart.points[first - 1].kind is Kind.CONCERN:
        first -= 1
    return read.series.points[first][0]
