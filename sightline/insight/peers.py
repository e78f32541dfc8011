"""With whom a place is compared: like with like, by a rule that is said and can be changed. Pure.

A group is offered only where enough of its places are shown, so that nobody's figure can be told
from the average of the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sightline.results.levels import GroupKey

#: Fewer places than this are no group to be compared with; the usual group has more.
FEWEST, ENOUGH = 5, 10


class With(StrEnum):
    """The rules, the closest first."""

    ALIKE = "alike"
    TYPE = "type"
    REGION_TYPE = "region-type"
    PROFESSION = "profession"
    REGION = "region"
    ALL = "all"


SIZES = ("small", "medium-sized", "large")


@dataclass(frozen=True)
class Place:
    """What is known of a group that has something to show. "" where it does not apply.

    ``kind`` is what providers of its type are called ("acute trusts"); ``profession`` is that from
    which most of its answers came.
    """

    key: GroupKey
    answers: int
    type: str = ""
    kind: str = ""
    region: str = ""
    region_name: str = ""
    profession: str = ""
    profession_name: str = ""


@dataclass(frozen=True)
class Peers:
    """One group to be compared with. ``name`` reads after "compared with": "31 large …"."""

    rule: With
    name: str
    keys: tuple[GroupKey, ...]


def size_of(place: Place, places: Sequence[Place]) -> int:
    """0 to 2: the third of its type in which a place lies, by how many answered.

    There is no full list of learners, so the answers stand for the size.
    """
    of_type = [one.answers for one in places if one.type == place.type]
    lower, upper = np.quantile(of_type, [1 / 3, 2 / 3])
    return int(place.answers > lower) + int(place.answers > upper)


def offered(place: Place, places: Sequence[Place], what: str) -> list[Peers]:
    """The groups that a place may be compared with, itself among them, the closest first.

    ``places`` are all of its level that have something to show; ``what`` is what they are called
    ("providers"). The widest is offered even where it has few, unless it has fewer than FEWEST.
    """
    found: list[Peers] = []
    seen: set[frozenset[GroupKey]] = set()
    for rule, name, fits in _rules(place, places, what):
        keys = tuple(one.key for one in places if fits(one))
        if len(keys) < FEWEST or place.key not in keys or frozenset(keys) in seen:
            continue
        seen.add(frozenset(keys))
        found.append(Peers(rule, f"{len(keys):,} {name}", keys))
    return found


def usual(groups: Sequence[Peers]) -> Peers | None:
    """The closest group with enough places; else the largest; None where there is none."""
    enough = (one for one in groups if len(one.keys) >= ENOUGH)
    return next(enough, max(groups, key=lambda one: len(one.keys), default=None))


Rule = tuple[With, str, Callable[[Place], bool]]


def _rules(place: Place, places: Sequence[Place], what: str) -> list[Rule]:
    rules: list[Rule] = []
    kind = place.kind or what
    if place.type:
        sizes: Mapping[GroupKey, int] = _sizes(place, places)
        size = sizes[place.key]
        rules += [
            (
                With.ALIKE,
                f"{SIZES[size]} {kind}",
                lambda one: one.type == place.type and sizes[one.key] == size,
            ),
            (With.TYPE, kind, lambda one: one.type == place.type),
        ]
        if place.region:
            rules.append(
                (
                    With.REGION_TYPE,
                    f"{kind} in {place.region_name}",
                    lambda one: one.type == place.type and one.region == place.region,
                )
            )
    if place.profession:
        rules.append(
            (
                With.PROFESSION,
                f"{what} where most answers came from the same profession "
                f"({place.profession_name.lower()})",
                lambda one: one.profession == place.profession,
            )
        )
    if place.region:
        rules.append(
            (With.REGION, f"{what} in {place.region_name}", lambda one: one.region == place.region)
        )
    rules.append((With.ALL, f"{what} in England", lambda one: True))
    return rules


def _sizes(place: Place, places: Sequence[Place]) -> dict[GroupKey, int]:
    of_type = [one for one in places if one.type == place.type]
    lower, upper = np.quantile([one.answers for one in of_type], [1 / 3, 2 / 3])
    return {one.key: int(one.answers > lower) + int(one.answers > upper) for one in of_type}
