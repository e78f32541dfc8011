"""The sections of a quality passport, each as its viewer may see it. Fixed numbers of queries."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.assess.evidence import living
from sightline.assess.evidence.models import Evidence
from sightline.assess.places import Level, Place
from sightline.assess.returns.models import Return
from sightline.commitments.models import Commitment
from sightline.commitments.words import STATUS_WORDS, Status
from sightline.design.show import format_date, pluralise
from sightline.govern.capacity import queries as capacities
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.capacity.words import Use
from sightline.govern.passports.blocks import Content, section
from sightline.govern.passports.words import NOT_KNOWN
from sightline.insight import reading
from sightline.insight.queries.lines import points
from sightline.insight.room import queries as rooms
from sightline.insight.room import words as room_words
from sightline.insight.room.queries import Room, Tile
from sightline.people.models import User
from sightline.respond.register.models import Concern, Standing
from sightline.respond.requests.models import ReviewRequest
from sightline.results import gate, mart

#: A section lists no more than these; how many more there are is said.
MOST_CONCERNS = 15
MOST_LINES = 20
_VISIT = "visit"


def room_of(place: Place, viewer: Viewer, day: date) -> Room | None:
    """The Standards Room. It asks its viewer for nothing that only a person has."""
    return rooms.room(place, cast(User, viewer), day)


def _more(total: int, shown: int, where: str) -> list[str]:
    return [f"{total - shown:,} more: see {where}."] if total > shown else []


# Risk


def _concerns(place: Place, viewer: Viewer) -> list[Standing]:
    """Concerns of the place that are not closed, the gravest first: how each stands now.

    Of a provider also those of its sites, environments and programmes.
    """
    latest = (
        Standing.objects.filter(concern=OuterRef("concern")).order_by("-at", "-id").values("pk")[:1]
    )
    seen = Concern.objects.visible_to(viewer).filter(_about(place)).order_by()
    return list(
        Standing.objects.filter(concern__in=seen, pk=Subquery(latest))
        .exclude(state=Standing.State.CLOSED)
        .select_related(
            "concern__organisation", "concern__environment", "concern__programme", "category"
        )
        .order_by("-category__number", "-concern__raised_at", "-concern_id")
    )


def _about(place: Place) -> Q:
    if place.level == Level.ORGANISATION and place.organisation.is_provider:
        return Q(organisation__provider_id=place.organisation.pk)
    return rooms.about(place)


def risk(place: Place, viewer: Viewer) -> Content:
    """The category of each concern that is shared with the viewer. One query."""
    heading = "Risk and concerns"
    if not access.may(viewer, Permission.VIEW_CONCERNS, at=place.organisation):
        return section("risk", heading, notes=["Concerns are not shown to you."])
    found = _concerns(place, viewer)
    graded = [one for one in found if one.category is not None]
    # The database sorts what has no category first or last, as it likes.
    highest = max((one.category for one in graded if one.category), key=lambda one: one.number,
                  default=None)  # fmt: skip
    category = (
        f"Category {highest.number}: {highest.name} ({highest.definition})"
        if highest
        else NOT_KNOWN
    )
    facts = [("Highest category of the concerns shown", category)]
    if not found:
        facts = [("Intensive Support Framework category", f"{NOT_KNOWN}: no concern is shown")]
    ordered = [*graded, *(one for one in found if one.category is None)]
    ordered.sort(key=lambda one: -(one.category.number if one.category else -1))
    shown = ordered[:MOST_CONCERNS]
    return section(
        "risk",
        heading,
        facts=facts,
        caption="Concerns that are not closed",
        columns=("Concern", "About", "How it stands", "Category"),
        rows=[_concern_row(one, place) for one in shown],
        notes=_more(len(found), len(shown), "the register"),
    )


def _concern_row(standing: Standing, place: Place) -> list[str]:
    concern = standing.concern
    part = concern.environment or concern.programme
    about = part.name if part else concern.organisation.name
    raised = format_date(timezone.localdate(concern.raised_at))
    return [
        f"{concern.reference}: {concern.title}",
        about,
        f"{standing.get_state_display()}, raised {raised}",
        str(standing.category) if standing.category else "Not decided",
    ]


# Requirements


def requirements(place: Place, viewer: Viewer, day: date) -> Content:
    """Requirements and recommendations that are not kept yet. Two queries."""
    heading = "Open requirements and recommendations"
    if not access.may(viewer, Permission.VIEW_COMMITMENTS, at=place.organisation):
        return section("requirements", heading, notes=["They are not shown to you."])
    wanted = [Commitment.Kind.REQUIREMENT, Commitment.Kind.RECOMMENDATION]
    rows: Any = Commitment.objects.visible_to(viewer).filter(kind__in=wanted)
    if place.level == Level.ENVIRONMENT:
        # A commitment belongs to a provider; of an environment are those because of its concerns.
        about = Concern.objects.visible_to(viewer).filter(rooms.about(place))
        rows = rows.filter(
            because_kind=Commitment.Because.CONCERN,
            because_reference__in=about.order_by().values("reference"),
        )
    else:
        rows = rows.filter(organisation=place.organisation)
    rows = rows.with_status(day).exclude(status=Status.KEPT).order_by("due_date", "pk")
    found = list(rows[: MOST_CONCERNS + 1])
    total = rows.count() if len(found) > MOST_CONCERNS else len(found)
    shown = found[:MOST_CONCERNS]
    return section(
        "requirements",
        heading,
        caption="What is promised and not yet kept",
        columns=("Promise", "Kind", "Due", "How it stands"),
        rows=[
            [
                f"{one.reference}: {one.promise}",
                one.get_kind_display(),
                format_date(one.due_date),
                STATUS_WORDS[Status(one.status)][0],
            ]
            for one in shown
        ],
        notes=_more(total, len(shown), "Commitments") if found else ["None is open."],
    )


# Capacity


def capacity(place: Place, viewer: Viewer, day: date) -> Content:
    """Approved beside actual, those over capacity first. One query."""
    lines = capacities.of_place(place, viewer, day)
    order = {Use.OVER: 0, Use.UNKNOWN: 2}
    lines.sort(key=lambda one: (bool(one.where), order.get(one.compared.use, 1)))
    shown = lines[:MOST_LINES]
    notes = _more(len(lines), len(shown), "Capacity")
    if not lines:
        notes = [f"{NOT_KNOWN}: no number of learners is recorded."]
    return section(
        "capacity",
        "Capacity",
        caption="Approved and actual numbers of learners",
        columns=("Learners", "Where", "Approved", "Actual", "Compared"),
        rows=[
            [
                f"{one.profession}, {one.study.lower()}",
                one.where or "Here",
                _figure(one.approved),
                _figure(one.actual),
                f"{one.compared.sign} {one.compared.words}",
            ]
            for one in shown
        ],
        notes=notes,
    )


def _figure(one: CapacityFigure | None) -> str:
    if one is None:
        return NOT_KNOWN
    until = f" to {format_date(one.to_date)}" if one.to_date else ""
    return f"{one.count:,} (from {format_date(one.from_date)}{until})"


# Visits


def visits(place: Place, viewer: Viewer) -> Content:
    """The last visit, and a review that is asked for where the viewer may know. Two queries."""
    last = (
        Evidence.objects.visible_to(viewer)
        .filter(place.q(), kind=_VISIT, withdrawal=None)
        .order_by("-period_to", "-pk")
        .first()
    )
    said = f"{last.title}, {format_date(last.period_to)} ({last.reference})" if last else NOT_KNOWN
    facts = [("Last visit", said)]
    if access.may(viewer, Permission.VIEW_INTERNAL, at=place.organisation):
        asked = (
            ReviewRequest.objects.visible_to(viewer)
            .filter(place.q())
            .select_related("answer")
            .first()
        )
        facts.append(("Review asked for", _asked(asked)))
    return section("visits", "Visits and reviews", facts=facts)


def _asked(found: ReviewRequest | None) -> str:
    if found is None:
        return "None"
    answer = getattr(found, "answer", None)
    came = answer.get_outcome_display() if answer else "Waiting for an answer"
    return f"{found.reference}, {format_date(timezone.localdate(found.at))}. {came}"


# Approval


def approval(place: Place, viewer: Viewer, day: date) -> Content:
    """Whether the place is approved for learners."""
    return section("approval", "Approval", facts=[("Approved for learners", NOT_KNOWN)])


# Self-assessment


def self_assessment(place: Place, viewer: Viewer) -> Content:
    """The newest signed self-assessment of the provider. One query."""
    found = (
        Return.objects.visible_to(viewer)
        .filter(organisation=place.organisation.provider, current__isnull=False)
        .select_related("current__signed_by", "campaign", "organisation")
        .order_by("-current__signed_at", "-pk")
        .first()
    )
    said = f"{NOT_KNOWN}: none is signed here"
    if found is not None and found.current is not None:
        signed = found.current
        said = (
            f"{format_date(timezone.localdate(signed.signed_at))} by {signed.signed_by.name}, "
            f"for {found.organisation.name} ({found.campaign.name}, version {signed.number})"
        )
    return section("self_assessment", "Self-assessment", facts=[("Signed", said)])


# Survey results


def trend(place: Place, viewer: Viewer) -> Content:
    """The themes of the newest survey in every round, as they pass the gate. One query."""
    heading = "What learners say, round by round"
    key = living.group_of(place)
    if key is None:
        return section(
            "trend",
            heading,
            notes=[f"{NOT_KNOWN}: surveys do not tell one learning environment from another."],
        )
    if not access.may(viewer, Permission.VIEW_RESULTS, at=place.organisation):
        return section("trend", heading, notes=["Survey results are not shown to you."])
    try:
        newest = next(iter(reading.newest()), None)
    except mart.NotPrepared:
        newest = None
    if newest is None or not newest.round.has(key):
        return section("trend", heading, notes=[f"{NOT_KNOWN}: no survey has results of it."])
    lines = {
        info.label: points(newest, key, info.code)
        for info in newest.round.measures
        if info.is_theme
    }
    labels = list(dict.fromkeys(one.label for found in lines.values() for one in found))
    rows = []
    for theme, found in lines.items():
        by_label = {one.label: one for one in found}
        told = (by_label.get(label) for label in labels)
        cells = [
            (_score(one.cell) + (f". {one.break_before}" if one.break_before else ""))
            if one
            else "Not asked"
            for one in told
        ]
        rows.append([theme, *cells])
    return section(
        "trend",
        heading,
        caption="Scores by theme",
        columns=("Theme", *labels),
        rows=rows,
        notes=[
            f"{newest.dataset.survey_name}. Scores from 0 to 100, with the number of answers. "
            "Small groups are not shown."
        ],
    )


def _score(cell: gate.Cell) -> str:
    if not cell.shown or cell.score is None:
        return "Not shown"
    return f"{cell.score:.1f} ({pluralise(cell.n or 0, 'answer')})"


# Standards


def standards(room: Room | None) -> Content:
    """Every standard that applies, in the wording of the day, with its marks and judgement."""
    heading = "Judgements by standard"
    if room is None:
        return section("standards", heading, notes=[f"{NOT_KNOWN}: no framework is in force."])
    aside = [
        f"Standard {one.number} does not apply here: {room.applies.not_here[one.number].reason}"
        for one in room.set_aside
    ]
    tiles = room.tiles
    judged = sum(tile.judgement is not None for tile in tiles)
    return section(
        "standards",
        heading,
        facts=[
            ("Framework", f"{room.version.name}, from {format_date(room.version.from_date)}"),
            ("Judged", f"{judged} of {pluralise(len(tiles), 'standard')} that apply here"),
        ],
        caption="Standards that apply here",
        columns=("Standard", "Who is heard", "Do they agree?", "Judgement"),
        rows=[_tile_row(tile) for tile in tiles],
        notes=aside,
    )


def _tile_row(tile: Tile) -> list[str]:
    weighed, judged = tile.weighed, tile.judgement
    agree = "–"
    if weighed.voices:
        agree = f"{room_words.SIGNS[weighed.agreement]} {room_words.AGREEMENT[weighed.agreement]}"
    said = "Not judged"
    if judged is not None:
        said = f"{judged.get_outcome_display()}, {format_date(judged.decided_date)}"
        said += f". Look again: {tile.look_again}" if tile.look_again else ""
    return [
        f"{tile.standard.number} {tile.standard.wording}",
        room_words.SUFFICIENCY[weighed.sufficiency],
        agree,
        said,
    ]
