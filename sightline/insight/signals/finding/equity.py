"""A group of people clearly worse off in a place: newly seen, or more than a round ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from scipy import special

from sightline.insight.gaps import Gap
from sightline.insight.signals.limits import Limit


@dataclass(frozen=True)
class Seen:
    """A gap of one group in one measure; ``before`` None where it was not shown a round ago.

    ``is_first``: no round before asked people the same.
    """

    gap: Gap
    before: Gap | None
    is_first: bool


def look(seen: Sequence[Seen], limit: Limit) -> tuple[list[float], float]:
    """How far each gap lies towards its limit, above 1 past it, and the rate kept to.

    The gap itself is below nought beyond its limit, and so is its growth since the round before.
    Where no round before asked the same, the gap alone is enough: it is new to whoever reads. A gap
    that was not shown a round ago is none: nobody can say that it grew.
    """
    rate = limit.rate_of(len(seen))
    edge = float(special.ndtri(1 - rate))
    return [_beyond(one, edge) for one in seen], rate


def _beyond(one: Seen, edge: float) -> float:
    if one.gap.error <= 0:
        return 0.0
    own = -one.gap.points / one.gap.error / edge
    if one.is_first:
        return own
    if one.before is None:
        return 0.0
    error = hypot(one.gap.error, one.before.error)
    return min(own, (one.before.points - one.gap.points) / error / edge)
