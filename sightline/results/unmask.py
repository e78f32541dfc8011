"""A made-up country laid open: what the gate hides there, why, and what can be made of the rest.

The people below are made up and stand in this file; nothing that anybody answered is read. They
are masked by the same functions as a real round. That is why this may say what the gate never says
of real people: which rule hides a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sightline.results import codes, groups, masks, totals
from sightline.results.groups import Groups
from sightline.results.levels import CROSSINGS, Audience, GroupKey, Level
from sightline.results.mart import Answers, Codes
from sightline.results.measures import Answer, MeasureInfo, Questionnaire
from sightline.results.places import Places
from sightline.stats import bounds, suppression
from sightline.stats.relations import Structure

#: The smallest group that is shown to each audience, and the fewest alike that are shown in public.
THRESHOLDS = {Audience.INSIDE: 5, Audience.PUBLIC: 10}
HANDFUL = 5

QUESTION = "My supervisor was there when I needed them"

NAMES = {
    "PS": "Fernhill Surgery",
    "PC": "Larkfield Community Trust",
    "PA": "Brambleton Hospital",
    "PB": "Ashdown Infirmary",
    "SN": "North wing",
    "SE": "East wing",
    "SC": "Clinic by the park",
    "GP": "GP training",
    "SU": "Core surgery",
    "NU": "Adult nursing",
    "MN": "Mental health nursing",
    "PH": "Physiotherapy",
    "MED": "Medicine",
    "NUR": "Nursing",
    "AHP": "Allied health professions",
    "ICB": "Made-up Integrated Care Board",
    "REG": "Made-up Region",
}
#: Places that somebody may pick.
PLACES = ("PS", "PC", "PA", "PB")
_PROFESSIONS = {"GP": "MED", "SU": "MED", "NU": "NUR", "MN": "NUR", "PH": "AHP"}
_SITES = {"SN": "PA", "SE": "PA", "SC": "PC"}
#: Provider, site, programme; how many gave each answer from worst to best; how many gave none.
_PEOPLE = (
    ("PS", "", "GP", (0, 1, 1, 1, 0), 0),
    ("PS", "", "NU", (1, 2, 3, 4, 2), 1),
    ("PC", "SC", "NU", (2, 3, 3, 8, 4), 2),
    ("PC", "", "MN", (1, 1, 2, 2, 1), 0),
    ("PC", "SC", "PH", (0, 0, 0, 6, 0), 0),
    ("PC", "", "PH", (0, 0, 0, 2, 0), 0),
    ("PA", "SN", "SU", (3, 6, 8, 14, 9), 4),
    ("PA", "SN", "NU", (2, 4, 6, 12, 7), 3),
    ("PA", "SE", "NU", (1, 1, 0, 1, 0), 0),
    ("PA", "SE", "GP", (0, 1, 2, 10, 9), 0),
    ("PA", "", "PH", (1, 2, 3, 5, 2), 1),
    ("PB", "", "GP", (2, 4, 8, 20, 10), 2),
    ("PB", "", "SU", (2, 3, 6, 18, 9), 2),
    ("PB", "", "NU", (3, 6, 9, 25, 12), 3),
    ("PB", "", "MN", (2, 5, 7, 10, 8), 2),
    ("PB", "", "PH", (1, 3, 5, 9, 6), 1),
)


class Why(StrEnum):
    SHOWN = "shown"
    SMALL = "small"
    ALIKE = "alike"
    FEW = "few"
    WITHIN = "within"
    INSIDE = "inside"
    BESIDE = "beside"
    RING = "ring"


@dataclass(frozen=True)
class Row:
    """One group. ``took_part`` and ``n`` are None where hidden; ``beside`` names the total that
    would give others away, and those others."""

    position: int
    name: str
    took_part: int | None
    n: int | None
    why: Why
    beside: tuple[str, tuple[str, ...]] | None


@dataclass(frozen=True)
class Range:
    """What a hidden number may be. ``unprotected``: if only groups below the minimum were hidden;
    None where the group is not one of them."""

    low: int
    high: int
    unprotected: tuple[int, int] | None

    @property
    def possible(self) -> int:
        return self.high - self.low + 1


@dataclass(frozen=True)
class _Country:
    arranged: Groups
    tallies: masks.Tallies
    sums: masks.Sums
    inside: masks.Mask
    public: masks.Mask

    def mask(self, audience: Audience) -> masks.Mask:
        return self.inside if audience is Audience.INSIDE else self.public


@cache
def _country() -> _Country:
    arranged, asked, stored = _made_up()
    (of_item,) = totals.count_items(arranged, stored, asked)
    count = of_item.T.astype(np.int64)
    n = count.sum(axis=1)[:, None]
    tallies = masks.Tallies(
        respondents=totals.respondents(arranged, stored.sizes),
        n=n,
        alike=count.max(axis=1)[:, None] == n,
        positive=count[:, asked.positives()[0]].sum(axis=1)[:, None],
        given=((count > 0) @ (1 << np.arange(count.shape[1]))).astype(np.uint32)[:, None],
        parts=asked.parts(),
    )
    sums = masks.Sums.of(arranged)
    inside = masks.inside(sums, tallies, THRESHOLDS[Audience.INSIDE])
    public = masks.public(sums, tallies, THRESHOLDS[Audience.PUBLIC], HANDFUL, inside)
    return _Country(arranged, tallies, sums, inside, public)


def _made_up() -> tuple[Groups, Questionnaire, codes.Stored]:
    people = [
        (provider, site, programme, answer)
        for provider, site, programme, counts, none in _PEOPLE
        for answer, many in enumerate((none, *counts))
        for _ in range(many)
    ]
    scale = tuple(Answer(str(at), 25.0 * at, at > 2) for at in range(5))
    item = MeasureInfo("Q1", QUESTION, "item", QUESTION, "", "", scale, ())
    columns = list(zip(*people, strict=True))
    answers = Answers(
        _coded(columns[0]),
        _coded(columns[1]),
        _coded(columns[2]),
        _coded([""] * len(people)),
        {"Q1": np.array(columns[3], dtype=np.int8)},
    )
    places = Places(
        date(2026, 7, 31),
        dict.fromkeys(PLACES, ("ICB", "REG", "")),
        _SITES,
        _PROFESSIONS,
        dict.fromkeys(_PROFESSIONS.values(), ""),
    )
    stored = codes.of(answers)
    return groups.arrange(stored.one_a_cell, places), Questionnaire((item,), ()), stored


def _coded(column: object) -> Codes:
    texts = [str(text) for text in column]  # type: ignore[attr-defined]
    values = tuple(sorted(set(texts) - {""}))
    return Codes(np.array([values.index(t) if t else -1 for t in texts], dtype=np.int32), values)


def rows(place: str, audience: Audience) -> list[Row]:
    """The groups of a place and those around it, as that audience sees them, with the reasons."""
    country = _country()
    keys = country.arranged.keys()
    mask, whys = country.mask(audience), _whys(country, audience)
    found = []
    for position in _around(country.arranged, place):
        shown = bool(mask.measures[position, 0])
        found.append(
            Row(
                position,
                _name(keys[position], place),
                int(country.tallies.respondents[position]) if mask.groups[position] else None,
                int(country.tallies.n[position, 0]) if shown else None,
                whys[position],
                None if shown else _beside(country, ~mask.measures[:, 0], position, place),
            )
        )
    return found


def possible(position: int, audience: Audience) -> Range:
    """What the hidden number of a group may be. Raises KeyError where it is not hidden."""
    country = _country()
    if not 0 <= position < country.arranged.size:
        raise KeyError(position)
    mask, n = country.mask(audience), country.tallies.n[:, 0]
    if mask.measures[position, 0]:
        raise KeyError(position)
    respondents = country.tallies.respondents
    most = np.where(mask.groups, respondents, respondents.max())
    structure = country.sums.structure
    low, high = bounds.possible_range(structure, n, ~mask.measures[:, 0], position, most)
    only_small = (n < THRESHOLDS[audience]) | ~country.arranged.listed()
    if not only_small[position]:
        return Range(low, high, None)
    return Range(low, high, bounds.possible_range(structure, n, only_small, position, most))


def _whys(country: _Country, audience: Audience) -> list[Why]:
    """Why each group's number is hidden: the first rule that hides it."""
    tallies, structure, threshold = country.tallies, country.sums.structure, THRESHOLDS[audience]
    mask, n = country.mask(audience), tallies.n[:, 0]
    alike = tallies.alike[:, 0]
    few = np.zeros(len(n), dtype=bool)
    within = np.zeros(len(n), dtype=bool)
    if audience is Audience.PUBLIC:
        positive = tallies.positive[:, 0]
        few = (positive < HANDFUL) | (n - positive < HANDFUL)
        within = ~country.inside.measures[:, 0]
    first = suppression.protect(
        n, structure, threshold, held_back=alike | few | within | ~mask.groups
    )
    inside = np.zeros(len(n), dtype=bool)
    inside[structure.column[~mask.measures[structure.above, 0]]] = True
    reasons: list[tuple[Why, NDArray[np.bool_]]] = [
        (Why.SHOWN, mask.measures[:, 0]),
        (Why.SMALL, n < threshold),
        (Why.ALIKE, alike),
        (Why.FEW, few),
        (Why.INSIDE, inside),
        (Why.WITHIN, within),
        (Why.BESIDE, first.hidden),
    ]
    return [
        next((why for why, holds in reasons if holds[position]), Why.RING)
        for position in range(len(n))
    ]


def _around(arranged: Groups, place: str) -> list[int]:
    """The place, what is inside it, and what it is a part of; only groups that have a name."""
    listed, keys = arranged.listed(), arranged.keys()
    programmes = {programme for provider, _, programme, *_ in _PEOPLE if provider == place}
    taught = programmes | {_PROFESSIONS[programme] for programme in programmes}
    return [
        position
        for position, key in enumerate(keys)
        if listed[position]
        and (
            key.code == place
            or _SITES.get(key.code) == place
            or key.code in taught
            or key.level is Level.NATION
        )
    ]


def _name(key: GroupKey, place: str) -> str:
    if key.level is Level.NATION:
        return "The whole country"
    if key.level in CROSSINGS:
        own = NAMES[key.other_code]
        return f"{own} at {'this place' if key.code == place else NAMES[key.code]}"
    if key.level in (Level.PROGRAMME, Level.PROFESSION):
        return f"{NAMES[key.code]}, all places"
    return NAMES[key.code]


def _beside(
    country: _Country, hidden: NDArray[np.bool_], position: int, place: str
) -> tuple[str, tuple[str, ...]] | None:
    """A total that is shown, and the other hidden parts of it."""
    structure: Structure = country.sums.structure
    keys, listed = country.arranged.keys(), country.arranged.listed()
    for relation in structure.relations_of(position):
        parent = int(structure.parent[relation])
        if parent == position or hidden[parent]:
            continue
        members = structure.column[structure.row == relation]
        others = tuple(
            _name(keys[each], place) if listed[each] else "people whose site is not known"
            for each in members
            if hidden[each] and each != position
        )
        if others:
            return _name(keys[parent], place), others
    return None
