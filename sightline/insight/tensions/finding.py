"""Find where sources disagree, all over the country: a handful of queries, and the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from sightline.assess.evidence import kinds
from sightline.assess.evidence.living import latest_of_learners
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.words import Direction
from sightline.assess.places import Level, Place
from sightline.design.show import format_date
from sightline.insight.tensions import rules
from sightline.insight.tensions.words import Kind
from sightline.organisations.models import Organisation
from sightline.respond.register.models import Concern, Standing
from sightline.results import gate, mart
from sightline.results.levels import GroupKey
from sightline.results.levels import Level as Group
from sightline.results.models import Dataset
from sightline.standards.models import Standard
from sightline.stats.outliers import Colour


@dataclass(frozen=True)
class Found:
    """Two sources that disagree; see models.Tension."""

    kind: str
    place: Place
    standard: Standard | None
    cause: str
    one_says: str
    other_says: str


def find_all(day: date) -> Iterator[Found]:
    """Every tension on a day, as far as it has two sides that are fresh."""
    yield from _self_ratings(day)
    yield from _visits(day)
    yield from _regulators(day)


# What a provider says of itself, and what learners say


@dataclass(frozen=True)
class _Rating:
    reference: str
    direction: str
    place: Place
    standard: Standard
    period_to: date


def _ratings(day: date) -> list[_Rating]:
    """Self-ratings of providers as a whole that are fresh and stand. Two queries."""
    rows = (
        Evidence.objects.filter(
            kind=kinds.SELF_ASSESSMENT,
            level=Level.ORGANISATION,
            withdrawal=None,
            stale_date__gt=day,
            organisation__closed_date=None,
        )
        .select_related("organisation")
        .prefetch_related("standards")
        .order_by("pk")
    )
    return [
        _Rating(one.reference, one.direction, one.place, standard, one.period_to)
        for one in rows
        for standard in one.standards.all()
    ]


def _self_ratings(day: date) -> Iterator[Found]:
    by_number: dict[str, list[_Rating]] = {}
    for one in _ratings(day):
        by_number.setdefault(one.standard.number, []).append(one)
    if not by_number:
        return
    for dataset in latest_of_learners(day):
        yield from _against(dataset, by_number)


def _against(dataset: Dataset, by_number: dict[str, list[_Rating]]) -> Iterator[Found]:
    """One tension for each self-rating, however many items of the survey contradict it."""
    try:
        round_ = gate.open_round(dataset)
    except mart.NotPrepared:
        return
    alike = _alike()
    against: dict[str, _Against] = {}
    for info in round_.measures:
        if info.is_theme:
            continue
        for number in info.standards:
            rated = by_number.get(number, [])
            for one, kind, cell in _of_measure(round_, info, rated, alike):
                key = f"{one.reference}:{number}"
                against.setdefault(key, _Against(one, kind, [])).cells.append((info, cell))
    for found in against.values():
        yield _rated(found, dataset)


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
    keys = [GroupKey(Group.PROVIDER, one.place.organisation.code) for one in rated]
    flags = round_.overview(keys, [info.code])
    red, green = flags.are(Colour.RED)[:, 0], flags.are(Colour.GREEN)[:, 0]
    tenths: dict[str, tuple[float | None, float | None]] = {}
    for at, one in enumerate(rated):
        says_met = one.direction == Direction.MEETS
        if not (red[at] if says_met else green[at]):
            continue
        kind = one.place.organisation.provider_type
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


def _rated(found: _Against, dataset: Dataset) -> Found:
    one = found.rating
    said = _SAYS.get(Direction(one.direction), "neither")
    results = "; ".join(_said(info, cell) for info, cell in found.cells)
    return Found(
        kind=found.kind,
        place=one.place,
        standard=one.standard,
        cause=f"{one.reference}|{dataset.survey}:{dataset.year}|{one.standard.number}",
        one_says=f"The provider says {said}, for the time to {format_date(one.period_to)} "
        f"({one.reference}).",
        other_says=f"Learners are in the {_WHICH[found.kind]} tenth of providers like it, and "
        f"more than chance, in {dataset}: {results}.",
    )


def _said(info: gate.MeasureInfo, cell: gate.Cell) -> str:
    compared = cell.benchmark
    against = f", against {compared.score:.1f} for {compared.name}" if compared else ""
    return f"“{info.label}” {cell.score:.1f} out of 100 from {cell.n} answers{against}"


# What a visit found, and concerns since


def _open_standings() -> QuerySet[Standing]:
    """How every concern that is not closed stands now. One query."""
    latest = (
        Standing.objects.filter(concern=OuterRef("concern")).order_by("-at", "-id").values("pk")[:1]
    )
    return (
        Standing.objects.filter(pk=Subquery(latest))
        .exclude(state=Standing.State.CLOSED)
        .select_related("concern__organisation", "category")
    )


def _place_key(one: Concern | Evidence) -> tuple[object, ...]:
    environment = one.environment_id if one.level == Level.ENVIRONMENT else None
    programme = one.programme_id if one.level == Level.PROGRAMME else None
    return (one.level, one.organisation_id, environment, programme)


def _visits(day: date) -> Iterator[Found]:
    """A visit said met, and a concern about the same place and standard opened since."""
    standings = (
        _open_standings().filter(state=Standing.State.OPEN).prefetch_related("concern__standards")
    )
    opened: dict[tuple[object, ...], list[tuple[Concern, frozenset[str]]]] = {}
    for one in standings:
        numbers = frozenset(standard.number for standard in one.concern.standards.all())
        opened.setdefault(_place_key(one.concern), []).append((one.concern, numbers))
    if not opened:
        return
    visits = (
        Evidence.objects.filter(
            kind=kinds.VISIT,
            direction=Direction.MEETS,
            withdrawal=None,
            stale_date__gt=day,
            organisation__in={key[1] for key in opened},
        )
        .select_related("organisation", "environment", "programme")
        .prefetch_related("standards")
        .order_by("pk")
    )
    for visit in visits:
        for concern, numbers in opened.get(_place_key(visit), ()):
            raised = timezone.localdate(concern.raised_at)
            if not rules.opened_since(visit.period_to, raised):
                continue
            for standard in visit.standards.all():
                if standard.number in numbers:
                    yield Found(
                        kind=Kind.VISIT_THEN_CONCERN,
                        place=visit.place,
                        standard=standard,
                        cause=f"{visit.reference}|{concern.reference}|{standard.number}",
                        one_says=f"A visit that ended on {format_date(visit.period_to)} found it "
                        f"met: {visit.title} ({visit.reference}).",
                        other_says=f"A concern opened on {format_date(raised)}: {concern.title} "
                        f"({concern.reference}).",
                    )


# What a regulator decided, and our register


def _regulators(day: date) -> Iterator[Found]:
    """The latest status that a regulator gave means closer watch, and our register says 0."""
    facts = (
        Evidence.objects.exclude(fact="")
        .filter(withdrawal=None, fact_date__lte=day, stale_date__gt=day)
        .select_related("organisation", "environment", "programme")
        .order_by("fact_date", "pk")
    )
    latest = {(_place_key(one), one.kind): one for one in facts}
    watched = []
    for one in latest.values():
        kind = kinds.all_kinds().get(one.kind)
        fact = kind.fact(one.fact) if kind else None
        if fact is not None and fact.monitors:
            watched.append(one)
    if not watched:
        return
    categories: dict[int, list[int | None]] = {}
    for standing in _open_standings():
        organisation = standing.concern.organisation
        number = standing.category.number if standing.category else None
        for key in {organisation.pk, organisation.provider_id} - {None}:
            categories.setdefault(key, []).append(number)  # type: ignore[arg-type]
    for one in watched:
        known = categories.get(one.organisation_id, [])
        if rules.is_ours_quiet(known):
            ours = "has no concern that is open" if not known else "has no category above 0"
            yield Found(
                kind=Kind.REGULATOR_ONLY,
                place=one.place,
                standard=None,
                cause=one.reference,
                one_says=f"{one.kind_name}: {one.fact_name}, on {format_date(one.fact_date)} "
                f"({one.reference}).",
                other_says=f"Our register {ours} for {one.organisation.name}.",
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
    for info in asked:
        for place in places:
            key = GroupKey(Group.PROVIDER, place.code)
            cell = round_.cell(key, info.code)
            if cell.flag not in (Colour.RED, Colour.GREEN) or cell.score is None:
                continue
            bottom, top = _tenths(round_, alike.get(place.provider_type, []), info.code)
            if cell.flag is Colour.RED and low is None and bottom and cell.score <= bottom:
                low = (place, info.standards[0])
            if cell.flag is Colour.GREEN and high is None and top and cell.score >= top:
                high = (place, info.standards[0])
            if low and high:
                return low, high
    return low, high


def _tenths(
    round_: gate.Round, keys: Sequence[GroupKey], measure: str
) -> tuple[float | None, float | None]:
    """The last score of the lowest tenth and the first of the highest, of groups that are shown."""
    scores = [row[0].score for row in round_.cells(keys, [measure]) if row[0].score is not None]
    return rules.lowest_tenth(scores), rules.highest_tenth(scores)
