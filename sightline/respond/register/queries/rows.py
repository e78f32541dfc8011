"""The register as plain rows, and how they are filtered, counted and sorted: no database here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sightline.respond.register import rules, words

UNDECIDED = "none"


@dataclass(frozen=True)
class Named:
    """Something with a code and the name that it had on the day."""

    code: str
    name: str


@dataclass(frozen=True)
class Row:
    """One concern as it stood on a day. Nothing here is from the internal part."""

    reference: str
    title: str
    summary: str
    level: str
    source: str
    organisation: Named
    provider: Named | None  # the provider of a site; the organisation itself for a provider
    icb: Named | None
    region: Named | None
    environment: str
    programme: str
    professions: tuple[str, ...]
    standards: tuple[str, ...]
    learners_affected: int | None
    state: str
    likelihood: int
    impact: int
    controls: str
    category: int | None
    category_name: str
    direction: str
    owner: Named  # code: the owner's key
    raised_at: datetime
    raised_date: date
    age_days: int
    next_review_date: date | None
    review: str  # a key of words.REVIEW_STATES
    waiting_for: str
    waiting_for_whom: str
    is_shared: bool

    @property
    def score(self) -> int:
        return rules.risk_score(self.likelihood, self.impact)

    @property
    def band(self) -> words.Band:
        return rules.band(self.score)

    @property
    def category_key(self) -> str:
        return UNDECIDED if self.category is None else str(self.category)

    @property
    def where(self) -> str:
        """The place in a line: the ward or programme, then the organisation."""
        parts = [self.environment, self.programme, self.organisation.name]
        if self.provider and self.provider.code != self.organisation.code:
            parts.append(self.provider.name)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Filters:
    """What is asked of the register. Empty: no limit. Several values of one filter mean "or"."""

    text: str = ""
    state: frozenset[str] = frozenset()
    level: frozenset[str] = frozenset()
    category: frozenset[str] = frozenset()  # numbers, or "none" for not decided yet
    band: frozenset[str] = frozenset()
    review: frozenset[str] = frozenset()
    region: frozenset[str] = frozenset()  # codes
    icb: frozenset[str] = frozenset()
    profession: frozenset[str] = frozenset()  # names
    standard: frozenset[str] = frozenset()  # numbers
    owner: frozenset[str] = frozenset()  # keys
    likelihood: int | None = None
    impact: int | None = None
    waiting: bool = False
    shared: frozenset[str] = frozenset()  # "yes", "no"

    def keep(self, row: Row) -> bool:
        """Does the row answer to every filter?"""
        one_of: tuple[tuple[frozenset[str], str], ...] = (
            (self.state, row.state),
            (self.level, row.level),
            (self.category, row.category_key),
            (self.band, row.band.code),
            (self.review, row.review),
            (self.region, row.region.code if row.region else ""),
            (self.icb, row.icb.code if row.icb else ""),
            (self.owner, row.owner.code),
            (self.shared, "yes" if row.is_shared else "no"),
        )
        return (
            all(value in wanted for wanted, value in one_of if wanted)
            and (not self.profession or not self.profession.isdisjoint(row.professions))
            and (not self.standard or not self.standard.isdisjoint(row.standards))
            and self.likelihood in (None, row.likelihood)
            and self.impact in (None, row.impact)
            and (not self.waiting or bool(row.waiting_for))
            and _says(row, self.text)
        )


def _says(row: Row, text: str) -> bool:
    """Does every word stand somewhere in the row's reference, title or place?"""
    searched = " ".join((row.reference, row.title, row.where, row.organisation.code)).casefold()
    return all(word in searched for word in text.casefold().split())


_STATE_ORDER = (rules.OPEN, rules.MONITORING, rules.CLOSED)


def _seriousness(row: Row) -> tuple[object, ...]:
    """Open before closed, then by category, then by risk. Undecided comes after category 1."""
    category = 0.5 if row.category is None else row.category
    return (
        _STATE_ORDER.index(row.state),
        -category,
        -row.score,
        row.raised_at,
        row.reference,
    )


#: How the register can be ordered; the first is the usual one.
SORTS: dict[str, tuple[str, Callable[[Row], tuple[object, ...]]]] = {
    "risk": ("Most serious first", _seriousness),
    "review": (
        "Next review soonest",
        lambda row: (row.next_review_date or date.max, row.reference),
    ),
    "oldest": ("Oldest first", lambda row: (row.raised_at, row.reference)),
    "newest": ("Newest first", lambda row: (-row.raised_at.timestamp(), row.reference)),
    "where": ("By place", lambda row: (row.organisation.name, row.reference)),
}
USUAL_SORT = "risk"


@dataclass(frozen=True)
class Register:
    """The register on a day: every row that a viewer may see, and those that were asked for."""

    day: date
    everything: tuple[Row, ...]
    rows: tuple[Row, ...]

    def by_category(self) -> Counter[str]:
        """How many of the rows asked for are in each category, by ``Row.category_key``."""
        return Counter(row.category_key for row in self.rows)

    def by_risk(self) -> Counter[tuple[int, int]]:
        """How many of the rows asked for have each (likelihood, impact)."""
        return Counter((row.likelihood, row.impact) for row in self.rows)

    def named(self, of: Callable[[Row], Iterable[Named | None]]) -> list[Named]:
        """What all rows that may be seen name, once each by code, in order of name."""
        found = {one.code: one for row in self.everything for one in of(row) if one}
        return sorted(found.values(), key=lambda one: (one.name, one.code))


def asked_for(rows: Iterable[Row], filters: Filters, sort: str = USUAL_SORT) -> tuple[Row, ...]:
    """The rows that answer to the filters, in an order of ``SORTS``."""
    _, order = SORTS[sort]
    return tuple(sorted((row for row in rows if filters.keep(row)), key=order))
