"""A characteristic crossed with places and professions, and what of it may be shown.

One table for each characteristic: the nation, regions, boards, providers with enough answers, and
professions, by every group of people there is ("prefer not to say" and "no answer" are groups, so
that the groups add up). Never sites or programmes: the parts would be too small.

The mask is made over all of it at once: what a characteristic's groups add up to (a figure of the
main table), and what a group of people adds up to over places and over professions. Where the main
table withholds a figure, all its parts are withheld. Nobody is shown in a group of fewer than
FEWEST, which is more than elsewhere: what people say of themselves is sensitive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sightline.results import flags, mart, totals
from sightline.results.levels import ENGLAND, Audience, GroupKey, Level
from sightline.results.measures import Questionnaire
from sightline.results.tree import Tree
from sightline.stats import suppression
from sightline.stats.relations import Relation, Structure, compile_relations

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

#: The smallest group of people that is shown, and the smallest place that is split at all.
FEWEST, LEAST_SPLIT = 10, 30
#: The smallest number that those left out of a measure may be: the service's usual minimum.
INSIDE = 5


@dataclass(frozen=True)
class Crossing:
    """Counts of one characteristic, 0 where they are withheld.

    ``respondents`` is (keys, groups); ``sums`` is (keys, groups, measures, 3): N, SUM and SQUARES
    (see totals); ``whole`` is (keys, measures, 3), the main table's. ``listed`` (keys, groups) and
    ``shown`` (keys, groups, measures) say what is not withheld.
    """

    keys: tuple[GroupKey, ...]
    measures: tuple[str, ...]
    respondents: Integers
    sums: Integers
    whole: Integers
    listed: Booleans
    shown: Booleans


@dataclass(frozen=True)
class Spots:
    """Where each respondent stands: positions of provider, board, region and profession, or -1."""

    keys: list[GroupKey]
    of: list[Integers]  # for each respondent, one array for each tier
    #: A key and those of its parts that are here; some of its people may be in none of them.
    parents: list[tuple[int, list[int]]]


@dataclass(frozen=True)
class Counted:
    """What was counted, before anything is withheld; shapes as in `Crossing`.

    ``alike`` (keys, groups, measures) says where all answered the same, ``main`` (keys, measures)
    what the main table shows.
    """

    spots: Spots
    measures: tuple[str, ...]
    respondents: Integers
    sums: Integers
    alike: Booleans
    whole: Integers
    main: Booleans


def count(
    folder: Path,
    questionnaire: Questionnaire,
    branches: dict[str, str],
    said: NDArray[np.int8],
    groups: int,
) -> Counted:
    """The table of one characteristic, with nothing withheld: for masks only.

    Args:
        folder: of a dataset that is prepared.
        questionnaire: of the round.
        branches: profession → professional branch.
        said: of each respondent, 0 to ``groups`` - 1.
        groups: how many groups of people there can be.
    """
    answers = mart.read_answers(folder)
    tree = Tree.read(folder)
    everybodys = for_everybody(questionnaire)
    spots = spots_of(answers, tree)
    size = len(spots.keys)
    respondents = tally(spots.of, size, said, groups)
    sums, alike = sums_of(answers, tree, questionnaire, branches, spots.of, size, said, groups)
    sums, alike = sums[:, :, everybodys], alike[:, :, everybodys]
    whole, main = _main_table(folder, tree, spots.keys, questionnaire)
    whole, main = whole[:, everybodys], main[:, everybodys]
    # Where the parts are not the whole of the main table, they are not of the same people.
    main &= (sums.sum(axis=1) == whole).all(axis=-1)
    codes = np.array([one.code for one in questionnaire.measures])
    measures = tuple(codes[everybodys].tolist())
    return Counted(spots, measures, respondents, sums, alike, whole, main)


def crossing(counted: Counted) -> Crossing:
    """The table of one characteristic, with what may not be shown withheld."""
    one = counted
    listed, shown = _masks(one.spots, one.respondents, one.sums[..., totals.N], one.alike, one.main)
    return Crossing(
        tuple(one.spots.keys),
        one.measures,
        np.where(listed, one.respondents, 0),
        np.where(shown[..., None], one.sums, 0),
        np.where(one.main[..., None], one.whole, 0),
        listed,
        shown,
    )


def for_everybody(questionnaire: Questionnaire) -> Booleans:
    """Which measures may be split, (measures,): those of everybody and not of one branch, and
    neither sensitive questions, of which a part would tell that few gave an answer, nor themes
    that have one."""
    found = np.array([not measure.branch for measure in questionnaire.measures])
    found[questionnaire.parts().with_sensitive()] = False
    return found


def spots_of(answers: mart.Answers, tree: Tree) -> Spots:
    provider = answers.providers.index.astype(np.int64)
    codes = list(answers.providers.values)
    owners = [tree.sites.get(code, "") for code in answers.sites.values]
    codes += [code for code in dict.fromkeys(owners) if code and code not in codes]
    place = {code: at for at, code in enumerate(codes)}
    owner = np.array([*(place.get(code, -1) for code in owners), -1])[answers.sites.index]
    provider = np.where(provider < 0, owner, provider)
    boards = [tree.providers.get(code, ("", "")) for code in codes]
    named = {
        Level.REGION: _codes_of([region for _, region in boards], provider),
        Level.ICB: _codes_of([icb for icb, _ in boards], provider),
        Level.PROVIDER: _codes_of(codes, provider),
        Level.PROFESSION: professions_of(answers, tree),
    }
    keys = [GroupKey(Level.NATION, ENGLAND)]
    of = [np.zeros(len(provider), dtype=np.int64)]
    for level, found in named.items():
        values, where, counts = np.unique(found, return_inverse=True, return_counts=True)
        kept = (counts >= LEAST_SPLIT) & (values != "")
        number = np.where(kept, np.cumsum(kept) - 1 + len(keys), -1)
        keys += [GroupKey(level, str(code)) for code in values[kept]]
        of.append(number[where])
    return Spots(keys, of, _parents(keys, tree))


def professions_of(answers: mart.Answers, tree: Tree) -> NDArray[np.str_]:
    """Each respondent's profession: that of the programme, or else what the file says; or ""."""
    taught = [tree.programmes.get(code, "") for code in answers.programmes.values]
    programme = answers.programmes.index.astype(np.int64)
    own = _codes_of(answers.professions.values, answers.professions.index)
    return np.where(programme >= 0, _codes_of(taught, programme), own)


def _codes_of(values: Sequence[str], index: NDArray[np.integer]) -> NDArray[np.str_]:
    """Each respondent's code; "" where not known (-1)."""
    return np.array([*values, ""])[index]


def _parents(keys: Sequence[GroupKey], tree: Tree) -> list[tuple[int, list[int]]]:
    """Which keys add up to which, as far as they are here."""
    at = {key: number for number, key in enumerate(keys)}
    sums: dict[tuple[int, Level], list[int]] = {}
    for key, number in at.items():
        above = GroupKey(Level.NATION, ENGLAND)
        if key.level is Level.ICB:
            above = GroupKey(Level.REGION, tree.icbs.get(key.code, ""))
        elif key.level is Level.PROVIDER:
            above = GroupKey(Level.ICB, tree.providers.get(key.code, ("", ""))[0])
        elif key.level is Level.NATION:
            continue
        if above in at:
            sums.setdefault((at[above], key.level), []).append(number)
    return [(parent, members) for (parent, _), members in sums.items()]


def tally(of: Sequence[Integers], size: int, said: NDArray[np.int8], groups: int) -> Integers:
    """How many people there are in each of ``size`` keys and each group, (size, groups)."""
    found = np.zeros((size, groups), dtype=np.int64)
    for tier in of:
        known = tier >= 0
        cell = tier[known] * groups + said[known]
        found += np.bincount(cell, minlength=found.size).reshape(found.shape)
    return found


def sums_of(
    answers: mart.Answers,
    tree: Tree,
    questionnaire: Questionnaire,
    branches: dict[str, str],
    of: Sequence[Integers],
    size: int,
    said: NDArray[np.int8],
    groups: int,
) -> tuple[Integers, Booleans]:
    """N, SUM and SQUARES of every part and measure; and where all in it answered alike."""
    shape = (size, groups)
    cells = [np.where(tier >= 0, tier * groups + said, -1) for tier in of]
    found = np.zeros((*shape, len(questionnaire.measures), 3), dtype=np.int64)
    alike = np.zeros(found.shape[:3], dtype=bool)
    scores = questionnaire.scores()
    for place, item in enumerate(questionnaire.items):
        given = answers.items[item.code]
        width = len(item.scale) + 1
        counts = np.zeros((shape[0] * groups, width), dtype=np.int64)
        for cell in cells:
            known = cell >= 0
            pairs = cell[known] * width + given[known]
            counts += np.bincount(pairs, minlength=counts.size).reshape(counts.shape)
        given_to = counts[:, 1:].reshape(*shape, width - 1)
        found[:, :, place] = flags.sums_of_answers(given_to, scores[place][: width - 1])
        alike[:, :, place] = given_to.max(axis=-1) == given_to.sum(axis=-1)
    names, branch_of = _branches(answers, tree, branches)
    items = len(questionnaire.items)
    for place, score in enumerate(
        totals.theme_scores(answers, questionnaire, branch_of, names), start=items
    ):
        has = score >= 0
        value = score.astype(np.float64)
        for cell in cells:
            known = has & (cell >= 0)
            for column, weight in enumerate((None, value, value**2)):
                weights = None if weight is None else weight[known]
                part = np.bincount(cell[known], weights, minlength=shape[0] * groups)
                found[:, :, place, column] += part.reshape(shape).astype(np.int64)
        n, total, squares = (found[:, :, place, column] for column in range(3))
        alike[:, :, place] = n * squares == total**2
    return found, alike


def _branches(
    answers: mart.Answers, tree: Tree, branches: dict[str, str]
) -> tuple[tuple[str, ...], NDArray[np.int16]]:
    """Each respondent's professional branch, as a position among the names."""
    names = tuple(sorted({"", *branches.values()}))

    def numbers(professions: Sequence[str]) -> NDArray[np.int16]:
        found = [names.index(branches.get(code, "")) for code in professions]
        return np.array([*found, names.index("")], dtype=np.int16)

    taught = numbers([tree.programmes.get(code, "") for code in answers.programmes.values])
    own = numbers(answers.professions.values)
    programme = answers.programmes.index
    return names, np.where(programme >= 0, taught[programme], own[answers.professions.index])


def _main_table(
    folder: Path, tree: Tree, keys: Sequence[GroupKey], questionnaire: Questionnaire
) -> tuple[Integers, Booleans]:
    """The sums of the main table, (keys, measures, 3), and which of them it shows."""
    shown = mart.load(folder, f"shown-{Audience.INSIDE}.npy")
    counts, themes = mart.load(folder, "counts.npy"), mart.load(folder, "themes.npy")
    rows = np.array([tree.row.get(key, -1) for key in keys])
    there = rows >= 0
    sums = np.concatenate(
        [
            flags.sums_of_answers(np.asarray(counts[rows[there]]), questionnaire.scores()),
            np.asarray(themes[rows[there]]),
        ],
        axis=1,
    )
    whole = np.zeros((len(keys), sums.shape[1], 3), dtype=np.int64)
    main = np.zeros(whole.shape[:2], dtype=bool)
    whole[there], main[there] = sums, shown[rows[there]]
    return whole, main


def _masks(
    spots: Spots, respondents: Integers, n: Integers, alike: Booleans, main: Booleans
) -> tuple[Booleans, Booleans]:
    """What may be shown: (keys, groups) of the people, (keys, groups, measures) of the measures.

    One mask for all measures: a part in which a measure has too few answers, or in which all
    answered alike, is withheld as a whole. So what cannot be worked out from one measure cannot be
    from another, and a table of forty measures costs no more than one.
    """
    keys, groups = respondents.shape
    structure = compile_relations(keys * (groups + 1), relations(spots.parents, keys, groups))
    # Nobody there is not held back: that is hidden anyway, and has nobody to be protected.
    held = np.asarray(((n < FEWEST) | alike).any(axis=2) & (respondents > 0))
    whole = np.asarray(main.any(axis=1))
    while True:
        listed = _protected(structure, respondents, whole, held)
        shown = listed[..., None] & main[:, None]
        # Of those left out, so many must have answered each measure that they hide one another.
        left = np.where(shown, 0, n).sum(axis=1)
        any_listed = np.asarray(listed.any(axis=1))[:, None]
        few = main & any_listed & (left > 0) & (left < INSIDE)
        if not few.any():
            return listed, shown
        held |= np.asarray(few.any(axis=1))[:, None] & (respondents > 0)


def relations(parents: Sequence[tuple[int, list[int]]], keys: int, groups: int) -> list[Relation]:
    """Every sum that a reader could form. Wholes stand first, then the parts of each in turn."""
    part = keys + np.arange(keys * groups).reshape(keys, groups)
    found = [Relation(key, part[key]) for key in range(keys)]
    for parent, members in parents:
        found += [
            Relation(part[parent, group], part[members, group], has_remainder=True)
            for group in range(groups)
        ]
    return found


def _protected(
    structure: Structure, respondents: Integers, main: Booleans, held: Booleans
) -> Booleans:
    """Which parts may be shown, (keys, groups).

    A whole that the main table shows cannot be hidden to protect its parts: where that would be
    the way out, all its parts are withheld, and everything is looked at again.
    """
    keys = len(respondents)
    whole = respondents.sum(axis=1)
    n = np.concatenate([whole, respondents.ravel()])
    main = main & (whole >= FEWEST)
    held = held | (~main[:, None] & (respondents > 0))
    while True:
        back = np.concatenate([~main, held.ravel()])
        hidden = suppression.protect(n, structure, FEWEST, held_back=back).hidden
        lost = hidden[:keys] & main
        if not lost.any():
            shown: Booleans = ~hidden[keys:].reshape(held.shape)
            return shown
        main = main & ~lost
        held = held | (lost[:, None] & (respondents > 0))
