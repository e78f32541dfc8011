"""When a provider that has not returned is reminded, and who hears of it: versioned data.

A step is due so many days before (negative) or after the closing day. Each is done once for each
provider, and only while it has not returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).resolve().parent / "data" / "ladder.yaml"


@dataclass(frozen=True)
class Step:
    """``to``: "answers" (who answers for the provider) or "signs" as well."""

    code: str
    days: int
    to: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Ladder:
    version: str
    steps: tuple[Step, ...]

    def due(self, day: date, closes: date, last: date) -> Step | None:
        """The latest step whose day has come; None before the first and after the last day.

        Steps that were missed, because the service stood still, are not made up for: nobody wants
        three reminders in one minute.
        """
        if day > last:
            return None
        come = [one for one in self.steps if closes + timedelta(days=one.days) <= day]
        return come[-1] if come else None


@cache
def _all() -> dict[str, Ladder]:
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found = {}
    for version, steps in told.items():
        read = tuple(
            Step(one["code"], one["days"], tuple(one["to"]), one["says"].strip()) for one in steps
        )
        if list(read) != sorted(read, key=lambda one: one.days):
            raise ValueError(f"The steps of ladder {version} are not in the order of their days")
        found[version] = Ladder(version, read)
    return found


def find(version: str) -> Ladder:
    return _all()[version]


def newest() -> Ladder:
    return _all()[max(_all())]
