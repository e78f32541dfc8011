"""Which questions go most closely with the overall experience, in the nation or a profession."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from sightline.results import together
from sightline.results.gate import MeasureInfo, Round
from sightline.results.levels import GroupKey
from sightline.results.models import Dataset
from sightline.stats import drivers as arithmetic

#: What a question about the whole experience speaks of.
_WHOLE = re.compile(r"recommend|overall|as a whole", re.IGNORECASE)


@dataclass(frozen=True)
class Driver:
    """One question. ``share`` is its part, in per cent, of what all explain together."""

    info: MeasureInfo
    share: float
    correlation: float
    partial: float
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    """Strongest first. ``explained`` is how much of the outcome all explain, in per cent."""

    outcome: MeasureInfo
    drivers: tuple[Driver, ...]
    explained: float
    n: int


def outcomes(round_: Round) -> list[MeasureInfo]:
    """Questions that everybody is asked; those about the whole experience first."""
    asked = _asked(round_)
    return sorted(asked, key=lambda one: not _WHOLE.search(f"{one.label} {one.wording}"))


def drivers(dataset: Dataset, round_: Round, key: GroupKey, outcome: MeasureInfo) -> Found | None:
    """None where too few answered, or correlations are withheld."""
    infos = [one for one in _asked(round_) if one != outcome]
    codes = [*(one.code for one in infos), outcome.code]
    found = together.correlations(dataset, key, codes)
    if found is None or found.n < len(codes) + 4 or not infos:
        return None
    said = arithmetic.drivers(np.array(found.values), found.n)
    rows = [
        Driver(info, *(float(value) for value in each))
        for info, *each in zip(
            infos,
            said.share,
            said.correlation,
            said.partial,
            said.partial_low,
            said.partial_high,
            strict=True,
        )
    ]
    rows.sort(key=lambda one: -one.share)
    return Found(outcome, tuple(rows), 100 * min(said.r_squared, 1.0), found.n)


def _asked(round_: Round) -> list[MeasureInfo]:
    return [one for one in round_.measures if not one.is_theme and not one.branch]
