"""A characteristic crossed with places and groups of professions at once, for adjusted gaps only.

Whether a gap in a place goes with the professions there needs the people of a place by group of
professions and by what they said of themselves. Nothing of that is shown by itself: what leaves is
one standardised score for a group of people. Even so it is worked out only from parts that could
all be shown beside everything that is: a reader who had them could not work out anything of a
small group with them that he could not before. So whatever is made of them gives nothing away.

Groups of professions (branches of the questionnaire) and not professions, because in a board or a
provider the parts of single professions are too small to be used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.results import mart, totals
from sightline.results.characteristics import table
from sightline.results.characteristics.table import (
    FEWEST,
    INSIDE,
    LEAST_SPLIT,
    Counted,
    Crossing,
    Spots,
)
from sightline.results.levels import Audience, GroupKey, Level
from sightline.results.measures import Questionnaire
from sightline.results.tree import Tree
from sightline.stats.determined import determined
from sightline.stats.relations import Relation, Structure, compile_relations
from sightline.stats.suppression import are_too_few

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

#: Places that are crossed. Sites and programmes are never split.
_PLACES = (Level.NATION, Level.REGION, Level.ICB, Level.PROVIDER)


@dataclass(frozen=True)
class Within:
    """Counts of one characteristic in places by group of professions, 0 where they may not be used.

    ``keys`` are (place, branch), of those only in which something may be used; ``people`` (keys,)
    all who answered there, and ``whole`` all who did in each of these places; ``sums`` is (keys,
    groups, measures, 3) and ``used`` (keys, groups, measures), as in `table.Crossing`.
    """

    keys: tuple[tuple[GroupKey, str], ...]
    people: Integers
    whole: Mapping[GroupKey, int]
    sums: Integers
    used: Booleans


@dataclass(frozen=True)
class Finer:
    """What was counted by place and group of professions; shapes as in `table.Counted`.

    ``held`` (keys,) are those in which the main table withholds something.
    """

    keys: list[tuple[GroupKey, str]]
    people: Integers
    sums: Integers
    alike: Booleans
    held: Booleans


@dataclass(frozen=True)
class Parts:
    """All counts that a reader might know: wholes first, then their parts, in turn.

    Wholes are the keys of the main split, then the finer ones. ``n`` is (positions, 1 + measures):
    people, then answers. ``known`` are those that are shown anyway, ``usable`` the finer parts that
    are large enough by themselves, ``guarded`` what must not be worked out.
    """

    relations: list[Relation]
    n: Integers
    known: Booleans
    usable: Booleans
    guarded: Booleans


def within(
    folder: Path,
    questionnaire: Questionnaire,
    branches: dict[str, str],
    said: NDArray[np.int8],
    counted: Counted,
    crossing: Crossing,
) -> Within:
    """What of the crossing with groups of professions may be used beside ``crossing``.

    Args:
        folder: of a dataset that is prepared.
        questionnaire: of the round.
        branches: profession → its group of professions.
        said: of each respondent, the number of the group of people.
        counted, crossing: of the same characteristic, by place and profession.
    """
    finer = count(folder, questionnaire, branches, said, counted)
    size, groups = finer.people.shape
    # The finer parts stand last.
    used = mask(parts(counted, crossing, finer, branches))
    listed = used[len(used) - size * groups :].reshape(size, groups)
    at = {key: number for number, key in enumerate(crossing.keys)}
    place = np.array([at[key] for key, _ in finer.keys], dtype=np.int64)
    shown = listed[..., None] & crossing.shown[place]
    kept = np.flatnonzero(shown.any(axis=(1, 2)))
    keys = tuple(finer.keys[one] for one in kept)
    people = counted.respondents.sum(axis=1)
    whole = {key: int(people[at[key]]) for key, _ in keys}
    sums = np.where(shown[..., None], finer.sums, 0)
    return Within(keys, finer.people[kept].sum(axis=1), whole, sums[kept], shown[kept])


def count(
    folder: Path,
    questionnaire: Questionnaire,
    branches: dict[str, str],
    said: NDArray[np.int8],
    counted: Counted,
) -> Finer:
    """What there is by place and group of professions; arguments as `within`."""
    answers, tree = mart.read_answers(folder), Tree.read(folder)
    professions = table.professions_of(answers, tree)
    keys, of = _finer(counted.spots, professions, branches)
    size, groups = len(keys), counted.respondents.shape[1]
    sums, alike = table.sums_of(answers, tree, questionnaire, branches, of, size, said, groups)
    everybodys = table.for_everybody(questionnaire)
    return Finer(
        keys,
        table.tally(of, size, said, groups),
        sums[:, :, everybodys],
        alike[:, :, everybodys],
        _held_back(folder, tree, professions, counted.spots, keys, branches, everybodys),
    )


def parts(counted: Counted, crossing: Crossing, finer: Finer, branches: dict[str, str]) -> Parts:
    """Every sum that a reader could form, and what of it is known already."""
    main, groups = counted.respondents.shape
    keys = main + len(finer.keys)
    parents = _parents(counted.spots, finer.keys, branches)
    relations = [
        *table.relations([*counted.spots.parents, *parents], keys, groups),
        *(Relation(parent, members, has_remainder=True) for parent, members in parents),
    ]
    people = np.concatenate([counted.respondents, finer.people])
    answers = np.concatenate([counted.sums, finer.sums])[..., totals.N]
    each = np.concatenate([people[..., None], answers], axis=2)
    n = np.concatenate([each.sum(axis=1), each.reshape(keys * groups, -1)])
    small = (finer.sums[..., totals.N] < FEWEST) | finer.alike
    enough = (finer.people >= FEWEST) & ~small.any(axis=2) & ~finer.held[:, None]
    at = {key: number for number, key in enumerate(crossing.keys)}
    place = [at[key] for key, _ in finer.keys]
    enough &= crossing.listed[place] if place else False
    # A group of professions in which nobody can be compared is of no use.
    enough &= enough.sum(axis=1, keepdims=True) > 1
    known = np.zeros(len(n), dtype=bool)
    known[:main] = counted.main.any(axis=1)
    known[keys : keys + main * groups] = crossing.listed.ravel()
    is_provider = np.array([key.level is Level.PROVIDER for key, _ in finer.keys], dtype=bool)
    # The main table has providers' professions: where it shows them all, their sum is known.
    known[main:keys] = is_provider & ~finer.held
    usable = np.zeros(len(n), dtype=bool)
    usable[keys + main * groups :] = enough.ravel()
    guarded = n[:, 0] > 0
    # No mask hides how many there are in a large group of professions of a wider place.
    guarded[main:keys] = finer.held | (finer.people.sum(axis=1) < FEWEST)
    return Parts(relations, n, known, usable, guarded)


def _parents(
    spots: Spots, keys: list[tuple[GroupKey, str]], branches: dict[str, str]
) -> list[tuple[int, list[int]]]:
    """Which finer keys add up to which, and to which places; professions to those of England."""
    main = len(spots.keys)
    at = {key: main + number for number, key in enumerate(keys)}
    place_at = {key: number for number, key in enumerate(spots.keys)}
    branches_of: dict[GroupKey, list[str]] = {}
    found: dict[tuple[int, str], list[int]] = {}
    for (place, branch), number in at.items():
        branches_of.setdefault(place, []).append(branch)
        found.setdefault((place_at[place], ""), []).append(number)
    for parent, members in spots.parents:
        for member in members:
            key = spots.keys[member]
            if key.level is Level.PROFESSION:
                branch = branches.get(key.code, "")
                if (upper := at.get((spots.keys[parent], branch))) is not None:
                    found.setdefault((upper, key.level), []).append(member)
                continue
            for branch in branches_of.get(key, []):
                if (upper := at.get((spots.keys[parent], branch))) is not None:
                    found.setdefault((upper, key.level), []).append(at[key, branch])
    return [(parent, members) for (parent, _), members in found.items()]


def mask(found: Parts) -> Booleans:
    """Which of the finer parts may be used, (finer parts,): nothing follows from all of them
    together with what is shown that did not follow from what is shown alone.

    Parts are given up, the smallest first, until that holds.
    """
    structure = compile_relations(len(found.n), found.relations)
    n = structure.with_remainders(found.n)
    known, usable = (
        np.concatenate([each, np.zeros(structure.unknowns - len(each), dtype=bool)])
        for each in (found.known, found.usable)
    )
    rest = n[len(found.n) :, 0]
    guarded = np.concatenate([found.guarded, (rest > 0) & (rest < FEWEST)])
    before = _exposed(structure, n[:, 0], known) | ~guarded
    while usable.any():
        drop = _beside_few(structure, n, known, usable)
        if not len(drop):
            exposed = np.flatnonzero(_exposed(structure, n[:, 0], known | usable) & ~before)
            if not len(exposed):
                break
            drop = np.unique(
                [_smallest_near(structure, n[:, 0], usable, int(one)) for one in exposed]
            )
        usable[drop] = False
    return usable[: len(found.n)]


def _exposed(structure: Structure, n: Integers, known: Booleans) -> Booleans:
    """The counts that a reader works out from those that he knows, and knows not to be empty."""
    unknown = np.flatnonzero(~known & (n > 0))
    exposed = np.zeros(structure.unknowns, dtype=bool)
    exposed[unknown] = determined(structure.by_unknown[:, unknown].tocsr())
    return exposed


def _beside_few(structure: Structure, n: Integers, known: Booleans, usable: Booleans) -> Integers:
    """Of every sum in which the others are too few people or answers, the smallest part used."""
    open_ = known | usable
    row, column = structure.row, structure.column
    members = structure.equations.maximum(0)
    left = ~open_ & (n[:, 0] > 0)
    hidden = members @ left.astype(np.int64)
    left_n = members @ np.where(left[:, None], n, 0)
    few = are_too_few(hidden, left_n[:, 0], FEWEST) & (hidden > 0)
    few |= ((left_n[:, 1:] > 0) & (left_n[:, 1:] < INSIDE)).any(axis=1)
    few &= open_[structure.parent]
    ours = np.flatnonzero(few[row] & usable[column])
    order = ours[np.lexsort((column[ours], n[column[ours], 0], row[ours]))]
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.diff(row[order]) > 0
    return np.unique(column[order[first]])


def _smallest_near(structure: Structure, n: Integers, usable: Booleans, exposed: int) -> int:
    """The smallest part used in a sum with an exposed one, or else anywhere."""
    near = np.unique(structure.equations[structure.relations_of(exposed)].indices)
    for pool in (near[usable[near]], np.flatnonzero(usable)):
        if len(pool):
            return int(pool[np.argmin(n[pool])])
    raise AssertionError("With nothing used nothing more can be worked out.")


def _finer(
    spots: Spots, professions: NDArray[np.str_], branches: dict[str, str]
) -> tuple[list[tuple[GroupKey, str]], list[Integers]]:
    """The places by group of professions with enough people, and where each respondent stands."""
    names = sorted({branches.get(str(code), "") for code in np.unique(professions)} - {""})
    number = {name: at for at, name in enumerate(names)}
    codes, where = np.unique(professions, return_inverse=True)
    own = np.array([number.get(branches.get(str(code), ""), -1) for code in codes])[where]
    keys: list[tuple[GroupKey, str]] = []
    of = []
    for tier in spots.of:
        if (levels := {spots.keys[at].level for at in np.unique(tier[tier >= 0])}) - {*_PLACES}:
            continue
        if not levels:
            continue
        pair = np.where((tier >= 0) & (own >= 0), tier * len(names) + own, -1)
        values, at, counts = np.unique(pair, return_inverse=True, return_counts=True)
        kept = (counts >= LEAST_SPLIT) & (values >= 0)
        of.append(np.where(kept, np.cumsum(kept) - 1 + len(keys), -1)[at])
        keys += [
            (spots.keys[value // len(names)], names[value % len(names)]) for value in values[kept]
        ]
    return keys, of


def _held_back(
    folder: Path,
    tree: Tree,
    of_people: NDArray[np.str_],
    spots: Spots,
    keys: list[tuple[GroupKey, str]],
    branches: dict[str, str],
    everybodys: Booleans,
) -> Booleans:
    """Providers' groups of professions in which the main table withholds something, (keys,).

    Their parts would add up to what is withheld.
    """
    listed = mart.load(folder, f"listed-{Audience.INSIDE}.npy")
    shown = mart.load(folder, f"shown-{Audience.INSIDE}.npy")
    at = {key: number for number, key in enumerate(keys)}
    professions, where = np.unique(of_people, return_inverse=True)
    held = np.zeros(len(keys), dtype=bool)
    for tier in spots.of:
        pair = np.where(tier >= 0, tier * len(professions) + where, -1)
        for value in np.unique(pair[pair >= 0]):
            place = spots.keys[value // len(professions)]
            code = str(professions[value % len(professions)])
            number = at.get((place, branches.get(code, "")))
            if number is None or place.level is not Level.PROVIDER:
                continue
            row = tree.row.get(GroupKey(Level.PROVIDER_PROFESSION, place.code, code))
            held[number] |= row is None or not (listed[row] and shown[row][everybodys].all())
    return held
