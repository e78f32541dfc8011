"""Which questions go most closely with the overall experience, in the nation or a profession."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sightline.results import together
from sightline.results.gate import MeasureInfo, Round
from sightline.results.levels import NATION, GroupKey, Level
from sightline.results.models import Dataset
from sightline.stats import drivers as arithmetic

#: What a question about the whole experience speaks of.
_WHOLE = re.compile(r"recommend|overall|as a whole", re.IGNORECASE)


@dataclass(frozen=True)
class Driver:
    """One question. ``share`` is its part, in per cent, of what all explain together, with 95%
    limits; ``low`` and ``high`` are those of ``partial``."""

    info: MeasureInfo
    share: float
    share_low: float
    share_high: float
    correlation: float
    partial: float
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    """Strongest first. ``explained`` is how much of the outcome all explain, in per cent."""

    key: GroupKey
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
    said = _worked_out(found.values, found.n)
    rows = [
        Driver(info, *(float(value) for value in each))
        for info, *each in zip(
            infos,
            said.share,
            said.share_low,
            said.share_high,
            said.correlation,
            said.partial,
            said.partial_low,
            said.partial_high,
            strict=True,
        )
    ]
    rows.sort(key=lambda one: -one.share)
    return Found(key, outcome, tuple(rows), 100 * min(said.r_squared, 1.0), found.n)


def by_profession(
    dataset: Dataset, round_: Round, outcome: MeasureInfo
) -> list[tuple[GroupKey, Found | None]]:
    """The same for each profession of the round; None for one with too few answers."""
    keys = round_.children(NATION, Level.PROFESSION)
    return [(key, drivers(dataset, round_, key, outcome)) for key in keys]


@lru_cache(maxsize=256)
def _worked_out(values: tuple[tuple[float, ...], ...], n: int) -> arithmetic.Drivers:
    """Kept, because limits take tenths of a second and a round's correlations stay the same."""
    return arithmetic.drivers(np.array(values), n)


def _asked(round_: Round) -> list[MeasureInfo]:
    return [one for one in round_.measures if not (one.is_theme or one.branch or one.is_sensitive)]
