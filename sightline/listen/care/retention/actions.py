"""What has been kept long enough is taken away, and it is written down how much of what."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.listen.care.models import RetentionRun
from sightline.listen.care.retention.keepers import KEEPERS, Keeper, days_of
from sightline.listen.care.retention.policy import Policy, RecordClass, policy_on
from sightline.people.models import User
from sightline.trail import record

log = logging.getLogger(__name__)


def carry_out(
    *, by: User | None, at: datetime, keepers: Mapping[str, Keeper] = KEEPERS
) -> RetentionRun | None:
    """Take away what is due, class after class, in batches; each batch is a transaction.

    A class that fails is noted with the kind of its fault and keeps no other from being done. Gives
    what was done; None when nothing was due and today's look is written down already.
    """
    policy = policy_on(timezone.localdate(at))
    run = None
    for one in policy.classes:
        keeper = keepers.get(one.code)
        if keeper is None:
            continue
        try:
            while (step := _step(run, policy, one, keeper, at)) is not None:
                run = step
        except Exception as fault:  # whatever it is, the other classes go on
            # Its text may hold what people wrote: only the kind is kept.
            log.error("Retention failed: %s (%s)", one.code, type(fault).__name__)
            run = run or _latest_with(one.code, type(fault).__name__, at) or _begun(policy, at)
            run.failed[one.code] = type(fault).__name__
            run.save(update_fields=["failed"])
    if run is None and not RetentionRun.objects.filter(at__gte=_start_of_day(at)).exists():
        return _begun(policy, at)
    return run


def _step(
    run: RetentionRun | None, policy: Policy, of: RecordClass, keeper: Keeper, at: datetime
) -> RetentionRun | None:
    """One batch and its line of the trail. None: nothing was due."""
    days = days_of(of, keeper, at)
    if keeper.is_whole:
        # The step commits by itself, piece by piece; afterwards only counting is left.
        count = keeper.step(at, days or 0)
        return _note(run, policy, of, count, at) if count else None
    with transaction.atomic():
        count = keeper.step(at, days or 0)
        return _note(run, policy, of, count, at) if count else None


@transaction.atomic
def _note(
    run: RetentionRun | None, policy: Policy, of: RecordClass, count: int, at: datetime
) -> RetentionRun:
    run = run or _begun(policy, at)
    counts = {**run.counts, of.code: run.counts.get(of.code, 0) + count}
    RetentionRun.objects.filter(pk=run.pk).update(counts=counts)
    record.record(
        action="listen.care.retention.carry_out",
        subject=run,
        by=None,
        at=at,
        summary=f"Kept long enough and deleted: {of.name}, {count:,}",
        is_internal=True,
    )
    return RetentionRun.objects.get(pk=run.pk)


def _begun(policy: Policy, at: datetime) -> RetentionRun:
    return RetentionRun.objects.create(at=at, policy_from=policy.from_date)


def _latest_with(code: str, fault: str, at: datetime) -> RetentionRun | None:
    """Today's run that failed in the same way: a fault that lasts is written down once a day."""
    for run in RetentionRun.objects.filter(at__gte=_start_of_day(at)):
        if run.failed.get(code) == fault:
            return run
    return None


def _start_of_day(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
