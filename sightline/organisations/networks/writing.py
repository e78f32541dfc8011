"""Carry out a plan of networks, with few queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from sightline.design.show import format_date
from sightline.organisations import additions
from sightline.organisations.networks.models import InNetwork, Network
from sightline.organisations.ods.plan import Change, LoadPlan
from sightline.organisations.words import ChangeKind
from sightline.trail import record
from sightline.trail.models import Entry

_BATCH = 500


def write(plan: LoadPlan, *, source: str, is_made_up: bool, by: Any, at: datetime) -> list[Entry]:
    """Store what the plan says. Returns a line for the trail for each practice and network."""

    def line(subject: models.Model, code: str, summary: str, fields: Iterable[str]) -> Entry:
        return record.line(
            action="organisations.ods.apply",
            subject=subject,
            by=by,
            at=at,
            reference=code,
            summary=summary[:300],
            fields=fields,
        )

    Network.objects.bulk_create(
        [
            Network(code=row.code, name=row.name, is_made_up=is_made_up, source=source[:120])
            for row in plan.adds
        ],
        batch_size=_BATCH,
    )
    networks = {one.code: one for one in Network.objects.all()}
    entries = [line(networks[row.code], row.code, f"Added from {source}", ()) for row in plan.adds]
    renamed = []
    for change in plan.of(ChangeKind.RENAME):
        one = networks[change.code]
        one.name = change.after
        renamed.append(one)
        entries.append(
            line(one, one.code, f"Named “{change.after}”; it was “{change.before}”.", ["name"])
        )
    Network.objects.bulk_update(renamed, ["name"], batch_size=_BATCH)
    joins = plan.of(ChangeKind.JOIN)
    practices = additions.existing(change.code for change in joins)
    InNetwork.objects.bulk_create(
        [
            InNetwork(
                practice=practices[change.code],
                network=networks.get(change.after),
                from_date=change.from_date,
            )
            for change in joins
        ],
        batch_size=_BATCH,
    )
    by_practice: dict[str, list[Change]] = {}
    for change in joins:
        by_practice.setdefault(change.code, []).append(change)
    entries += [
        line(practices[code], code, " ".join(_sentence(one, networks) for one in told), ["network"])
        for code, told in by_practice.items()
    ]
    return entries


def _sentence(change: Change, networks: dict[str, Network]) -> str:
    where = f"In {networks[change.after].name}" if change.after else "In no network"
    return f"{where} from {format_date(change.from_date)}." if change.from_date else f"{where}."
