"""The groups of one level: their names, what they belong to, and how counts of them add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.results.levels import GroupKey, Level

Index = NDArray[np.int64]


@dataclass(frozen=True)
class Names:
    """A code for each group: ``codes[of[group]]``."""

    codes: Sequence[str]
    of: Index

    @staticmethod
    def one_each(codes: Sequence[str]) -> Names:
        return Names(codes, np.arange(len(codes)))

    @property
    def given(self) -> NDArray[np.bool_]:
        """Which groups have a code that is not empty."""
        return np.array([bool(code) for code in self.codes], dtype=bool)[self.of]

    def all(self) -> list[str]:
        return [self.codes[place] for place in self.of.tolist()]


@dataclass(frozen=True)
class Tier:
    """The groups of one level, and for each the position of its parents in their tiers.

    There are tens of thousands, so they have names only when somebody asks. ``listed`` says which
    are known by all their codes.
    """

    level: Level
    names: Names
    parent: Index
    other_names: Names | None = None
    other_parent: Index = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.names.of)

    @cached_property
    def keys(self) -> list[GroupKey]:
        codes = self.names.all()
        others = self.other_names.all() if self.other_names else [""] * len(codes)
        return [
            GroupKey(self.level, code, other) for code, other in zip(codes, others, strict=True)
        ]

    @cached_property
    def listed(self) -> NDArray[np.bool_]:
        given = self.names.given
        return given & self.other_names.given if self.other_names else given

    @cached_property
    def runs(self) -> Index:
        """Where each run of one parent ends; parents are sorted and none is left out."""
        return run_ends(self.parent)


def run_ends(sorted_numbers: Index) -> Index:
    """The last place of each run of equal numbers."""
    return np.flatnonzero(np.diff(sorted_numbers, append=-1))


def add_up(values: NDArray[Any], ends: Index, out: NDArray[Any]) -> None:
    """Sums over runs on the last axis, each to its last place: differences of running totals.

    In whole numbers these are exact, even where a running total goes beyond its type and begins
    anew: only the sums themselves have to fit. Cheaper than a sum for each of many short runs.
    """
    running = np.cumsum(values, axis=-1, dtype=values.dtype)
    np.take(running, ends, axis=-1, out=out, mode="clip")
    out[..., 1:] -= out[..., :-1].copy()
