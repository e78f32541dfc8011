"""One thing that says something about standards in a place, wherever it lives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sightline.assess.evidence import kinds
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.rules import Mark
from sightline.assess.evidence.words import Audience, Direction, Strength
from sightline.standards.models import Standard
from sightline.standards.succession.queries import Lineage


@dataclass(frozen=True)
class Item:
    """A row of evidence, or something read where it lives. Never stored; cited as a copy.

    ``key`` names it for good: "E-2026-0001", "survey:learners:2026:ZN001:q1". ``standards`` are
    numbers in the version that is looked at; empty: it is about the place as a whole. ``href`` is
    the page that shows it, "" for none. ``more`` goes into the copy (for a survey: the cell).
    """

    key: str
    kind: str
    voice: str
    direction: str
    strength: int
    title: str
    text: str
    period_from: date
    period_to: date
    received: date
    stale_from: date
    standards: frozenset[str]
    strength_reason: str = ""
    href: str = ""
    is_internal: bool = False
    fact: str = ""
    evidence_pk: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> Mark:
        return Mark(self.kind, self.voice, self.direction, self.strength, self.stale_from)

    @property
    def kind_name(self) -> str:
        return kinds.name_of(self.kind)

    @property
    def direction_words(self) -> str:
        return str(Direction(self.direction).label)

    @property
    def strength_words(self) -> str:
        return str(Strength(self.strength).label)

    def is_fresh(self, day: date) -> bool:
        return day < self.stale_from

    def frozen(self) -> dict[str, Any]:
        """The copy that a judgement keeps, as JSON values."""
        return {
            "title": self.title,
            "text": self.text,
            "period_from": self.period_from.isoformat(),
            "period_to": self.period_to.isoformat(),
            "received": self.received.isoformat(),
            "standards": sorted(self.standards),
            "strength_reason": self.strength_reason,
            "fact": self.fact,
            **dict(self.more),
        }


def numbers_of(standards: Iterable[Standard], lineage: Lineage | None) -> frozenset[str]:
    """Numbers in the version of a lineage; without one, each standard's own."""
    if lineage is None:
        return frozenset(one.number for one in standards)
    return lineage.numbers(one.pk for one in standards)


def of_evidence(one: Evidence, href: str, lineage: Lineage | None = None) -> Item:
    """A row as an item. Its standards must be prefetched."""
    return Item(
        key=one.reference,
        kind=one.kind,
        voice=one.voice,
        direction=one.direction,
        strength=one.strength,
        title=one.title,
        text=one.statement,
        period_from=one.period_from,
        period_to=one.period_to,
        received=one.received_date,
        stale_from=one.stale_date,
        standards=numbers_of(one.standards.all(), lineage),
        strength_reason=one.strength_reason,
        href=href,
        is_internal=one.audience == Audience.INTERNAL,
        fact=one.fact_name if one.fact else "",
        evidence_pk=one.pk,
    )
