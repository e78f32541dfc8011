"""The Standards Room as one table: what each voice says about each standard. For files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sightline.assess.evidence.rules import Heap
from sightline.assess.evidence.words import Direction, Voice
from sightline.base.service_state import holds_made_up_data
from sightline.design.show import format_date
from sightline.design.tables import Column, Kind, Table, Value
from sightline.insight.room import rules, words
from sightline.insight.room.queries import Room, Tile

SILENT, STALE = "Silent", "Only old evidence"
NOBODYS = "In nobody’s own voice"

_COLUMNS = [
    Column("Standard", about="Its number in the version of the framework that is named."),
    Column("Domain"),
    Column("Wording"),
    Column("Voice", about="Who speaks. Two surveys of learners are one voice."),
    Column(
        "Direction",
        about=f"Which way its fresh evidence points. “{SILENT}”: it has said nothing. "
        f"“{STALE}”: nothing that still counts.",
    ),
    Column("Strength", Kind.NUMBER, about="Of the strongest fresh evidence, from 1 to 3."),
    Column("Newest", Kind.DATE, about="The last day that its newest evidence describes."),
    Column("Age in days", Kind.NUMBER, about="From that day to the day of the Room."),
    Column("Fresh pieces", Kind.NUMBER, about="How many pieces of its evidence count."),
    Column("Old pieces", Kind.NUMBER, about="How many are too old to count."),
    Column("Sufficiency", about="How many voices are heard about the standard, of them all."),
    Column("Agreement", about="Whether those that say either way point the same way."),
    Column("Judged", about="The judgement that stands, made by people. Empty: not judged."),
    Column("Judged on", Kind.DATE),
    Column(
        "Waiting",
        about="What stands under an earlier wording and is not counted, as long as nobody has "
        "decided which standard follows it.",
    ),
]


def of_room(room: Room) -> Table:
    """A row for every standard that applies and every voice, silent ones too."""
    rows: list[Sequence[Value]] = []
    for domain, tiles in room.domains:
        for tile in tiles:
            for voice, name in _voices(tile):
                said = [heap for heap in tile.known if heap.voice == voice]
                rows.append(_row(str(domain), tile, voice, name, said, room.day))
    return Table(
        f"Standards Room of {room.place.name}",
        _COLUMNS,
        rows,
        notes=[
            "What says nothing of one standard is in no row. Standards that do not apply in the "
            "place are left out. There is no overall score."
        ],
        made_up=holds_made_up_data(),
        source=f"As known on {format_date(room.day)}, by {room.version.name}",
    )


def _voices(tile: Tile) -> list[tuple[str, str]]:
    voices = [(str(one.value), str(one.label)) for one in Voice]
    if any(not heap.voice for heap in tile.known):
        voices.append(("", NOBODYS))
    return voices


def _row(
    domain: str, tile: Tile, voice: str, name: str, said: Sequence[Heap], day: date
) -> list[Value]:
    fresh = [heap for heap in said if heap.is_fresh]
    newest = max((heap.latest for heap in said), default=None)
    judged = tile.judgement
    return [
        tile.standard.number,
        domain,
        tile.standard.wording,
        name,
        _direction(said, fresh),
        max((heap.strength for heap in fresh), default=None),
        newest,
        (day - newest).days if newest else None,
        sum(heap.count for heap in fresh),
        sum(heap.count for heap in said) - sum(heap.count for heap in fresh),
        tile.heard,
        words.AGREEMENT[tile.weighed.agreement],
        str(judged.get_outcome_display()) if judged else None,
        judged.decided_date if judged else None,
        tile.waits.says if tile.waits else None,
    ]


def _direction(said: Sequence[Heap], fresh: Sequence[Heap]) -> str:
    if not said:
        return SILENT
    if not fresh:
        return STALE
    found = {heap.direction for heap in fresh} - {rules.NEITHER}
    if not found:
        return str(Direction.NEITHER.label)
    return str(Direction(next(iter(found)) if len(found) == 1 else rules.BOTH).label)
