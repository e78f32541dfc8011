"""What is found: a result that needs a person, with the numbers of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sightline.insight.signals.rules import Basis
from sightline.results.levels import GroupKey

#: A number of a table and how many decimals it is read with; text; or nothing.
Value = str | float | int | None


@dataclass(frozen=True)
class Shown:
    """A small table as it was seen on the day. ``decimals`` of each column, None for text."""

    caption: str
    columns: Sequence[str]
    decimals: Sequence[int | None]
    rows: Sequence[Sequence[Value]]

    def as_json(self) -> dict[str, Any]:
        return {
            "caption": self.caption,
            "columns": list(self.columns),
            "decimals": list(self.decimals),
            "rows": [list(row) for row in self.rows],
        }


#: As much as the database takes of a cause: a longer one ends in what tells it from others.
_LONGEST = 240


@dataclass(frozen=True)
class Found:
    """One signal: see models.Signal. ``dataset`` is a dataset's key, None where there is none.

    ``stands``: it is as it was a round ago. Once somebody has explained it, or has it on the
    register, another round that says the same is nothing new.
    """

    kind: str
    key: GroupKey
    cause: str
    basis: Basis
    headline: str
    says: str
    shown: Shown
    strength: float
    dataset: int | None = None
    measure: str = ""
    detail: str = ""
    stands: bool = False

    def __post_init__(self) -> None:
        if len(self.cause) > _LONGEST:
            rest = sha256(self.cause.encode()).hexdigest()[:32]
            object.__setattr__(self, "cause", f"{self.cause[: _LONGEST - 33]}|{rest}")


@dataclass(frozen=True)
class Looked:
    """What one kind looked at. ``rate``: the share of ``looks`` that may be false alarms."""

    kind: str
    looks: int
    rate: float
    found: Sequence[Found] = field(default=())

    @property
    def expected(self) -> float:
        """False alarms to be expected when nothing is going on."""
        return self.looks * self.rate
