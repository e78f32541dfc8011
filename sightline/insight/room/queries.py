"""Everything that is said about the standards in one place, by a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.assess.applicable import queries as applicable
from sightline.assess.applicable.queries import Applies
from sightline.assess.evidence import kinds, living
from sightline.assess.evidence import queries as evidence
from sightline.assess.evidence.items import Item, numbers_of
from sightline.assess.evidence.rules import Heap, Mark
from sightline.assess.evidence.words import Direction, Voice
from sightline.assess.judgements import queries as judgements
from sightline.assess.judgements.models import Judgement
from sightline.assess.places import Level, Place
from sightline.design.show import pluralise
from sightline.insight.room import rules
from sightline.insight.room.rules import Weighed
from sightline.insight.room.words import SUFFICIENCY, WAITING, Sufficiency
from sightline.people.models import User
from sightline.respond.register.models import Concern, Standing
from sightline.standards.models import Domain, FrameworkVersion, Standard
from sightline.standards.succession import queries as succession
from sightline.standards.succession.queries import Lineage
from sightline.standards.succession.rules import plain

#: The voice of whoever raised a concern; "other" is nobody's own.
_VOICE_OF_SOURCE: dict[str, str] = {
    Concern.Source.SURVEY: Voice.LEARNER,
    Concern.Source.LEARNER: Voice.LEARNER,
    Concern.Source.PROVIDER: Voice.PROVIDER,
    Concern.Source.REGULATOR: Voice.REGULATOR,
    Concern.Source.VISIT: Voice.VISITS,
    Concern.Source.OTHER: "",
}


@dataclass(frozen=True)
class Waits:
    """What was said under an earlier wording, as long as nobody has decided what follows it.

    It is counted for nothing, and it is no silence. ``judgement`` is the latest that stood.
    """

    items: int
    judgement: Judgement | None

    @property
    def says(self) -> str:
        """In a sentence: how many wait, and for what."""
        pieces = pluralise(self.items, "piece of evidence", "pieces of evidence")
        if self.judgement is None:
            held = pieces
        else:
            held = f"{pieces} and a judgement" if self.items else "A judgement"
        ends = "s" if self.items + bool(self.judgement) == 1 else ""
        return (
            f"{held} under the earlier wording wait{ends} for a decision on what follows it. "
            "Not counted until then."
        )


@dataclass(frozen=True)
class Tile:
    """One standard in a place: the two marks, what they rest on, the judgement that stands."""

    standard: Standard
    known: Sequence[Heap]
    weighed: Weighed
    judgement: Judgement | None
    look_again: str
    waits: Waits | None = None

    @property
    def heard(self) -> str:
        """How well it is heard, in words."""
        if self.weighed.sufficiency is Sufficiency.SILENT and self.waits is not None:
            return WAITING
        return SUFFICIENCY[self.weighed.sufficiency]


@dataclass(frozen=True)
class Room:
    """The Standards Room of a place on a day. ``of_place``: about the place, of no one standard."""

    place: Place
    day: date
    version: FrameworkVersion
    domains: Sequence[tuple[Domain, Sequence[Tile]]]
    applies: Applies
    set_aside: Sequence[Standard]
    of_place: Sequence[Item]
    about_parts: int

    @property
    def tiles(self) -> list[Tile]:
        return [tile for _, tiles in self.domains for tile in tiles]


def room(place: Place, viewer: User, day: date) -> Room | None:
    """The Room; None where no framework was in force. As many queries however much is known."""
    version = FrameworkVersion.in_force_on(day)
    if version is None:
        return None
    standards = list(
        Standard.objects.filter(version=version).select_related("domain").order_by("position")
    )
    before = evidence.end_of(day)
    lineage = succession.lineage(version)
    applies = applicable.of_place(place, before, lineage)
    read = _read_elsewhere(place, viewer, day, lineage)
    heaps = _joined(evidence.heaps(place, viewer, day, lineage), evidence.heaped(read, day))
    judged = judgements.standing_at(place, viewer, before, lineage)
    cited = judgements.cited_marks(judged.values())
    waiting = waits(place, viewer, day, lineage)
    domains: dict[int, tuple[Domain, list[Tile]]] = {}
    for standard in standards:
        if standard.number in applies.not_here:
            continue
        known = heaps.get(standard.number, [])
        tile = replace(
            _tile(standard, known, judged.get(standard.number), cited, day),
            waits=waiting.get(standard.number),
        )
        domains.setdefault(standard.domain_id, (standard.domain, []))[1].append(tile)
    return Room(
        place=place,
        day=day,
        version=version,
        domains=list(domains.values()),
        applies=applies,
        set_aside=[one for one in standards if one.number in applies.not_here],
        of_place=[
            *evidence.of_no_standard(place, viewer, day),
            *(one for one in read if not one.standards),
        ],
        about_parts=evidence.about_parts(place, viewer, day),
    )


def waits(place: Place, viewer: User, day: date, lineage: Lineage) -> dict[str, Waits]:
    """What waits for a decision on its standard, by the number proposed to follow.

    No query where nothing waits; else as many however much is known.
    """
    waiting = lineage.waiting
    if waiting is None:
        return {}
    read = _read_elsewhere(place, viewer, day, waiting)
    heaps = _joined(evidence.heaps(place, viewer, day, waiting), evidence.heaped(read, day))
    judged = judgements.standing_at(place, viewer, evidence.end_of(day), waiting)
    return {
        number: Waits(sum(one.count for one in heaps.get(number, ())), judged.get(number))
        for number in {**heaps, **judged}
    }


def _tile(
    standard: Standard,
    known: Sequence[Heap],
    judgement: Judgement | None,
    cited: Mapping[int, Sequence[Mark]],
    day: date,
) -> Tile:
    again = ""
    if judgement is not None:
        newest = max((one.latest for one in known), default=None)
        again = why_look_again(judgement, standard, cited.get(judgement.pk, ()), newest, day)
    return Tile(standard, known, rules.weigh([one.mark for one in known], day), judgement, again)


def why_look_again(
    judgement: Judgement, standard: Standard, cited: Sequence[Mark], newest: date | None, day: date
) -> str:
    """Why the judgement that stands should be looked at again, or "".

    ``newest``: the last day that anything known of the standard here describes.
    """
    return rules.why_look_again(
        outcome=judgement.outcome,
        next_review=judgement.next_review_date,
        cited=cited,
        newest_known=newest,
        decided=judgement.decided_date,
        day=day,
        is_reworded=plain(judgement.standard.wording) != plain(standard.wording),
    )


def _joined(one: evidence.Heaps, other: evidence.Heaps) -> evidence.Heaps:
    return {number: [*one.get(number, []), *other.get(number, [])] for number in {**one, **other}}


def _read_elsewhere(place: Place, viewer: User, day: date, lineage: Lineage) -> list[Item]:
    return [*living.read(place, viewer, day, lineage), *concerns(place, viewer, day, lineage)]


def concerns(place: Place, viewer: User, day: date, lineage: Lineage) -> list[Item]:
    """Concerns about this very place that were not closed at the end of a day. Two queries.

    One speaks with the voice of whoever raised it, so a concern that rests on a survey is no
    further voice beside the survey.
    """
    if not access.may(viewer, Permission.VIEW_CONCERNS, at=place.organisation):
        return []
    before = evidence.end_of(day)
    latest = (
        Standing.objects.filter(concern=OuterRef("concern"), at__lt=before)
        .order_by("-at", "-id")
        .values("pk")[:1]
    )
    seen = Concern.objects.visible_to(viewer, before=before).filter(about(place))
    found = (
        Standing.objects.filter(concern__in=seen.order_by(), pk=Subquery(latest))
        .exclude(state=Standing.State.CLOSED)
        .select_related("concern", "category")
        .prefetch_related(Prefetch("concern__standards", Standard.objects.only("number")))
        .order_by("-concern__raised_at", "-concern_id")
    )
    return [_of_concern(one, day, before, lineage) for one in found]


def about(place: Place) -> Q:
    """Concerns about a place and nothing else."""
    found = Q(level=place.level, organisation=place.organisation)
    if place.level == Level.ENVIRONMENT:
        return found & Q(environment=place.environment)
    return found & Q(programme=place.programme) if place.level == Level.PROGRAMME else found


def _of_concern(standing: Standing, day: date, before: datetime, lineage: Lineage) -> Item:
    concern = standing.concern
    shared = concern.shared_at is not None and concern.shared_at < before
    is_open = standing.state == Standing.State.OPEN
    raised = timezone.localdate(concern.raised_at)
    category = f"category {standing.category.number}" if standing.category else "no category yet"
    return Item(
        key=f"concern:{concern.reference}",
        kind=kinds.CONCERN,
        voice=_VOICE_OF_SOURCE.get(concern.source, ""),
        direction=Direction.SHORT if is_open else Direction.NEITHER,
        strength=2,
        title=f"{concern.reference}: {concern.title}",
        text=concern.summary,
        period_from=raised,
        period_to=raised,
        received=raised,
        # It counts for as long as it is not closed.
        stale_from=day + timedelta(days=1),
        standards=numbers_of(concern.standards.all(), lineage),
        strength_reason=f"{standing.get_state_display()}, {category}.",
        href=reverse("respond:register:show", args=[concern.reference]),
        # A judgement that cites it is read by the provider, who does not see it until it is shared.
        is_internal=not shared,
    )


# One standard


@dataclass(frozen=True)
class Cell:
    """What one kind of source says about a standard: fresh and stale items, newest first."""

    kind: str
    voice: str
    items: Sequence[Item]
    day: date

    @property
    def name(self) -> str:
        return kinds.name_of(self.kind)

    @property
    def fresh(self) -> list[Item]:
        return [one for one in self.items if one.is_fresh(self.day)]

    @property
    def is_fresh(self) -> bool:
        return bool(self.fresh)

    @property
    def direction(self) -> str:
        """Of the fresh items; of all where all are stale."""
        said = {one.direction for one in self.fresh or self.items} - {Direction.NEITHER.value}
        if not said:
            return str(Direction.NEITHER.label)
        found = next(iter(said)) if len(said) == 1 else Direction.BOTH
        return str(Direction(found).label)

    @property
    def strongest(self) -> Item:
        return max(self.fresh or self.items, key=lambda one: one.strength)

    @property
    def latest(self) -> date:
        return max(one.period_to for one in self.items)


@dataclass(frozen=True)
class Column:
    """One voice, and what it says through each kind of source. No cells: it is silent."""

    voice: str
    name: str
    cells: Sequence[Cell]

    @property
    def is_fresh(self) -> bool:
        return any(cell.is_fresh for cell in self.cells)


def items(
    place: Place, viewer: User, day: date, number: str, lineage: Lineage | None = None
) -> list[Item]:
    """Everything that is said about one standard in a place, newest first."""
    lineage = lineage or succession.lineage_on(day)
    read = [one for one in _read_elsewhere(place, viewer, day, lineage) if number in one.standards]
    found = [*evidence.items(place, viewer, day, number, lineage), *read]
    return sorted(found, key=lambda one: one.period_to, reverse=True)


def columns(found: Sequence[Item], day: date) -> list[Column]:
    """A column for every voice, silent ones too, and one for what speaks with nobody's own."""
    voices = [*((str(one.value), str(one.label)) for one in Voice), ("", "In nobody’s own voice")]
    columns = []
    for voice, name in voices:
        of_voice = [one for one in found if one.voice == voice]
        if not of_voice and not voice:
            continue
        by_kind: dict[str, list[Item]] = {}
        for one in of_voice:
            by_kind.setdefault(one.kind, []).append(one)
        cells = [Cell(kind, voice, kept, day) for kind, kept in by_kind.items()]
        columns.append(Column(voice, name, cells))
    return columns
