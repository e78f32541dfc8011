"""Readings and plans as compressed JSON, to keep with a load."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from datetime import date
from typing import Any

from sightline.organisations.ods.plan import Change, LoadPlan, Missing
from sightline.organisations.ods.read import Reading, Remark, Row
from sightline.organisations.words import ChangeKind, LoadKind


def packed(thing: Reading | LoadPlan) -> bytes:
    return zlib.compress(json.dumps(asdict(thing), default=str).encode(), level=6)


def _unpacked(data: bytes | memoryview) -> dict[str, Any]:
    return json.loads(zlib.decompress(bytes(data)))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _row(told: dict[str, Any]) -> Row:
    days = {name: _day(told[name]) for name in ("opened_date", "closed_date")}
    return Row(**{**told, **days})


def reading(data: bytes | memoryview) -> Reading:
    told = _unpacked(data)
    return Reading(
        rows=[_row(one) for one in told["rows"]],
        errors=[Remark(**one) for one in told["errors"]],
        left_out=[Remark(**one) for one in told["left_out"]],
        notes=told["notes"],
        headings=tuple(told["headings"]),
    )


def plan(data: bytes | memoryview) -> LoadPlan:
    told = _unpacked(data)
    return LoadPlan(
        kind=LoadKind(told["kind"]),
        file_date=date.fromisoformat(told["file_date"]),
        adds=[_row(one) for one in told["adds"]],
        changes=[
            Change(
                **{
                    **one,
                    "kind": ChangeKind(one["kind"]),
                    "from_date": _day(one["from_date"]),
                }
            )
            for one in told["changes"]
        ],
        unchanged=told["unchanged"],
        errors=[Remark(**one) for one in told["errors"]],
        left_out=[Remark(**one) for one in told["left_out"]],
        missing=[Missing(**one) for one in told["missing"]],
        notes=told["notes"],
        headings=tuple(told["headings"]),
        details={code: _row(one) for code, one in told["details"].items()},
    )
