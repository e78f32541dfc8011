"""How much of each class is held, what is due, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sightline.listen.care.models import RetentionRun
from sightline.listen.care.retention.keepers import KEEPERS, days_of
from sightline.listen.care.retention.policy import RecordClass, policy_on


@dataclass(frozen=True)
class Standing:
    """``held`` and ``due`` are numbers of records; None where nothing is counted."""

    of: RecordClass
    days: int | None
    held: int | None
    due: int | None


@dataclass(frozen=True)
class Done:
    """One look, in words: [(name of the class, how many)] and names of those that failed."""

    run: RetentionRun
    counts: tuple[tuple[str, int], ...]
    failed: tuple[str, ...]


def standings(at: datetime) -> list[Standing]:
    """Each class of the policy of the day. Two queries each, however much is held."""
    found = []
    for one in policy_on(timezone.localdate(at)).classes:
        keeper = KEEPERS.get(one.code)
        if keeper is None:
            found.append(Standing(one, one.days, None, None))
        else:
            days = days_of(one, keeper, at)
            due = keeper.due(at, days or 0)
            found.append(Standing(one, days, keeper.held(), due))
    return found


def last_runs(at: datetime, most: int = 20) -> list[Done]:
    """The latest looks, newest first. Names are those of today's policy."""
    names = {one.code: one.name for one in policy_on(timezone.localdate(at)).classes}
    return [
        Done(
            run,
            tuple((names.get(code, code), count) for code, count in run.counts.items()),
            tuple(names.get(code, code) for code in run.failed),
        )
        for run in RetentionRun.objects.all()[:most]
    ]
