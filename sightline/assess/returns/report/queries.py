"""The report of a cycle, counted from what is signed now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F

from sightline.assess.returns.attestation.models import SignedAnswer
from sightline.assess.returns.campaigns import queries
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.queries import Line
from sightline.assess.returns.journeys import reading
from sightline.assess.returns.models import Return, ReturnQuerySet
from sightline.assess.returns.review.models import ReturnFinding
from sightline.assess.returns.words import Outcome, Status
from sightline.standards.models import Standard

RATED = (Outcome.MET, Outcome.PARTLY, Outcome.NOT_MET, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class StandardLine:
    """How often a standard was answered so, over all questions that bear on it."""

    number: str
    words: str
    counts: Counter[str]

    @property
    def answers(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class RegionLine:
    """How the returns of a region stand, and how its signed answers are spread."""

    name: str
    statuses: Counter[str]
    outcomes: Counter[str]

    @property
    def asked(self) -> int:
        return self.statuses.total()

    def number(self, *statuses: Status) -> int:
        return sum(self.statuses[one.value] for one in statuses)


@dataclass(frozen=True)
class Report:
    """``findings``: kind → how many were written down in the reviews."""

    kinds: list[Line]
    standards: list[StandardLine]
    regions: list[RegionLine]
    findings: dict[str, int]


def share_met(counts: Counter[str]) -> float | None:
    """Percentage of the answers that rate something; None of none."""
    rated = sum(counts[one] for one in (Outcome.MET, Outcome.PARTLY, Outcome.NOT_MET))
    return 100 * counts[Outcome.MET] / rated if rated else None


def before(campaign: Campaign) -> Campaign | None:
    """The cycle before it that asked some of the same kinds of provider. One query."""
    asked = Return.objects.filter(campaign=campaign).order_by().values("journey_code")
    theirs = Return.objects.filter(
        journey_code__in=asked, campaign__opens_date__lt=campaign.opens_date
    )
    return Campaign.objects.filter(pk__in=theirs.order_by().values("campaign")).first()


def report(campaign: Campaign, returns: ReturnQuerySet, day: date) -> Report:
    """Of these returns of a campaign: six queries however many there are."""
    rows = (
        SignedAnswer.objects.filter(
            signature__self_assessment__in=returns,
            signature__self_assessment__current=F("signature"),
        )
        .order_by()
        .values_list(
            "signature__self_assessment__journey_code",
            "signature__self_assessment__journey_version",
            "signature__self_assessment__organisation__region__name",
            "question",
            "outcome",
        )
        .annotate(number=Count("pk"))
    )
    bearing: dict[tuple[str, int], dict[str, tuple[str, ...]]] = {}
    counts: dict[str, Counter[str]] = {}
    spread: dict[str, Counter[str]] = {}
    for code, version, region, question, outcome, number in rows:
        key = (code, version)
        if key not in bearing:
            bearing[key] = {q.code: q.standards for q in reading.find(*key).questions}
        spread.setdefault(region or "", Counter())[outcome] += number
        for standard in bearing[key].get(question, ()):
            counts.setdefault(standard, Counter())[outcome] += number
    words = dict(
        Standard.objects.filter(version=campaign.framework_id).values_list("number", "wording")
    )
    lines = [StandardLine(number, words.get(number, ""), told) for number, told in counts.items()]
    lines.sort(key=lambda one: [int(part) for part in one.number.split(".")])
    return Report(
        queries.progress(returns, day), lines, _regions(returns, day, spread), _findings(returns)
    )


def _regions(
    returns: ReturnQuerySet, day: date, spread: dict[str, Counter[str]]
) -> list[RegionLine]:
    stand: Any = returns.with_status(day).order_by()
    rows = stand.values_list("organisation__region__name", "status").annotate(number=Count("pk"))
    found: dict[str, Counter[str]] = {}
    for region, status, number in rows:
        found.setdefault(region or "", Counter())[status] += number
    return [
        RegionLine(name or "No region", told, spread.get(name, Counter()))
        for name, told in sorted(found.items())
    ]


def _findings(returns: ReturnQuerySet) -> dict[str, int]:
    rows = (
        ReturnFinding.objects.filter(signature__self_assessment__in=returns)
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"))
    )
    return dict(rows)
