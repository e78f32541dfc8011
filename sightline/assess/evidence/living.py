"""What says something about standards and lives elsewhere: read there each time, never copied.

Surveys of our own come through the disclosure gate, those of others with their own threshold, what
was said in forums and told as stories as far as the viewer may read it. What stands above this
stage (concerns) is added by the page that stands above it.

A day in the past shows what had been collected by then, in the version that is in use now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.assess.evidence import kinds
from sightline.assess.evidence.items import Item, numbers_of
from sightline.assess.evidence.rules import goes_stale_on
from sightline.assess.evidence.words import Direction
from sightline.assess.places import Level, Place
from sightline.design.show import format_date
from sightline.listen.forums import rules as forums
from sightline.listen.forums.points.models import Point
from sightline.listen.outside.models import Figure, Unit
from sightline.listen.outside.queries import UNWEIGHTED
from sightline.listen.outside.words import Audience as OutsideAudience
from sightline.listen.questionnaires.models import Questionnaire
from sightline.listen.rounds.models import Collection
from sightline.listen.voices.stories.models import Story
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.results import gate, mart
from sightline.results.levels import GroupKey
from sightline.results.levels import Level as Group
from sightline.results.models import Dataset
from sightline.results.queries import current_datasets
from sightline.standards.succession.queries import Lineage
from sightline.stats.outliers import Colour

#: What a colour says of a standard, and how strongly.
SAYS: dict[str, tuple[str, int]] = {
    Colour.RED: (Direction.SHORT, 3),
    Colour.PINK: (Direction.SHORT, 1),
    Colour.WHITE: (Direction.NEITHER, 2),
    Colour.LIGHT_GREEN: (Direction.MEETS, 1),
    Colour.GREEN: (Direction.MEETS, 3),
    Colour.GREY: (Direction.NEITHER, 1),
}
_WHY = {
    Colour.RED: "In the lowest quarter of those it is compared with, and more than chance.",
    Colour.PINK: "In the lowest quarter of those it is compared with; that can be chance.",
    Colour.WHITE: "Between the lowest and the highest quarter of those it is compared with.",
    Colour.LIGHT_GREEN: "In the highest quarter of those it is compared with; that can be chance.",
    Colour.GREEN: "In the highest quarter of those it is compared with, and more than chance.",
    Colour.GREY: "Compared with nobody.",
}
_LEARNERS = {OutsideAudience.TRAINEE, OutsideAudience.STUDENT, OutsideAudience.LEARNER}
_GROUPS = {
    Organisation.Kind.REGION: Group.REGION,
    Organisation.Kind.ICB: Group.ICB,
    Organisation.Kind.SITE: Group.SITE,
}


def read(place: Place, viewer: User, day: date, lineage: Lineage) -> list[Item]:
    """Everything below this stage that says something about a place by the end of a day."""
    return [
        *surveys(place, viewer, day, lineage),
        *outside(place, viewer, day, lineage),
        *points(place, viewer, day, lineage),
        *stories(place, day),
    ]


# Our own surveys


def surveys(place: Place, viewer: User, day: date, lineage: Lineage) -> Iterator[Item]:
    """The latest round of each survey by a day, item by item, as it passes the gate."""
    key = group_of(place)
    if key is None or not access.may(viewer, Permission.VIEW_RESULTS, at=place.organisation):
        return
    of_educators = _surveys_of_educators()
    for dataset in _latest(day):
        kind = "educator_survey" if dataset.survey in of_educators else "national_survey"
        yield from _of_dataset(dataset, key, kind, place, lineage)


def latest_of_learners(day: date) -> list[Dataset]:
    """The latest round by a day of each survey that asks learners. Two queries."""
    of_educators = _surveys_of_educators()
    return [one for one in _latest(day) if one.survey not in of_educators]


def _latest(day: date) -> list[Dataset]:
    latest: dict[str, Dataset] = {}
    for dataset in current_datasets():
        before = latest.get(dataset.survey)
        if dataset.collected_to <= day and (
            before is None or dataset.collected_to > before.collected_to
        ):
            latest[dataset.survey] = dataset
    return list(latest.values())


def group_of(place: Place) -> GroupKey | None:
    """The group of respondents that a place is; None where surveys know no such group."""
    kind = place.organisation.kind
    code = place.organisation.code
    if place.level == Level.ENVIRONMENT:
        return None
    if place.programme is not None:
        if not place.organisation.is_provider:
            return None
        return GroupKey(Group.PROVIDER_PROGRAMME, code, place.programme.code)
    return GroupKey(_GROUPS.get(Organisation.Kind(kind), Group.PROVIDER), code)


def _surveys_of_educators() -> frozenset[str]:
    found = Collection.objects.filter(
        version__questionnaire__audience=Questionnaire.Audience.EDUCATORS
    )
    return frozenset(found.values_list("round__survey__code", flat=True))


def _of_dataset(
    dataset: Dataset, key: GroupKey, kind: str, place: Place, lineage: Lineage
) -> Iterator[Item]:
    try:
        round_ = gate.open_round(dataset)
    except mart.NotPrepared:
        return
    asked = [one for one in round_.measures if one.standards and not one.is_theme]
    if not asked or not round_.has(key):
        return
    cells = round_.cells([key], [one.code for one in asked])[0]
    stale = goes_stale_on(dataset.collected_to, kinds.kind(kind).fresh_days)
    for info, cell in zip(asked, cells, strict=True):
        if not cell.shown:
            continue
        direction, strength = SAYS[cell.flag]
        yield Item(
            key=f"survey:{dataset.survey}:{dataset.year}:{key.code}:{key.other_code}:{info.code}",
            kind=kind,
            voice=kinds.voice_of(kind),
            direction=direction,
            strength=strength,
            title=f"{info.label}: {cell.score:.1f} out of 100",
            text=_said(cell, dataset),
            period_from=dataset.collected_from,
            period_to=dataset.collected_to,
            received=dataset.collected_to,
            stale_from=stale,
            standards=lineage.as_on(dataset.collected_to, info.standards),
            strength_reason=_why(cell),
            href=_item_page(key, info.code, dataset),
            more={"cell": _frozen(cell, info, dataset, place)},
        )


def _why(cell: gate.Cell) -> str:
    """Why a result says what it says: in which quarter it lies, and whether that is all."""
    if cell.flag is Colour.WHITE and cell.side:
        return f"{_WHY[cell.flag]} It is clearly {cell.side} their average all the same."
    return _WHY[cell.flag]


def _said(cell: gate.Cell, dataset: Dataset) -> str:
    against = (
        f", against {cell.benchmark.score:.1f} for {cell.benchmark.name}" if cell.benchmark else ""
    )
    # No rank without its interval: the reason of the strength says in which quarter this lies.
    limits = f"the 95% interval is {cell.low:.1f} to {cell.high:.1f}"
    return f"{cell.n} answered in {dataset}: {limits}{against}."


def _item_page(key: GroupKey, measure: str, dataset: Dataset) -> str:
    parts = [key.level.value, key.code, *([key.other_code] if key.other_code else []), measure]
    query = urlencode({"survey": dataset.survey, "round": dataset.year})
    return f"{reverse('insight:item', args=parts)}?{query}"


def _frozen(
    cell: gate.Cell, info: gate.MeasureInfo, dataset: Dataset, place: Place
) -> dict[str, Any]:
    """The cell as JSON values, as it passed the gate, for a copy that can be read years later."""
    compared = cell.benchmark
    return {
        "group": place.name,
        "measure": info.label,
        "wording": info.wording,
        "round": str(dataset),
        "dataset": dataset.pk,
        "n": cell.n,
        "score": cell.score,
        "low": cell.low,
        "high": cell.high,
        "positive": cell.positive,
        "flag": str(cell.flag.value),
        "benchmark": compared and {"name": compared.name, "mean": compared.score},
    }


# Other people's surveys


def outside(place: Place, viewer: User, day: date, lineage: Lineage) -> Iterator[Item]:
    """The latest edition of each source by a day, indicator by indicator."""
    if place.level == Level.ENVIRONMENT:
        return
    units = Unit.objects.visible_to(viewer).filter(organisation=place.organisation)
    units = units.filter(programme=place.programme) if place.programme else units.filter(
        subject_code=""
    )  # fmt: skip
    figures = (
        Figure.objects.filter(
            unit__in=units,
            withheld="",
            held_back=False,
            split__in=("", UNWEIGHTED),
            edition__year__lte=day.year,
            indicator__standards__isnull=False,
        )
        .select_related("edition__source", "indicator", "unit")
        .prefetch_related("indicator__standards")
        .order_by("-edition__year", "split", "pk")
        .distinct()
    )
    seen: dict[int, int] = {}  # the latest year of each source
    told: set[tuple[int, int]] = set()
    for figure in figures:
        source = figure.edition.source
        one = (figure.unit_id, figure.indicator_id)
        if seen.setdefault(source.pk, figure.edition.year) == figure.edition.year and (
            one not in told
        ):
            told.add(one)
            yield _of_figure(figure, place, day, lineage)


def _of_figure(figure: Figure, place: Place, day: date, lineage: Lineage) -> Item:
    edition, indicator = figure.edition, figure.indicator
    learners = indicator.audience in _LEARNERS
    kind = "outside_learners" if learners else "outside_educators"
    colour = figure.outcome_said or figure.outcome
    direction, strength = SAYS[Colour(colour)] if colour in SAYS else (Direction.NEITHER, 1)
    first = date(edition.year, 1, 1)
    last = min(date(edition.year, 12, 31), day)
    counted = f"{figure.n} answered. " if figure.n else ""
    return Item(
        key=f"outside:{edition.source.code}:{edition.year}:{figure.unit_id}:{indicator.code}"[:120],
        kind=kind,
        voice=kinds.voice_of(kind),
        direction=direction,
        strength=strength,
        title=f"{indicator.label}: {figure.value:g}",
        text=f"{counted}{edition.source.name}, {edition.year}.",
        period_from=first,
        period_to=last,
        received=last,
        stale_from=goes_stale_on(date(edition.year, 12, 31), kinds.kind(kind).fresh_days),
        standards=numbers_of(indicator.standards.all(), lineage),
        strength_reason=_WHY[Colour(colour)] if colour in SAYS else "Compared with nobody.",
        href=reverse("listen:outside:place", args=[place.organisation.code]),
        more={
            "figure": {
                "source": edition.source.name,
                "year": edition.year,
                "indicator": indicator.label,
                "value": figure.value,
                "n": figure.n,
                "colour": colour,
            }
        },
    )


# Forums and stories


def points(place: Place, viewer: User, day: date, lineage: Lineage) -> Iterator[Item]:
    """What was said in forums about a place by a day.

    Good practice points to met, what raised a concern to not met; of everything else nobody has
    said what it means for a standard, so it says neither.
    """
    if place.level == Level.ENVIRONMENT:
        return
    found = (
        Point.objects.visible_to(viewer)
        .filter(
            place=place.organisation,
            programme=place.programme,
            meeting__held_date__lte=day,
            standards__isnull=False,
        )
        .select_related("meeting__forum")
        .prefetch_related("standards", "concerns")
        .distinct()
        .order_by("-meeting__held_date", "-pk")
    )
    days = kinds.kind("forum").fresh_days
    own = {place.organisation.pk, place.organisation.provider_id} - {None}
    for point in found:
        held, agreed, present = point.meeting.held_date, point.agreed, point.present
        how_many = forums.how_many(agreed, present, exact=False)
        raised = any(True for _ in point.concerns.all())
        direction = Direction.SHORT if raised else Direction.NEITHER
        direction = Direction.MEETS if point.practice else direction
        half = agreed is not None and present is not None and 2 * agreed >= present > 0
        yield Item(
            key=f"forum:{point.reference}",
            kind="forum",
            voice=kinds.voice_of("forum"),
            direction=direction,
            strength=2 if half else 1,
            title=f"{point.get_theme_display()}, said in {point.meeting.forum.name}",
            text=point.text,
            period_from=held,
            period_to=held,
            received=held,
            stale_from=held + timedelta(days=days),
            standards=numbers_of(point.standards.all(), lineage),
            strength_reason=f"{how_many} agreed on {format_date(held)}.",
            href=reverse("listen:forums:points:show", args=[point.reference]),
            # Who answers for the place sees its own forums, not those of a region or the nation.
            is_internal=point.meeting.forum.place_id not in own,
        )


def stories(place: Place, day: date) -> Iterator[Item]:
    """Public stories of an organisation. They name no standard and do not say who told them."""
    if place.level != Level.ORGANISATION:
        return
    days = kinds.kind("story").fresh_days
    found = Story.objects.public().filter(organisation=place.organisation, released_on__lte=day)
    for story in found.order_by("-released_on", "-pk")[:20]:
        yield Item(
            key=f"story:{story.pk}",
            kind="story",
            voice="",
            direction=Direction.MEETS,
            strength=1,
            title=story.title,
            text=story.text,
            period_from=story.released_on,
            period_to=story.released_on,
            received=story.released_on,
            stale_from=story.released_on + timedelta(days=days),
            standards=frozenset(),
            strength_reason="One account.",
            href=reverse("listen:voices:stories:public", args=[place.organisation.code]),
        )
