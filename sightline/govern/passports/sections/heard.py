"""What is known of standards: visits, learners, judgements. Fixed numbers of queries."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.utils import timezone

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.assess.evidence import living
from sightline.assess.evidence.models import Evidence
from sightline.assess.places import Place
from sightline.assess.returns.models import Return
from sightline.design.show import format_date, pluralise
from sightline.govern.passports.blocks import Content, section
from sightline.govern.passports.words import NOT_KNOWN
from sightline.insight import reading
from sightline.insight.queries.lines import points
from sightline.insight.room import queries as rooms
from sightline.insight.room import words as room_words
from sightline.insight.room.queries import Room, Tile
from sightline.people.models import User
from sightline.respond.requests.models import ReviewRequest
from sightline.results import gate, mart

_VISIT = "visit"


def room_of(place: Place, viewer: Viewer, day: date) -> Room | None:
    """The Standards Room. It asks its viewer for nothing that only a person has."""
    return rooms.room(place, cast(User, viewer), day)


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
    said = "Not judged in these words" if tile.waits and tile.waits.judgement else "Not judged"
    if judged is not None:
        said = f"{judged.get_outcome_display()}, {format_date(judged.decided_date)}"
        said += f". Look again: {tile.look_again}" if tile.look_again else ""
    if tile.waits:
        said = f"{said.rstrip('.')}. {tile.waits.says}"
    return [
        f"{tile.standard.number} {tile.standard.wording}",
        tile.heard,
        agree,
        said,
    ]
