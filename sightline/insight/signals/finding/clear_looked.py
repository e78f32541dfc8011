"""Groups of a survey that fell far by themselves, where no signal tells of it yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sightline.insight.signals import limits
from sightline.insight.signals.finding import cause, clear, say
from sightline.insight.signals.finding.fell import Fell, then_and_now
from sightline.insight.signals.found import Found, Looked, Shown
from sightline.insight.signals.words import Kind
from sightline.results.levels import GroupKey, Level

if TYPE_CHECKING:
    from sightline.insight.signals.finding.survey import Survey


def look(survey: Survey, fell: Mapping[GroupKey, Sequence[Fell]]) -> Looked:
    """Groups that fell far by themselves, where no signal tells of it yet."""
    limit = limits.of(Kind.WORSE)
    pairs = [
        (grids, at, survey.rounds.same(survey.themes, at))
        for grids in survey.of_themes.values()
        for at in range(1, len(grids))
    ]
    looks = sum(
        int(clear.comparable(grids[0], grids[at], same, limit.fewest).sum())
        for grids, at, same in pairs
    )
    rate = limit.rate_of(looks)
    rows: dict[GroupKey, list[Fell]] = defaultdict(list)
    for grids, at, same in pairs:
        shared = _shared(survey, grids[0].keys, fell, at)
        seen = clear.beyond(grids[0], grids[at], same, shared, limit, rate)
        for row in np.flatnonzero(clear.is_signal(seen, grids[0], limit)).tolist():
            rows[grids[0].keys[row]] += [
                Fell(at, survey.themes[column], float(seen.by[row, column]),
                      then_and_now(grids, at, row, column), say.one(seen.limit[row, column]))
                for column in np.flatnonzero(seen.past[row]).tolist()
            ]  # fmt: skip
    told = cause.told_by_another({*rows, *fell, *survey.closed}, survey.inside)
    found = [
        _found(survey, key, each)
        for key, each in rows.items()
        if key not in told and key not in fell
    ]
    return Looked(Kind.WORSE, looks, rate, found)


def _shared(
    survey: Survey, keys: Sequence[GroupKey], fell: Mapping[GroupKey, Sequence[Fell]], back: int
) -> np.ndarray:
    """The change of England or the region that has a signal of its own, by group and theme."""
    shared = np.zeros((len(keys), len(survey.themes)))
    for wide in (one for one in fell if one.level in (Level.NATION, Level.REGION)):
        within = {*survey.rounds.now.children(wide, Level.PROVIDER)}
        here = [wide.level is Level.NATION or key in within for key in keys]
        for one in fell[wide]:
            then, now = one.numbers[:2]
            if one.back == back and isinstance(then, float) and isinstance(now, float):
                column = survey.themes.index(one.code)
                shared[here, column] = np.minimum(shared[here, column], now - then)
    return shared


def _found(survey: Survey, key: GroupKey, each: list[Fell]) -> Found:
    ordered = sorted(each, key=lambda one: -one.by)
    codes = list(dict.fromkeys(one.code for one in ordered))
    first = ordered[0]
    since = survey.rounds.datasets[first.back].label
    return survey.make(
        Kind.WORSE,
        key,
        codes,
        headline=f"{say.listed(survey.names(codes))} clearly worse than in {since}",
        says=f"{survey.rounds.labels[first.code]} fell from {first.numbers[0]} in {since} to "
        f"{first.numbers[1]} in {survey.rounds.dataset.label}, by more than chance."
        + (f" So did {len(codes) - 1} more." if len(codes) > 1 else "")
        + " Others may have gone up and down as far: it says that this fell, not why.",
        shown=Shown(
            "Then and now",
            ["Theme", "Since", "Score then", "Score now", "Answers then", "Answers now",
             "By chance down to"],
            [None, None, 1, 1, 0, 0, 1],
            [
                [survey.rounds.labels[one.code], survey.rounds.datasets[one.back].label,
                 *one.numbers, one.usual]
                for one in ordered
            ],
        ),
        strength=ordered[0].by,
    )  # fmt: skip
