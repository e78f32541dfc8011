"""What is known before a question is answered: last year's answer, results, promises, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.rules import questions_of
from sightline.assess.returns.models import Return
from sightline.commitments.models import Commitment
from sightline.listen.invitations.models import Cell
from sightline.organisations.models import Organisation
from sightline.results import gate, queries
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Measure
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import queries as succession
from sightline.stats.outliers import Colour

#: Fewer invited learners than this are not said, as in results.
LEAST_LEARNERS = 10
_MOST_RESULTS = 3


def last_signature(found: Return) -> Signature | None:
    """What the same organisation signed last in an earlier campaign."""
    return (
        Signature.objects.filter(
            self_assessment__organisation=found.organisation_id,
            self_assessment__campaign__opens_date__lt=found.campaign.opens_date,
        )
        .order_by("-self_assessment__campaign__opens_date", "-number")
        .first()
    )


def last_answers(found: Return) -> dict[str, Given]:
    """Question → last year's answer, for questions that are asked again. One query.

    Under another version of the framework a question is asked again where its standards are those
    that follow last year's; its code alone says nothing. Four queries then.
    """
    signature = last_signature(found)
    if signature is None:
        return {}
    asked = questions_of(signature.content)
    journey = found.journey
    before = signature.content["framework"]
    if before == journey.framework:
        return {code: _given(one) for code, one in asked.items()}
    lineage = succession.lineage(FrameworkVersion.objects.filter(code=journey.framework).first())
    by_standards: dict[frozenset[str], list[Given]] = {}
    for one in asked.values():
        numbers = lineage.from_code(before, one["standards"])
        by_standards.setdefault(numbers, []).append(_given(one))
    found_again = {}
    for question in journey.questions:
        answers = by_standards.get(frozenset(question.standards), [])
        if len(answers) == 1:
            found_again[question.code] = answers[0]
    return found_again


def _given(one: Mapping[str, Any]) -> Given:
    return Given(
        one["outcome"], one["reason"], one["improvement"], one["professions"], still_true=False
    )


@dataclass(frozen=True)
class Learners:
    """How many learners were invited to a survey here; the newest that says so."""

    number: int
    survey: str
    year: int


def learners_known(organisation: Organisation) -> Learners | None:
    """From the rosters of surveys; None where fewer than ten or nobody is known."""
    row = (
        Cell.objects.filter(provider=organisation.pk)
        .order_by("-collection__closes_at")
        .values("collection__round__survey__name", "collection__closes_at")
        .annotate(number=Sum("expected"))
        .first()
    )
    if row is None or row["number"] < LEAST_LEARNERS:
        return None
    return Learners(
        row["number"], row["collection__round__survey__name"], row["collection__closes_at"].year
    )


@dataclass(frozen=True)
class OnRecord:
    """How many learners are recorded as being at a provider now, and of which professions."""

    number: int
    professions: tuple[int, ...]


def _nothing(organisation: Organisation, viewer: Viewer, day: date) -> OnRecord | None:
    return None


#: What is on record of a provider's learners, as far as the viewer may see it. Capacity is kept in
#: a part that builds on this one, so it puts its own answer here when the service starts (see
#: govern/apps.py); without it nothing is known.
learners_on_record: Callable[[Organisation, Viewer, date], OnRecord | None] = _nothing


@dataclass(frozen=True)
class Result:
    """What learners said that bears on a standard, as the gate gives it. Scores are 0 to 100."""

    label: str
    score: float
    difference: float | None
    compared_with: str
    year: int
    is_low: bool


#: Flags of results below what is usual elsewhere.
_LOW = (Colour.RED, Colour.PINK)


def results_by_standard(
    organisation: Organisation, numbers: Iterable[str], framework: str
) -> dict[str, list[Result]]:
    """Number of a standard in a version → what may be shown, lowest first.

    ``framework`` is the version's code. Six queries and one read.
    """
    dataset = queries.latest_dataset()
    if dataset is None:
        return {}
    lineage = succession.lineage(FrameworkVersion.objects.filter(code=framework).first())
    alike = {key for number in set(numbers) for key in lineage.standing_for(number)}
    bearing: dict[str, list[Measure]] = {}
    rows = Measure.objects.filter(
        survey=dataset.survey, kind=Measure.Kind.ITEM, standards__in=alike
    ).prefetch_related("standards")
    measures = {one.code: one for one in rows}
    for one in measures.values():
        for number in lineage.numbers(standard.pk for standard in one.standards.all()):
            bearing.setdefault(number, []).append(one)
    key = GroupKey(Level.PROVIDER, organisation.code)
    [cells] = gate.open_round(dataset).cells([key], list(measures))
    shown = {cell.measure: cell for cell in cells if cell.shown and cell.score is not None}
    found = {}
    for number, theirs in bearing.items():
        results = [
            Result(
                one.label,
                shown[one.code].score or 0,
                shown[one.code].difference,
                (bench.name if (bench := shown[one.code].benchmark) else ""),
                dataset.year,
                shown[one.code].flag in _LOW,
            )
            for one in theirs
            if one.code in shown
        ]
        results.sort(key=lambda one: one.difference if one.difference is not None else 0)
        found[number] = results
    return found


def results_for(by_standard: Mapping[str, list[Result]], numbers: Iterable[str]) -> list[Result]:
    """Those that bear on any of these standards, each once, lowest first, three at most."""
    found = {one.label: one for number in numbers for one in by_standard.get(number, ())}
    return sorted(found.values(), key=lambda one: one.difference or 0)[:_MOST_RESULTS]


def open_requirements(organisation: Organisation, day: date | None = None) -> list[Commitment]:
    """What the organisation owes, with the numbers of its standards prefetched. Two queries."""
    theirs = Commitment.objects.filter(organisation=organisation.pk)
    owed: Any = theirs.with_status(day or timezone.localdate())
    rows = owed.filter(is_kept=0).prefetch_related("standards")
    return sorted(rows, key=lambda one: (one.due_date, one.pk))
