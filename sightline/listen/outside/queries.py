"""What other people's surveys say of one place: tables by indicator and year, each source apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q

from sightline.access.viewer import Viewer
from sightline.listen.outside import rules
from sightline.listen.outside.models import Edition, Figure, Indicator, Placing, Source, Unit
from sightline.listen.outside.rules import Break
from sightline.listen.outside.words import Audience, UnitKind, Withheld
from sightline.organisations.models import Organisation
from sightline.stats.outliers import Colour

#: More years than these do not fit a page; a download has all.
MOST_YEARS = 6
UNWEIGHTED = "Unweighted"


@dataclass(frozen=True)
class Point:
    """One figure. Where ``shown`` is false there is no number, and ``reason`` says why."""

    year: int
    shown: bool
    reason: str
    value: float | None
    lower: float | None
    upper: float | None
    n: int | None
    rate: float | None
    benchmark: float | None
    said: str  # the colour in the file, or ""
    worked_out: str  # the colour by the source's own rule, or ""
    is_aggregated: bool

    @property
    def colour(self) -> str:
        """What the source says; where it says nothing, what its rule gives."""
        return self.said or self.worked_out

    @property
    def differs(self) -> bool:
        return bool(self.said and self.worked_out and self.said != self.worked_out)


@dataclass(frozen=True)
class Line:
    """One indicator over the years. ``running``: how many editions running it is red."""

    indicator: Indicator
    points: Mapping[int, Point]
    running: int
    change: float | None  # since the edition before, None across a break
    change_since: int | None
    standards: tuple[str, ...]

    @property
    def latest(self) -> Point | None:
        shown = [year for year, point in self.points.items() if point.shown]
        return self.points[max(shown)] if shown else None

    @property
    def red_years(self) -> list[int]:
        latest = max(self.points)
        return list(range(latest - self.running + 1, latest + 1))


@dataclass(frozen=True)
class Block:
    """What one source says of one unit through one audience."""

    source: Source
    audience: Audience
    unit: Unit
    lines: Sequence[Line]
    all_years: Sequence[int]
    has_figures: frozenset[int]
    split: str = ""

    @cached_property
    def years(self) -> list[int]:
        return list(self.all_years)[-MOST_YEARS:]

    @cached_property
    def breaks(self) -> dict[int, Break]:
        """The years into which no trend is drawn, of those on the page."""
        breaks = [Break(**one) for one in self.source.breaks]
        found = {}
        before: int | None = None
        for year in self.years:
            if year not in self.has_figures:
                continue
            if before is not None and (one := rules.break_between(before, year, breaks)):
                found[year] = one
            before = year
        return found

    @property
    def missing(self) -> list[int]:
        return [year for year in self.years if year in self.source.missing_years]

    @property
    def reds(self) -> list[Line]:
        """Indicators that are red in the latest edition, the longest run first."""
        red = [line for line in self.lines if line.running]
        return sorted(red, key=lambda line: (-line.running, line.indicator.label))

    @property
    def differences(self) -> list[tuple[Line, Point]]:
        return [
            (line, point) for line in self.lines for point in line.points.values() if point.differs
        ]

    @property
    def withheld(self) -> int:
        return sum(not point.shown for line in self.lines for point in line.points.values())


@dataclass(frozen=True)
class Subject:
    """A specialty, programme or profession that figures of a place are split by."""

    key: str
    label: str
    units: tuple[Unit, ...] = field(repr=False)


def subjects_of(units: Iterable[Unit]) -> list[Subject]:
    """The subjects of these units, the whole place first.

    Subjects of several sources stand together where they lead to the same programme or profession
    here, or have the same name.
    """
    found: dict[str, list[Unit]] = {}
    labels: dict[str, str] = {}
    for unit in units:
        key, label = _subject(unit)
        found.setdefault(key, []).append(unit)
        labels.setdefault(key, label)
    subjects = [Subject(key, labels[key], tuple(of)) for key, of in found.items()]
    return sorted(subjects, key=lambda one: (one.key != "", one.label.lower()))


def _subject(unit: Unit) -> tuple[str, str]:
    where = f" at {unit.name}" if unit.kind == UnitKind.SITE else ""
    place = f"{unit.code}-" if unit.kind == UnitKind.SITE else ""
    if not unit.subject_code:
        return place.rstrip("-"), unit.name if where else ""
    if unit.programme:
        return f"{place}{unit.programme.code}", f"{unit.programme.name}{where}"
    if unit.profession:
        return f"{place}{unit.profession.code}", f"{unit.profession.name}{where}"
    label = unit.subject_name or unit.subject_code
    return f"{place}{label.lower()}", f"{label}{where}"


def units_at(viewer: Viewer, organisation: Organisation) -> list[Unit]:
    """Units of a place and its sites that the viewer may see. One query."""
    at = Q(organisation=organisation)
    if organisation.is_provider:
        at |= Q(organisation__provider=organisation)
    return list(
        Unit.objects.visible_to(viewer)
        .filter(at)
        .select_related("programme", "profession")
        .order_by("name", "subject_name", "pk")
    )


def units_of_school(viewer: Viewer, pk: int) -> list[Unit]:
    """Units of an education provider. One query."""
    return list(
        Unit.objects.visible_to(viewer)
        .filter(education_provider=pk)
        .select_related("programme", "profession")
        .order_by("subject_name", "pk")
    )


def splits_of(units: Collection[Unit]) -> list[str]:
    """Groups of people that figures of these units are split by, weightings left out."""
    found = Figure.objects.filter(unit__in=units).exclude(split__in=("", UNWEIGHTED))
    return list(found.order_by("split").values_list("split", flat=True).distinct())


def blocks(units: Sequence[Unit], split: str = "") -> list[Block]:
    """A table for each source, audience and unit. Four queries, however many figures."""
    wanted = [split] if split else ["", UNWEIGHTED]
    rows = (
        Figure.objects.filter(unit__in=units, split__in=wanted)
        .select_related("edition")
        .order_by("edition__year")
    )
    by_unit = {unit.pk: unit for unit in units}
    figures: dict[tuple[int, int], dict[int, Figure]] = {}
    for row in rows:
        there = figures.setdefault((row.unit_id, row.indicator_id), {})
        # What is weighted stands before what is not.
        if row.edition.year not in there or row.split == split:
            there[row.edition.year] = row
    indicators = {
        one.pk: one
        for one in Indicator.objects.filter(pk__in={key[1] for key in figures})
        .select_related("source")
        .prefetch_related("standards")
    }
    grouped: dict[tuple[str, str, int], list[Line]] = {}
    ordered = sorted(
        figures.items(), key=lambda item: (indicators[item[0][1]].position, item[0][1])
    )
    for (unit_pk, indicator_pk), of_year in ordered:
        indicator = indicators[indicator_pk]
        key = (indicator.source.name, indicator.audience, unit_pk)
        grouped.setdefault(key, []).append(_line(indicator, of_year))
    return [
        _block(lines, by_unit[unit_pk], audience, split)
        for (_, audience, unit_pk), lines in sorted(
            grouped.items(),
            key=lambda item: (item[0][0], item[0][1], str(by_unit[item[0][2]]), item[0][2]),
        )
    ]


def _block(lines: list[Line], unit: Unit, audience: str, split: str) -> Block:
    source = lines[0].indicator.source
    years = {year for line in lines for year in line.points}
    first, last = min(years), max(years)
    gaps = {year for year in source.missing_years if first < year < last}
    return Block(
        source,
        Audience(audience),
        unit,
        lines,
        sorted(years | gaps),
        frozenset(years),
        split,
    )


def _line(indicator: Indicator, of_year: Mapping[int, Figure]) -> Line:
    points = {year: _point(year, figure) for year, figure in sorted(of_year.items())}
    breaks = [Break(**one) for one in indicator.source.breaks]
    latest = max(points)
    colours = {year: point.colour for year, point in points.items()}
    shown = [year for year, point in points.items() if point.shown]
    change = since = None
    if len(shown) > 1 and not rules.break_between(shown[-2], shown[-1], breaks):
        after, before = points[shown[-1]].value, points[shown[-2]].value
        if after is not None and before is not None:
            change, since = after - before, shown[-2]
    numbers = sorted(
        {one.number for one in indicator.standards.all()}, key=lambda text: text.split(".")
    )
    return Line(
        indicator,
        points,
        rules.running(colours, latest, breaks),
        change,
        since,
        tuple(numbers),
    )


def _point(year: int, figure: Figure) -> Point:
    shown = not figure.withheld and not figure.held_back
    withheld = Withheld(figure.withheld) if figure.withheld else Withheld.BESIDE
    if not shown:
        return Point(
            year, False, withheld.label, None, None, None, None, None, None,
            Colour.GREY if withheld is Withheld.FEW else "", "", figure.is_aggregated,
        )  # fmt: skip
    return Point(
        year, True, "", figure.value, figure.lower, figure.upper, figure.n, figure.rate,
        figure.benchmark, figure.outcome_said, figure.outcome, figure.is_aggregated,
    )  # fmt: skip


def placings_at(viewer: Viewer, organisation: Organisation) -> list[Placing]:
    """The education providers that send learners to a place now."""
    return list(
        Placing.objects.visible_to(viewer)
        .filter(organisation=organisation, ended_at=None)
        .select_related("education_provider")
    )


@dataclass(frozen=True)
class Listed:
    """A source with its editions, newest first, and how many figures each has."""

    source: Source
    editions: Sequence[tuple[Edition, int]]


def sources() -> list[Listed]:
    """Every source. Two queries."""
    found: dict[int, list[tuple[Edition, int]]] = {}
    for edition in Edition.objects.annotate(figures_count=Count("figures")).order_by("-year"):
        found.setdefault(edition.source_id, []).append((edition, edition.figures_count))
    return [Listed(source, found.get(source.pk, [])) for source in Source.objects.all()]
