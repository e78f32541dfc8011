"""The nightly look for signals on national data: time and memory, first and again."""

from __future__ import annotations

import time

from django.db.models import Sum
from django.utils import timezone

from bench.memory import peak_megabytes
from sightline.insight.signals import actions
from sightline.insight.signals.models import SignalLook
from sightline.people.models import GivenRole


def main() -> int:
    lead = GivenRole.objects.filter(role="national_lead").select_related("user").earliest("pk")
    for name in ("first", "again"):
        SignalLook.objects.all().delete()
        started, began = time.perf_counter(), time.process_time()
        look = actions.look_now(by=lead.user, at=timezone.now())
        took, worked = time.perf_counter() - started, time.process_time() - began
        looks = look.counts.aggregate(all=Sum("looks"))["all"]
        print(
            f"{name:<6} {looks:>7,} results looked at  {took:>5.1f} s  {worked:>5.1f} s of work  "
            f"{peak_megabytes():>5.0f} MB at most  {look.waiting:,} signals wait"
        )
    return 0
