"""How long each class of record is kept. The rules are data: data/retention.yaml, or the file that
the setting RETENTION_RULES names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml
from django.conf import settings

#: What every legal basis is shown with: nobody has compared it with the text of the law yet.
UNCHECKED = "check against the official text"


@dataclass(frozen=True)
class RecordClass:
    """One class of record. ``days`` None: no number of days in this file makes it due."""

    code: str
    name: str
    what: str
    since: str
    gone: str
    basis: str
    days: int | None = None


@dataclass(frozen=True)
class Policy:
    from_date: date
    classes: tuple[RecordClass, ...]

    def named(self, code: str) -> RecordClass:
        """Raises KeyError."""
        return {one.code: one for one in self.classes}[code]


def policy_on(day: date) -> Policy:
    """The version that holds on a day: the newest that has begun, or else the first."""
    versions = read(settings.RETENTION_RULES.read_text(encoding="utf-8"))
    return max(
        (one for one in versions if one.from_date <= day),
        key=lambda one: one.from_date,
        default=versions[0],
    )


@cache
def read(text: str) -> tuple[Policy, ...]:
    """The versions of a file, the earliest first. Raises ValueError where one makes no sense."""
    return tuple(sorted(map(_policy, yaml.safe_load(text)), key=lambda one: one.from_date))


def _policy(given: dict[str, Any]) -> Policy:
    classes = tuple(RecordClass(**one) for one in given["classes"])
    codes = [one.code for one in classes]
    if len(set(codes)) != len(codes):
        raise ValueError("A class of record stands in the file twice.")
    for one in classes:
        if one.days is not None and (not isinstance(one.days, int) or one.days < 0):
            raise ValueError(f"{one.code}: days are a whole number from 0 on.")
    return Policy(given["from"], classes)
