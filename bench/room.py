"""The Standards Room with much evidence, and the nightly look for tensions, on national data."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.memory import peak_megabytes
from sightline.assess.evidence import kinds
from sightline.assess.evidence.models import Evidence
from sightline.assess.places import Level
from sightline.insight.tensions import actions as tensions
from sightline.insight.tensions.models import Look, Tension
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole, User
from sightline.standards.models import FrameworkVersion, Standard

FEW, MANY = 50, 5_000
TIMES = 60
#: Nine kinds that are added by hand; what is read where it lives comes on top.
KINDS = (
    "visit",
    "learner_account",
    "educator_account",
    "provider_document",
    "regulator_report",
    "vacancies",
    "exception_reports",
    "speaking_up",
    "patient_safety",
)
_RATED = 4  # standards that every provider rates itself on


def main() -> int:
    random = np.random.default_rng(5)
    given = GivenRole.objects.filter(role="regional_quality_manager").select_related("user")
    place = Evidence.objects.filter(level=Level.ORGANISATION).earliest("pk").organisation
    user = given.get(place=place.region).user
    client = Client()
    client.force_login(user)
    room = f"/insight/room/organisation/{place.code}/"
    held = 0
    for wanted in (FEW, MANY):
        _add(place, user, wanted - held, random)
        held = wanted
        for address in (room, f"{room}standard/3.5/"):
            _measure(client, address, held)
    _tensions(user, random)
    return 0


def _measure(client: Client, address: str, held: int) -> None:
    client.get(address)
    times, worked = [], []
    for _ in range(TIMES):
        started, began = time.perf_counter(), time.process_time()
        answer = client.get(address)
        times.append(time.perf_counter() - started)
        worked.append(time.process_time() - began)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    middle, high = np.percentile(np.array(times) * 1000, [50, 95])
    # What the computer worked for it, whatever else it did.
    busy = np.percentile(np.array(worked) * 1000, 95)
    print(
        f"{held:>6,} pieces of evidence  p50 {middle:>5.0f} ms  p95 {high:>5.0f} ms  "
        f"p95 of work {busy:>5.0f} ms  {len(captured):>3} queries  {address}"
    )


def _row(organisation: Organisation, by: User, number: int, **other: Any) -> Evidence:
    today = timezone.localdate()
    until = today - timedelta(days=number % 900)
    return Evidence(
        level=Level.ORGANISATION,
        organisation=organisation,
        reference=f"B-{number}",
        title=f"Evidence {number}",
        statement="Made up, to measure with.",
        strength=1 + number % 3,
        strength_reason="Made up.",
        period_from=until - timedelta(days=30),
        period_to=until,
        received_date=today,
        stale_date=until + timedelta(days=365),
        audience="shared",
        at=timezone.now(),
        by=by,
        **other,
    )


def _standards() -> list[Standard]:
    version = FrameworkVersion.in_force_on(timezone.localdate())
    return list(Standard.objects.filter(version=version).order_by("position"))


def _add(place: Organisation, by: User, how_many: int, random: np.random.Generator) -> None:
    """Rows as the action would write them, all at once: the action is not what is measured."""
    standards = _standards()
    start = Evidence.objects.count() + 1_000_000
    directions = random.choice(["meets", "both", "short", "neither"], how_many)
    rows = (
        _row(place, by, start + at, kind=KINDS[at % len(KINDS)], direction=str(directions[at]))
        for at in range(how_many)
    )
    _write(rows, [standards[at % len(standards)] for at in range(how_many)])


def _write(rows: Iterable[Evidence], standards: list[Standard]) -> None:
    made = Evidence.objects.bulk_create(rows, batch_size=500)
    bearing = Evidence.standards.through
    bearing.objects.bulk_create(
        (
            bearing(evidence_id=one.pk, standard_id=standard.pk)
            for one, standard in zip(made, standards, strict=True)
        ),
        batch_size=500,
    )


def _tensions(by: User, random: np.random.Generator) -> None:
    """Every provider rates itself, a quarter more of them each time, to see that it is linear.

    In any order: trusts lie together, and it is they who have what a rating disagrees with.
    """
    providers = list(Organisation.objects.providers().filter(closed_date=None).order_by("code"))
    random.shuffle(providers)
    standards = [one for one in _standards() if one.number in ("1.7", "1.11", "3.5", "5.6")]
    start = 2_000_000
    done = 0
    for share in (0.25, 0.5, 0.75, 1.0):
        wanted = providers[done : int(len(providers) * share)]
        done += len(wanted)
        rows, bearing = [], []
        for provider in wanted:
            for standard in standards[:_RATED]:
                start += 1
                answer = "meets" if random.random() < 0.8 else "both"
                row = _row(provider, by, start, kind=kinds.SELF_ASSESSMENT, direction=answer)
                rows.append(row)
                bearing.append(standard)
        _write(rows, bearing)
        Tension.objects.filter(ending=None).delete()
        Look.objects.all().delete()
        started, began = time.perf_counter(), time.process_time()
        look = tensions.look_now(by=by, at=timezone.now())
        took, worked = time.perf_counter() - started, time.process_time() - began
        memory = peak_megabytes()
        print(
            f"{done:>6,} providers, {done * len(standards):>6,} self-ratings  {took:>5.1f} s  "
            f"{worked:>5.2f} s of work  "
            f"{memory:>5.0f} MB at most  {look.waiting:,} tensions"
        )
