"""Our own work month by month in the nation and every region, as quality teams may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sightline.access import roles
from sightline.access.patch import Patch
from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.design.show import format_date
from sightline.insight import processes
from sightline.insight.processes import Read
from sightline.insight.queries import monthly
from sightline.insight.signals import limits
from sightline.insight.signals.finding import process
from sightline.insight.signals.found import Found, Looked, Shown
from sightline.insight.signals.rules import Basis
from sightline.insight.signals.words import Kind
from sightline.organisations.models import Organisation
from sightline.results.levels import NATION, GroupKey, Level
from sightline.stats.spc import Chart

#: Months that a signal keeps.
_MONTHS = 13


@dataclass(frozen=True)
class _QualityTeam:
    """Sees what every quality team sees, all over the country: no restricted case."""

    pk: None = None
    is_authenticated: bool = True

    def can(self, permission: Permission) -> bool:
        return roles.may(Role.REGIONAL_QUALITY_MANAGER, permission)

    def patch(self, permission: Permission) -> Patch:
        return Patch(nation=self.can(permission))


def look(day: date) -> Looked:
    """Every measure that has limits, in the nation and each region. Eight queries a place."""
    limit = limits.of(Kind.PROCESS)
    looks, found = 0, []
    regions = Organisation.objects.filter(kind=Organisation.Kind.REGION, closed_date=None)
    places: list[tuple[GroupKey, Organisation | None]] = [(NATION, None)]
    places += [(GroupKey(Level.REGION, one.code), one) for one in regions.order_by("code")]
    for key, place in places:
        for series in monthly.series(_QualityTeam(), place, day):
            read = processes.read(series)
            if not process.is_looked_at(read, limit):
                continue
            looks += 1
            since = process.began(read)
            if since is not None and read.chart is not None:
                found.append(_found(key, read, read.chart, since))
    return Looked(Kind.PROCESS, looks, limit.rate, found)


def _found(key: GroupKey, read: Read, chart: Chart, since: date) -> Found:
    series = read.series
    last = chart.points[-1]
    return Found(
        kind=Kind.PROCESS,
        key=key,
        cause=f"process|{key.level}:{key.code}:|{series.code}",
        basis=Basis(f"{since:%Y-%m}"),
        headline=f"{series.label}: {read.variation[:1].lower()}{read.variation[1:]}",
        says=f"{processes.said(last.rules)}, since {_month(since)}. The mean of all months is "
        f"{last.mean:.1f}{series.unit}, the limits are {last.lower:.1f} and {last.upper:.1f}. "
        f"{series.rule}",
        shown=Shown(
            series.label,
            ["Month", f"Value{f' ({series.unit.strip()})' if series.unit else ''}", "What it says"],
            [None, series.decimals, None],
            [
                [_month(month), round(value, 1), processes.said(point.rules)]
                for (month, value), point in list(zip(series.points, chart.points, strict=True))[
                    -_MONTHS:
                ]
            ],
        ),
        strength=1.0 + abs(last.value - last.mean) / max(last.upper - last.lower, 1e-9),
        detail=series.code,
    )


def _month(day: date) -> str:
    return format_date(day).split(" ", 1)[1]
