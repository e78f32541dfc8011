"""What a provider says of itself against what its learners say, in the outermost tenths.

Only what a survey can contradict is read, as plain rows: a country has hundreds of thousands of
self-ratings and a handful of contradictions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sightline.assess.evidence import kinds
from sightline.assess.evidence.living import latest_of_learners
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.words import Direction
from sightline.assess.places import Level, Place
from sightline.design.show import format_date
from sightline.insight.tensions import rules
from sightline.insight.tensions.found import Found
from sightline.insight.tensions.words import Kind
from sightline.organisations.models import Organisation
from sightline.results import gate, mart
from sightline.results.levels import GroupKey
from sightline.results.levels import Level as Group
from sightline.results.models import Dataset
from sightline.standards.models import Standard
from sightline.standards.succession import queries as succession
from sightline.standards.succession.queries import Lineage
from sightline.stats.outliers import Colour


class _Rating(NamedTuple):
    """A self-rating of a provider as a whole, as a plain row."""

    reference: str
    direction: str
    organisation: int
    code: str
    provider_type: str
    standard: int
    number: str
    period_to: date


def find(day: date) -> Iterator[Found]:
    """Self-ratings that the latest round of a survey of learners contradicts."""
    lineage = succession.lineage_on(day)
    for dataset in latest_of_learners(day):
        try:
            round_ = gate.open_round(dataset)
        except mart.NotPrepared:
            continue
        asked = {
            info.code: lineage.as_on(dataset.collected_to, info.standards)
            for info in round_.measures
            if not info.is_theme
        }
        ratings = _ratings(day, frozenset().union(*asked.values()), lineage)
        yield from _against(dataset, round_, asked, ratings)


def _ratings(day: date, numbers: frozenset[str], lineage: Lineage) -> dict[str, list[_Rating]]:
    """Self-ratings that are fresh and stand, by number in the version in force. One query."""
    alike = {key for number in numbers for key in lineage.standing_for(number)}
    rows = (
        Evidence.standards.through.objects.filter(
            evidence__kind=kinds.SELF_ASSESSMENT,
            evidence__level=Level.ORGANISATION,
            evidence__withdrawal=None,
            evidence__stale_date__gt=day,
            evidence__organisation__closed_date=None,
            standard__in=alike,
        )
        .order_by("evidence_id")
        .values_list(
            "evidence__reference",
            "evidence__direction",
            "evidence__organisation_id",
            "evidence__organisation__code",
            "evidence__organisation__provider_type",
            "standard_id",
            "standard__number",
            "evidence__period_to",
        )
    )
    found: dict[str, list[_Rating]] = {}
    for row in rows.iterator(chunk_size=5000):
        one = _Rating(*row)
        for number in lineage.numbers([one.standard]):
            found.setdefault(number, []).append(one)
    return found


def _against(
    dataset: Dataset,
    round_: gate.Round,
    asked: Mapping[str, frozenset[str]],
    by_number: dict[str, list[_Rating]],
) -> Iterator[Found]:
    """One tension for each self-rating, however many items of the survey contradict it."""
    if not by_number:
        return
    alike = _alike()
    against: dict[str, _Against] = {}
    for info in round_.measures:
        for number in asked.get(info.code, frozenset()):
            rated = by_number.get(number, [])
            for one, kind, cell in _of_measure(round_, info, rated, alike):
                key = f"{one.reference}:{number}"
                against.setdefault(key, _Against(one, kind, [])).cells.append((info, cell))
    places = Organisation.objects.in_bulk({one.rating.organisation for one in against.values()})
    standards = Standard.objects.in_bulk({one.rating.standard for one in against.values()})
    for found in against.values():
        place = Place(Level.ORGANISATION, places[found.rating.organisation])
        yield _rated(found, place, standards[found.rating.standard], dataset)


@dataclass(frozen=True)
class _Against:
    """A self-rating and the results of learners that contradict it."""

    rating: _Rating
    kind: Kind
    cells: list[tuple[gate.MeasureInfo, gate.Cell]]


def _alike() -> dict[str, list[GroupKey]]:
    """Providers by the type that they are compared with. One query."""
    found: dict[str, list[GroupKey]] = {}
    rows = Organisation.objects.providers().values_list("provider_type", "code").order_by("code")
    for kind, code in rows:
        found.setdefault(kind, []).append(GroupKey(Group.PROVIDER, code))
    return found


def _of_measure(
    round_: gate.Round,
    info: gate.MeasureInfo,
    rated: list[_Rating],
    alike: dict[str, list[GroupKey]],
) -> Iterator[tuple[_Rating, Kind, gate.Cell]]:
    """Self-ratings that a measure contradicts: in the outermost tenth, and more than chance."""
    if not rated:
        return
    keys = [GroupKey(Group.PROVIDER, one.code) for one in rated]
    flags = round_.overview(keys, [info.code])
    red, green = flags.are(Colour.RED)[:, 0], flags.are(Colour.GREEN)[:, 0]
    tenths: dict[str, tuple[float | None, float | None]] = {}
    for at, one in enumerate(rated):
        says_met = one.direction == Direction.MEETS
        if not (red[at] if says_met else green[at]):
            continue
        kind = one.provider_type
        if kind not in tenths:
            tenths[kind] = _tenths(round_, alike.get(kind, []), info.code)
        low, high = tenths[kind]
        cell = round_.cell(keys[at], info.code)
        if cell.score is None:
            continue
        if says_met and low is not None and cell.score <= low:
            yield one, Kind.MET_BUT_LOW, cell
        elif not says_met and high is not None and cell.score >= high:
            yield one, Kind.STRONG_BUT_MODEST, cell


_SAYS = {
    Direction.MEETS: "met",
    Direction.BOTH: "partly met",
    Direction.SHORT: "not met",
}
_WHICH = {Kind.MET_BUT_LOW: "lowest", Kind.STRONG_BUT_MODEST: "highest"}


def _rated(found: _Against, place: Place, standard: Standard, dataset: Dataset) -> Found:
    one = found.rating
    said = _SAYS.get(Direction(one.direction), "neither")
    results = "; ".join(_said(info, cell) for info, cell in found.cells)
    return Found(
        kind=found.kind,
        place=place,
        standard=standard,
        cause=f"{one.reference}|{dataset.survey}:{dataset.year}|{one.number}",
        one_says=f"The provider says {said}, for the time to {format_date(one.period_to)} "
        f"({one.reference}).",
        other_says=f"Learners are in the {_WHICH[found.kind]} tenth of providers like it, and "
        f"more than chance, in {dataset}: {results}.",
    )


def _said(info: gate.MeasureInfo, cell: gate.Cell) -> str:
    compared = cell.benchmark
    against = f", against {compared.score:.1f} for {compared.name}" if compared else ""
    return (
        f"“{info.label}” {cell.score:.1f} out of 100 ({cell.low:.1f} to {cell.high:.1f}) from "
        f"{cell.n} answers{against}"
    )


def lowest_and_highest(
    dataset: Dataset, places: Sequence[Organisation]
) -> tuple[tuple[Organisation, str] | None, tuple[Organisation, str] | None]:
    """Of these providers, the first that is in the lowest tenth of a measure with more than chance,
    and the first in the highest, each with a standard that the measure bears on."""
    round_ = gate.open_round(dataset)
    alike = _alike()
    low: tuple[Organisation, str] | None = None
    high: tuple[Organisation, str] | None = None
    asked = [one for one in round_.measures if one.standards and not one.is_theme]
    keys = [GroupKey(Group.PROVIDER, place.code) for place in places]
    flags = round_.overview(keys, [one.code for one in asked])
    red, green = flags.are(Colour.RED), flags.are(Colour.GREEN)
    for column, info in enumerate(asked):
        for row, place in enumerate(places):
            is_low = bool(red[row, column]) and low is None
            is_high = bool(green[row, column]) and high is None
            if not (is_low or is_high):
                continue
            score = round_.cell(keys[row], info.code).score
            bottom, top = _tenths(round_, alike.get(place.provider_type, []), info.code)
            if is_low and bottom is not None and score is not None and score <= bottom:
                low = (place, info.standards[0])
            if is_high and top is not None and score is not None and score >= top:
                high = (place, info.standards[0])
        if low and high:
            break
    return low, high


def _tenths(
    round_: gate.Round, keys: Sequence[GroupKey], measure: str
) -> tuple[float | None, float | None]:
    """The last score of the lowest tenth and the first of the highest, of groups that are shown."""
    scores = [row[0].score for row in round_.cells(keys, [measure]) if row[0].score is not None]
    return rules.lowest_tenth(scores), rules.highest_tenth(scores)
