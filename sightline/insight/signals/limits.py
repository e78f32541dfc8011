"""From when on a result is a signal: data with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).resolve().parent / "data" / "limits.yaml"


@dataclass(frozen=True)
class Limit:
    """``rate`` is the share of results looked at that may be false alarms; see the file."""

    rate: float
    most: float | None = None
    fewest: int = 1
    rounds: int = 0
    at_least: float = 0.0
    alone: float = 0.0
    several: int = 0
    measures: tuple[str, ...] = ()

    def rate_of(self, looks: int) -> float:
        """The rate to keep to when so many results are looked at.

        >>> Limit(0.001, most=2).rate_of(100), Limit(0.001, most=2).rate_of(20_000)
        (0.001, 0.0001)
        """
        if self.most is None or looks * self.rate <= self.most:
            return self.rate
        return self.most / looks


@cache
def _stored() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def of(kind: str) -> Limit:
    stored = dict(_stored()[kind])
    measures = tuple(stored.pop("measures", ()))
    return Limit(measures=measures, **stored)


def fewest_to_say() -> int:
    """Of fewer signals that ended, no share is given."""
    return int(_stored()["precision"]["fewest"])
