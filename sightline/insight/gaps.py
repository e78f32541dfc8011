"""Gaps between groups of people, how sure they are, and whether the mix of professions is behind
them. Pure: takes parts that passed the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor, hypot, nan

from sightline.results.characteristics.gate import NO_ANSWER, Part, PartCell
from sightline.stats import standardise

_95 = 1.959964
#: Half the width of a 95% interval, in points: up to the first good, up to the second fair.
GOOD, FAIR = 3.0, 7.0
LOW = "Low"
#: With fewer answers than this in a round, rounds are put together where they can be.
FEW = 100
#: Of the standard population, the part whose professions must be known for an adjusted gap.
LEAST_COVERED = 0.5


class Sure(StrEnum):
    LOWER = "Clearly lower"
    HIGHER = "Clearly higher"
    UNSURE = "May be chance"


@dataclass(frozen=True)
class Scored:
    """A score with its standard error; ``rounds`` is how many rounds are put together in it."""

    score: float
    error: float
    n: int
    rounds: int = 1

    @property
    def half(self) -> float:
        return _95 * self.error

    @property
    def limits(self) -> tuple[float, float]:
        return max(self.score - self.half, 0.0), min(self.score + self.half, 100.0)

    @property
    def reliability(self) -> str:
        if self.half <= GOOD:
            return "Good"
        return "Fair" if self.half <= FAIR else LOW


@dataclass(frozen=True)
class Gap:
    """The difference of a group from the group it is compared with, in points, with 95% limits."""

    points: float
    error: float

    @property
    def limits(self) -> tuple[float, float]:
        return self.points - _95 * self.error, self.points + _95 * self.error

    @property
    def sure(self) -> Sure:
        low, high = self.limits
        if low > 0:
            return Sure.HIGHER
        return Sure.LOWER if high < 0 else Sure.UNSURE


@dataclass(frozen=True)
class Adjusted:
    """A gap as if both groups were in the professions that all learners of the place are in.

    ``covered`` is the part of all learners, 0 to 1, whose professions could be used, to the next
    twentieth below: so near that it says what it rests on, and no nearer.
    """

    gap: Gap
    covered: float


@dataclass(frozen=True)
class Row:
    """A group of people in one measure. ``scored`` is None where it is withheld."""

    label: str
    scored: Scored | None
    gap: Gap | None = None
    adjusted: Adjusted | None = None
    is_reference: bool = False
    together: tuple[str, ...] = ()


def scored(cell: PartCell) -> Scored | None:
    if not cell.shown or cell.score is None or cell.error is None or cell.n is None:
        return None
    return Scored(cell.score, cell.error, cell.n)


def pooled(each: Sequence[Scored]) -> Scored:
    """A group in several rounds together, each by how many answered."""
    n = sum(one.n for one in each)
    return Scored(
        sum(one.score * one.n for one in each) / n,
        hypot(*(one.error * one.n / n for one in each)),
        n,
        len(each),
    )


def reference_of(parts: Sequence[Part]) -> str:
    """The group that the others are compared with: the largest that answered the question."""
    named = [one for one in parts if not one.together and one.label != NO_ANSWER]
    largest = max(named, key=lambda one: one.respondents or 0, default=None)
    return largest.label if largest else ""


def usable(parts: Sequence[Part], earlier: Sequence[Mapping[str, Scored]]) -> list[int]:
    """Positions of the earlier rounds that can be put together with this one.

    For all groups or for none, so that a gap is within the same time.
    """
    single = _alone(parts)
    return [at for at, each in enumerate(earlier) if all(label in each for label in single)]


def _alone(parts: Sequence[Part]) -> list[str]:
    """The groups with a score of their own."""
    return [one.label for one in parts if not one.together and scored(one.cells[0]) is not None]


def rows(
    parts: Sequence[Part],
    earlier: Sequence[Mapping[str, Scored]],
    strata: Sequence[tuple[Mapping[str, Scored], int]] = (),
) -> list[Row]:
    """Every group of people in one measure (the first of each part), with its gap.

    Args:
        parts: of the place, each with one measure.
        earlier: of each comparable earlier round, the scores by group of people.
        strata: of each profession, the scores by group of people and how many answered in all.
    """
    reference = reference_of(parts)
    now = {one.label: scored(one.cells[0]) for one in parts}
    own = {label: one for label, one in now.items() if one is not None}
    single = _alone(parts)
    fitting = [earlier[one] for one in usable(parts, earlier)]
    if fitting and any(own[label].n < FEW for label in single):
        own |= {label: pooled([own[label], *(each[label] for each in fitting)]) for label in single}
    base = own.get(reference)
    result = []
    for part in parts:
        mine = own.get(part.label)
        is_reference = part.label == reference
        gap = None
        # Those together are of this round alone.
        fits = mine is not None and base is not None and mine.rounds == base.rounds
        if mine is not None and base is not None and fits and not is_reference:
            gap = between(mine, base)
        adjusted = (
            _adjusted(part.label, reference, strata)
            if gap is not None and not part.together
            else None
        )
        result.append(Row(part.label, mine, gap, adjusted, is_reference, part.together))
    return result


def between(own: Scored, base: Scored) -> Gap:
    """How far a group lies from the one it is compared with."""
    return Gap(own.score - base.score, hypot(own.error, base.error))


def _adjusted(
    label: str, reference: str, strata: Sequence[tuple[Mapping[str, Scored], int]]
) -> Adjusted | None:
    """By direct standardisation over the professions in which both groups are shown."""
    if not strata:
        return None
    size = [n for _, n in strata]
    both = [label in scores and reference in scores for scores, _ in strata]

    def standardised(name: str) -> standardise.Standardised:
        pairs = list(zip(strata, both, strict=True))
        return standardise.direct(
            [scores[name].score if known else nan for (scores, _), known in pairs],
            [scores[name].error if known else nan for (scores, _), known in pairs],
            size,
        )

    own, base = standardised(label), standardised(reference)
    if own.covered < LEAST_COVERED:
        return None
    covered = floor(own.covered * 20 + 1e-9) / 20
    return Adjusted(Gap(own.mean - base.mean, hypot(own.error, base.error)), covered)


def explained(row: Row, within: str = "professions") -> str:
    """What the adjusted gap says beside the crude one; "" where it says nothing new.

    ``within`` is what both groups are alike in: professions, or groups of them.
    """
    if row.gap is None or row.adjusted is None or row.gap.sure is Sure.UNSURE:
        return ""
    crude, adjusted = row.gap.points, row.adjusted.gap
    turns = crude * adjusted.points < 0
    low, high = adjusted.limits
    there = f"In the same {within} this group is {_aside(adjusted.points)}"
    if turns and adjusted.sure is not Sure.UNSURE:
        return (
            f"{row.label}: the gap turns round. {there}, in all together {_aside(crude)} "
            "(Simpson’s paradox). Do not read the crude gap by itself."
        )
    if adjusted.sure is Sure.UNSURE and low <= crude <= high:
        return (
            f"{row.label}: the gap of {abs(crude):.1f} points is clear for all together. {there}, "
            "which may be chance, because fewer people can be compared there. That does not show "
            f"that the mix of {within} is behind it."
        )
    if turns or abs(adjusted.points) < abs(crude) / 2:
        return (
            f"{row.label}: {'all' if turns else 'most'} of the gap of {abs(crude):.1f} points goes "
            f"with the {within} that people of this group are in. {there}, which "
            f"{'may be chance' if adjusted.sure is Sure.UNSURE else 'is clear'}."
        )
    return ""


def _aside(points: float) -> str:
    """How far a group lies from the one it is compared with, and on which side."""
    far = f"{abs(points):.1f}"
    side = "away" if far == "0.0" else "higher" if points > 0 else "lower"
    return f"{far} points {side}"
