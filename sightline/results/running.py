"""Results of a round that is still open: what may be released of running totals, and when.

Answers are counted in cells (provider, programme, profession). What is new in them is released in
**tranches**, question by question: a tranche is everybody who answered the question since the last
one, and its numbers are a table of their own, protected like that of a closed round
(stats.suppression) with ten as the smallest group. A group's published number is the sum of its
numbers in those tranches in which it may be shown. Nobody is in two tranches, and what is withheld
in one never enters a published number, so no difference between two publications, and no sum or
difference of groups at any time, says more than one tranche does. Beyond that a group moves only
with at least ten new answers in what is left of every group around it.

Sites and what crosses provider and programme are not published while a round is open. What crosses
is looked at all the same, so that places and programmes together give no small crossing away.

What a tranche leaves out of a group comes with the close. So a tranche waits until it can show
most of its answers where they were given, but not longer than until it is a fifth of what is
published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sightline.results import flags, groups, mart, places
from sightline.results.digits import limit, rounded
from sightline.results.gate import Cell
from sightline.results.groups import Groups
from sightline.results.levels import GroupKey, Level
from sightline.results.measures import Answer, MeasureInfo, Questionnaire
from sightline.results.places import Places
from sightline.stats import intervals, rounding, suppression
from sightline.stats.determined import determined
from sightline.stats.relations import Relation, Structure, compile_relations

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

#: How many new answers move a published number, in the group and in the rest of its parents.
LEAST_NEW = 10
#: A tranche may go when so much of it is shown at its providers,
MOSTLY = 0.8
#: or when it is this large, and this large a part of what is published.
LARGE, LARGE_PART = 100, 0.2
#: The levels that are published while a round is open.
LEVELS = (
    Level.NATION,
    Level.REGION,
    Level.ICB,
    Level.PROVIDER,
    Level.PROFESSION,
    Level.PROGRAMME,
)


@dataclass(frozen=True)
class Cells:
    """``codes[i]`` is (provider, programme, profession), "" where not known.

    ``new`` is int64 (cells, items, answers): who answered since the last tranche.
    """

    codes: Sequence[tuple[str, str, str]]
    new: Integers


@dataclass(frozen=True)
class Tranche:
    """``items`` (items,) says which questions have one now; ``added`` what each group gains."""

    items: Booleans
    added: Mapping[GroupKey, Integers]


def places_on(collected_from: date, day: date) -> Places:
    """Where everything belongs on a day. A constant number of queries."""
    return places.places_on(collected_from, day)


def tranche(
    cells: Cells, published: Integers, where: Places, sensitive: Booleans | None = None
) -> Tranche | None:
    """What may be released now; None while nothing may.

    Args:
        cells: the running totals.
        published: how many answers of each item are published for the nation, (items,).
        where: what belongs where, see `places_on`.
        sensitive: which items are never published while a round is open, (items,): in a tranche
            somebody's answer would nearly always be one of few.
    """
    n = cells.new.sum(axis=(0, 2))
    candidates = n >= LEAST_NEW
    if sensitive is not None:
        candidates &= ~sensitive
    if not candidates.any():
        return None
    arranged = _arrange(cells.codes, where)
    chosen = np.flatnonzero(candidates)
    counts = _rolled_up(arranged, cells.new[:, chosen])
    shown = _shown(arranged, counts)
    goes = _goes(arranged, counts.sum(axis=-1), shown, published[chosen])
    if not goes.any():
        return None
    items = np.zeros(len(n), dtype=bool)
    items[chosen[goes]] = True
    keys = arranged.keys()
    added: dict[GroupKey, Integers] = {}
    for row in np.flatnonzero(shown[:, goes].any(axis=1) & _published_levels(arranged)):
        gain = np.zeros(cells.new.shape[1:], dtype=np.int64)
        gain[chosen[goes]] = np.where(shown[row, goes][:, None], counts[row, goes], 0)
        added[keys[row]] = gain
    return Tranche(items, added)


def _arrange(codes: Sequence[tuple[str, str, str]], where: Places) -> Groups:
    """The groups of the cells, each cell standing for its people."""
    providers, programmes, professions = (list(column) for column in zip(*codes, strict=True))
    nowhere = mart.Codes(np.full(len(codes), -1, dtype=np.int32), ())
    answers = mart.Answers(
        _coded(providers), nowhere, _coded(programmes), _coded(professions), items={}
    )
    return groups.arrange(answers, where)


def _coded(column: Sequence[str]) -> mart.Codes:
    values = tuple(sorted(set(column) - {""}))
    place = {code: at for at, code in enumerate(values)} | {"": -1}
    return mart.Codes(np.array([place[code] for code in column], dtype=np.int32), values)


def _rolled_up(arranged: Groups, counts: Integers) -> Integers:
    """Counts of cells (first axis) to counts of all groups."""
    fine = []
    for of, level in (
        (arranged.site_of, Level.SITE),
        (arranged.crossing_of, Level.PROVIDER_PROGRAMME),
    ):
        table = np.zeros((len(arranged.tiers[level]), *counts.shape[1:]), dtype=np.int64)
        np.add.at(table, of, counts)
        fine.append(np.moveaxis(table, 0, -1))
    return np.moveaxis(arranged.roll_up(*fine), -1, 0)


def _published_levels(arranged: Groups) -> Booleans:
    found = np.zeros(arranged.size, dtype=bool)
    for level in LEVELS:
        found[arranged.span(level)] = True
    return found & arranged.listed()


def _shown(arranged: Groups, counts: Integers) -> Booleans:
    """Which groups may show their numbers of this tranche, (groups, items)."""
    n = counts.sum(axis=-1)
    relations = [one for one in arranged.relations() if not _is_of(arranged, one, Level.SITE)]
    published = [one for one in relations if any(_is_of(arranged, one, at) for at in LEVELS)]
    upper = compile_relations(arranged.size, published)
    whole = compile_relations(arranged.size, relations)
    may = _published_levels(arranged)[:, None]
    held_back = counts.max(axis=-1) == n  # all alike
    while True:
        # Of what is left of a parent, none or at least ten are new: rule 2 of stats.suppression.
        shown = ~suppression.protect(n, upper, LEAST_NEW, held_back=held_back).hidden & may
        more = _given_away(arranged, whole, n, shown)
        if not more.any():
            return shown
        held_back |= more


def _is_of(arranged: Groups, relation: Relation, level: Level) -> bool:
    """Are the members of a relation of that level?"""
    span = arranged.span(level)
    return span.start <= int(relation.members[0]) < span.stop


def _given_away(arranged: Groups, whole: Structure, n: Integers, shown: Booleans) -> Booleans:
    """What to hold back since places and programmes together would give a small cell away.

    Nothing that crosses them is published, but where a programme is taught at one provider and
    hardly elsewhere, its number less the provider's is the few elsewhere.
    """
    found = np.zeros(n.shape, dtype=bool)
    for item in range(n.shape[1]):
        unknown = np.flatnonzero((n[:, item] > 0) & ~shown[:, item])
        if not len(unknown):
            continue
        known = determined(whole.equations[:, unknown])
        for group in unknown[known & (n[unknown, item] < LEAST_NEW)]:
            found[_taught(arranged, int(group), shown[:, item]), item] = True
    return found & shown


def _taught(arranged: Groups, group: int, shown: Booleans) -> Integers:
    """The programme or profession of a crossing; all of them where that is hidden already."""
    for crossing, level in (
        (Level.PROVIDER_PROGRAMME, Level.PROGRAMME),
        (Level.PROVIDER_PROFESSION, Level.PROFESSION),
    ):
        span = arranged.span(crossing)
        if span.start <= group < span.stop:
            own = arranged.start[level] + arranged.tiers[crossing].other_parent[group - span.start]
            if shown[own]:
                return np.array([own])
    spans = (arranged.span(level) for level in (Level.PROFESSION, Level.PROGRAMME))
    return np.concatenate([np.arange(span.start, span.stop) for span in spans])


def _goes(arranged: Groups, n: Integers, shown: Booleans, published: Integers) -> Booleans:
    """For which items the tranche goes now: enough of it is shown, or it has grown large."""
    nation = arranged.start[Level.NATION]
    providers = arranged.span(Level.PROVIDER)
    total = n[nation]
    at_providers = np.where(shown[providers], n[providers], 0).sum(axis=0)
    large = (total >= LARGE) & (total >= LARGE_PART * published)
    return shown[nation] & ((at_providers >= MOSTLY * total) | large)


def add_up(before: bytes | None, gain: Integers) -> bytes:
    """Published counts with what a tranche adds to them, as they are kept: int32."""
    earlier = np.zeros(gain.size, np.int32) if before is None else np.frombuffer(before, np.int32)
    return (earlier + gain.ravel()).astype(np.int32).tobytes()


def answered(counts: bytes | None, items: int) -> Integers:
    """How many answered each item, (items,), from published counts."""
    if counts is None:
        return np.zeros(items, dtype=np.int64)
    return np.frombuffer(counts, np.int32).reshape(items, -1).sum(axis=1, dtype=np.int64)


class RunningRound:
    """What is published of an open round, as cells of the gate. There are no themes and no flags:
    nothing is compared before everybody has answered."""

    def __init__(
        self, measures: Sequence[MeasureInfo], published: Mapping[GroupKey, bytes]
    ) -> None:
        """``published`` has counts (items, answers) as `add_up` leaves them."""
        self.measures = tuple(measures)
        self._published = published
        self._place = {measure.code: at for at, measure in enumerate(self.measures)}

    def has(self, key: GroupKey) -> bool:
        """Is anything of that group published?"""
        return key in self._published

    def groups(self, level: Level) -> list[GroupKey]:
        """The groups of a level of which something is published, by code."""
        return sorted((key for key in self._published if key.level == level), key=lambda k: k.code)

    def cell(self, key: GroupKey, measure: str) -> Cell:
        """One cell; not shown as well when the group or the measure is unknown."""
        at = self._place.get(measure)
        stored = self._published.get(key)
        if at is None or stored is None:
            return Cell(key, measure, shown=False)
        counts = np.frombuffer(stored, np.int32).reshape(len(self.measures), -1)[at]
        n = int(counts.sum())
        if n < LEAST_NEW or counts.max() == n or self.measures[at].is_sensitive:
            return Cell(key, measure, shown=False)
        return _cell(key, self.measures[at], counts.astype(np.int64))


def _cell(key: GroupKey, measure: MeasureInfo, counts: Integers) -> Cell:
    asked = Questionnaire((measure,), ())
    given = counts[: len(measure.scale)]
    sums = flags.sums_of_answers(given, asked.scores()[0])
    moments = flags.Moments.of(sums[:1], sums[1:2], sums[2:])
    limits = intervals.mean_normal(moments.mean, moments.sd, moments.n)
    positive = int((given * asked.positives()[0]).sum())
    n = int(moments.n[0])
    share = intervals.wilson(positive, n)
    return Cell(
        group=key,
        measure=measure.code,
        shown=True,
        n=n,
        score=rounded(float(moments.mean[0]), 1),
        low=limit(float(limits.lower[0])),
        high=limit(float(limits.upper[0])),
        positive=float(rounding.percent(positive, n)),
        positive_low=limit(float(100 * share.lower)),
        positive_high=limit(float(100 * share.upper)),
        answers=tuple(given.tolist()),
    )


def scale_of(scale: Sequence[Mapping[str, object]]) -> tuple[Answer, ...]:
    """The answers of a scale as it is registered."""
    return tuple(
        Answer(str(one["answer"]), float(str(one["score"])), bool(one.get("positive")))
        for one in scale
    )
