"""Numbers of learners: which one counts on a day, and what two of them say. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sightline.govern.capacity.words import SIGNS, Kind, Use

#: More learners of one profession and level than any place takes: what is above is a slip.
MOST = 20_000


@dataclass(frozen=True)
class Said:
    """One number as it was recorded. ``turn`` grows with every row that is added."""

    count: int
    from_date: date
    to_date: date | None
    turn: int

    def holds_on(self, day: date) -> bool:
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


def standing(said: Iterable[Said], day: date) -> Said | None:
    """The number that counts on a day: of those whose period holds it, the one that began last.

    Of two that began on one day the later row is a correction, and counts. When a number for a
    while is over, the one without an end from before it counts again.
    """
    held = [one for one in said if one.holds_on(day)]
    return max(held, key=lambda one: (one.from_date, one.turn), default=None)


@dataclass(frozen=True)
class Step:
    """The number that counts from a day to a day (None: from then on). ``count`` None: unknown."""

    count: int | None
    from_date: date
    to_date: date | None


def steps(said: Iterable[Said], day: date) -> list[Step]:
    """The numbers that count from a day on, one after the other and without a gap."""
    known = list(said)
    ends = [one.to_date + timedelta(days=1) for one in known if one.to_date is not None]
    begins = sorted({day, *(one for one in (*ends, *(s.from_date for s in known)) if one > day)})
    found = []
    for number, begin in enumerate(begins):
        held = standing(known, begin)
        last = begins[number + 1] - timedelta(days=1) if number + 1 < len(begins) else None
        found.append(Step(held.count if held else None, begin, last))
    return found


@dataclass(frozen=True)
class Compared:
    """Approved beside actual. ``by`` is how many are over, or free; 0 where that is not known."""

    use: Use
    by: int = 0

    @property
    def sign(self) -> str:
        return SIGNS[self.use]

    @property
    def words(self) -> str:
        return {
            Use.OVER: f"{self.by:,} over capacity",
            Use.FULL: "Full",
            Use.FREE: f"{self.by:,} {'place' if self.by == 1 else 'places'} free",
            Use.UNKNOWN: "Not known",
        }[self.use]


def compared(approved: int | None, actual: int | None) -> Compared:
    """What is not known is not guessed: no number is never nought."""
    if approved is None or actual is None:
        return Compared(Use.UNKNOWN)
    if actual > approved:
        return Compared(Use.OVER, actual - approved)
    return Compared(Use.FULL) if actual == approved else Compared(Use.FREE, approved - actual)


def why_not(
    *, count: int, from_date: date, to_date: date | None, said_date: date, source: str, today: date
) -> str:
    """The sentence that refuses a number of learners, or ""."""
    if not 0 <= count <= MOST:
        return f"Enter a number of learners from 0 to {MOST:,}."
    if to_date is not None and to_date < from_date:
        return "The last day is before the first day. Change one of them."
    if said_date > today:
        return "The day on which it was counted or approved is in the future."
    return "" if source.strip() else "Say where the number comes from."


# Totals

#: From coarse to fine: what is said of a whole provider is not added to what is said of its wards.
GRAINS = ("provider", "site", "environment")


@dataclass(frozen=True)
class Line:
    """Of one provider, profession, level and kind: a number at one grain."""

    provider: int
    profession: int
    study: str
    kind: str
    grain: str
    count: int


@dataclass(frozen=True)
class Total:
    """``over``: how many lines of a provider, profession and level are over capacity."""

    approved: int | None
    actual: int | None
    over: int
    unknown: int


def counted(lines: Iterable[Line]) -> dict[tuple[int, int, str], dict[str, int]]:
    """By provider, profession and level: approved and actual, each at the coarsest grain known.

    A provider that says 40 nurses of itself and 12 of a ward has 40: the 12 are among them. One
    that says nothing of itself has the sum of its sites, else of its environments.
    """
    heaps: dict[tuple[int, int, str, str], dict[str, int]] = {}
    for one in lines:
        by_grain = heaps.setdefault((one.provider, one.profession, one.study, one.kind), {})
        by_grain[one.grain] = by_grain.get(one.grain, 0) + one.count
    found: dict[tuple[int, int, str], dict[str, int]] = {}
    for (provider, profession, study, kind), by_grain in heaps.items():
        grain = next(one for one in GRAINS if one in by_grain)
        found.setdefault((provider, profession, study), {})[kind] = by_grain[grain]
    return found


def total(found: Iterable[Mapping[str, int]]) -> Total:
    """Several lines as ``counted`` gives them, added up; a sum of nothing is not known."""
    approved: int | None = None
    actual: int | None = None
    over = unknown = 0
    for one in found:
        a, b = one.get(Kind.APPROVED), one.get(Kind.ACTUAL)
        approved = approved if a is None else (approved or 0) + a
        actual = actual if b is None else (actual or 0) + b
        use = compared(a, b).use
        over += use is Use.OVER
        unknown += use is Use.UNKNOWN
    return Total(approved, actual, over, unknown)
