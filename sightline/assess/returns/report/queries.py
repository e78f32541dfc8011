"""The report of a cycle, counted from what is signed now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from sightline.assess.returns.attestation.models import SignedAnswer
from sightline.assess.returns.campaigns import queries
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.queries import Line
from sightline.assess.returns.journeys import reading
from sightline.assess.returns.models import ReturnQuerySet
from sightline.assess.returns.words import Outcome

RATED = (Outcome.MET, Outcome.PARTLY, Outcome.NOT_MET, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class StandardLine:
    """How often a standard was answered so, over all questions that bear on it."""

    number: str
    counts: Counter[str]

    @property
    def answers(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Report:
    kinds: list[Line]
    standards: list[StandardLine]


def report(campaign: Campaign, returns: ReturnQuerySet, day: date) -> Report:
    """Of these returns of a campaign: three queries however many there are."""
    rows = (
        SignedAnswer.objects.filter(
            signature__self_assessment__in=returns,
            signature__self_assessment__current=F("signature"),
        )
        .order_by()
        .values_list(
            "signature__self_assessment__journey_code",
            "signature__self_assessment__journey_version",
            "question",
            "outcome",
        )
        .annotate(number=Count("pk"))
    )
    bearing: dict[tuple[str, int], dict[str, tuple[str, ...]]] = {}
    counts: dict[str, Counter[str]] = {}
    for code, version, question, outcome, number in rows:
        key = (code, version)
        if key not in bearing:
            bearing[key] = {q.code: q.standards for q in reading.find(*key).questions}
        for standard in bearing[key].get(question, ()):
            counts.setdefault(standard, Counter())[outcome] += number
    lines = [StandardLine(number, told) for number, told in counts.items()]
    lines.sort(key=lambda one: [int(part) for part in one.number.split(".")])
    return Report(queries.progress(returns, day), lines)
