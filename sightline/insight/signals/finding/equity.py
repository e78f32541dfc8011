"""A group of people clearly worse off in a place: newly seen, more than a round ago, or steadily.

A gap that stays is what most readers mean by unequal: once it is clear in two rounds running it is
told, and then only again when it grew or what was done about it has ended (see Found.stands).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from scipy import special

from sightline.insight.gaps import Gap
from sightline.insight.signals.limits import Limit


@dataclass(frozen=True)
class Seen:
    """A gap of one group in one measure; ``before`` None where it was not shown a round ago.

    ``is_first``: no round before asked people the same. ``is_reliable``: not of low reliability by
    the rule of the page of equity.
    """

    gap: Gap
    before: Gap | None
    is_first: bool
    is_reliable: bool = True


@dataclass(frozen=True)
class Towards:
    """How far a gap lies towards each limit, above 1 past it: new or wider, and steady."""

    wider: float
    steady: float


def look(seen: Sequence[Seen], limit: Limit) -> tuple[list[Towards], float, int]:
    """How far each gap lies towards its limits, the rate kept to, and how many looks there were.

    Wider: the gap itself is below nought beyond its limit, and so is its growth since the round
    before. Where no round before asked the same, the gap alone is enough: it is new to whoever
    reads. A gap that was not shown a round ago is none: nobody can say that it grew.

    Steady: as wide as matters now, and clear in both rounds. Chance would have to be as far off
    twice, so each round has the square root of the rate; and never less than what pages call clear.
    """
    looks = len(seen) + sum(one.before is not None and not one.is_first for one in seen)
    rate = limit.rate_of(looks)
    edge = float(special.ndtri(1 - rate))
    twice = max(float(special.ndtri(1 - sqrt(rate))), 1.959964)
    return (
        [Towards(_wider(one, edge), _steady(one, twice, limit.at_least)) for one in seen],
        rate,
        looks,
    )


def _wider(one: Seen, edge: float) -> float:
    if one.gap.error <= 0:
        return 0.0
    own = -one.gap.points / one.gap.error / edge
    if one.is_first:
        return own
    if one.before is None:
        return 0.0
    error = hypot(one.gap.error, one.before.error)
    return min(own, (one.before.points - one.gap.points) / error / edge)


def _steady(one: Seen, edge: float, at_least: float) -> float:
    if one.is_first or one.before is None or not one.is_reliable:
        return 0.0
    both = (one.gap, one.before)
    if any(each.error <= 0 for each in both) or -one.gap.points < at_least:
        return 0.0
    return min(-each.points / each.error / edge for each in both)
