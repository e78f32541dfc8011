"""How well we answer what learners say: in time, seen by later learners, and how soon told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Sum
from django.utils import timezone

from sightline.listen.replies.models import Confirmation, Reply
from sightline.listen.silence import queries, rules
from sightline.listen.silence.queries import Place, Standing
from sightline.organisations.models import Organisation
from sightline.results.models import Dataset


class Level(StrEnum):
    ALL = "All"
    REGION = "Region"
    PROVIDER = "Provider"


@dataclass(frozen=True)
class Measured:
    """One place in one round.

    ``low`` results there are; of ``due`` of them the 60 days are over, and ``in_time`` of these
    were answered within them. ``replies`` were published about the round, ``told_days`` after its
    last day (the median). ``asked`` later learners were asked about them, ``seen`` had seen it.
    """

    level: Level
    code: str
    name: str
    low: int
    answered: int
    due: int
    in_time: int
    replies: int
    told_days: float | None
    replies_asked: int
    asked: int
    seen: int

    @property
    def percent_in_time(self) -> float | None:
        return 100 * self.in_time / self.due if self.due else None

    @property
    def percent_answered(self) -> float | None:
        return 100 * self.answered / self.low if self.low else None

    @property
    def percent_seen(self) -> float | None:
        return 100 * self.seen / self.asked if self.asked else None


@dataclass
class _Gathered:
    standings: list[Standing] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    asked: int = 0
    seen: int = 0
    replies_asked: int = 0


def measured(dataset: Dataset, place: Place, now: datetime) -> list[Measured]:
    """All of the place, then its regions, then its providers, by name. Seven queries."""
    standings = queries.standings(dataset, place)
    told = list(
        Reply.objects.public()
        .filter(place("organisation"), dataset__survey=dataset.survey, dataset__year=dataset.year)
        .select_related("organisation__region")
    )
    counts = _confirmed(told)
    groups: dict[tuple[Level, str, str], _Gathered] = defaultdict(_Gathered)
    for standing in standings:
        for key in _keys(standing.provider):
            groups[key].standings.append(standing)
    for reply in told:
        days = (timezone.localdate(reply.published_at) - dataset.collected_to).days
        asked, seen = counts.get(reply.pk, (0, 0))
        for key in _keys(reply.organisation):
            group = groups[key]
            group.days.append(days)
            group.asked += asked
            group.seen += seen
            group.replies_asked += asked > 0
    results_in = queries.results_in(dataset)
    order = list(Level)
    return [
        _measured(key, group, results_in, now)
        for key, group in sorted(
            groups.items(), key=lambda one: (order.index(one[0][0]), one[0][2], one[0][1])
        )
    ]


def _keys(provider: Organisation) -> Iterable[tuple[Level, str, str]]:
    yield Level.ALL, "", ""
    if provider.region is not None:
        yield Level.REGION, provider.region.code, provider.region.name
    yield Level.PROVIDER, provider.code, provider.name


def _confirmed(replies: Sequence[Reply]) -> Mapping[int, tuple[int, int]]:
    """How many later learners were asked about each reply, and how many had seen it."""
    found = (
        Confirmation.objects.filter(reply__in=[one.pk for one in replies])
        .order_by()
        .values_list("reply")
        .annotate(yes=Sum("yes"), no=Sum("no"), not_sure=Sum("not_sure"))
    )
    return {reply: (yes + no + not_sure, yes) for reply, yes, no, not_sure in found}


def _measured(
    key: tuple[Level, str, str], group: _Gathered, results_in: datetime, now: datetime
) -> Measured:
    level, code, name = key
    low = sum(len(one.low) for one in group.standings)
    is_due = rules.is_due(results_in=results_in, now=now)
    return Measured(
        level=level,
        code=code,
        name=name,
        low=low,
        answered=sum(one.count_answered for one in group.standings),
        due=low if is_due else 0,
        in_time=sum(
            rules.in_time(first, results_in=results_in)
            for one in group.standings
            for first in one.first.values()
        )
        if is_due
        else 0,
        replies=len(group.days),
        told_days=rules.median_days(group.days),
        replies_asked=group.replies_asked,
        asked=group.asked,
        seen=group.seen,
    )
