"""Sightline's own way: answers counted once at two fine groupings, the rest sums of sums."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.groups import made_up
from bench.groups.table import LEVELS, MINIMUM, Sums
from sightline.results import flags, groups, mart, masks, totals
from sightline.results.build import Thresholds, build, tally
from sightline.results.levels import Level
from sightline.stats import intervals


def count(folder: Path) -> Any:
    """The whole table in memory, of nine levels: n to flag."""
    answers = mart.read_answers(folder)
    questionnaire = made_up.questionnaire()
    arranged = groups.arrange(answers, made_up.places())
    shape = (arranged.size, len(questionnaire.items))
    sums, positive = np.empty((*shape, 3), np.int64), np.empty(shape, np.int64)
    scores, is_positive = questionnaire.scores(), questionnaire.positives()
    for place, counts in enumerate(totals.count_items(arranged, answers, questionnaire)):
        sums[:, place] = flags.sums_of_answers(counts, scores[place])
        positive[:, place] = counts @ is_positive[place]
    moments = flags.Moments.of(sums[..., 0], sums[..., 1], sums[..., 2])
    shown = moments.n >= MINIMUM
    with np.errstate(divide="ignore", invalid="ignore"):
        share = positive / moments.n
        limits = intervals.mean_student(
            np.where(shown, moments.mean, 0), np.where(shown, moments.sd, 0), moments.n.clip(2)
        )
    comparison = flags.compare(arranged, {}, {})
    nobody = np.full((len(comparison.names), len(questionnaire.items), 2), np.nan)
    flagged = flags.flag(comparison, sums, shown, nobody, flags.Rules())
    return arranged, moments, share, limits, flagged


def mask(folder: Path) -> Any:
    """Only what may be shown, to both audiences: seconds, without reading and counting."""
    answers = mart.read_answers(folder)
    questionnaire = made_up.questionnaire()
    arranged = groups.arrange(answers, made_up.places())
    tallies = tally(arranged, answers, questionnaire, 3).tallies
    started = time.perf_counter()
    added_up = masks.Sums.of(arranged)
    inside = masks.inside(added_up, tallies, 3)
    masks.public(added_up, tallies, 10, 3, inside)
    return time.perf_counter() - started


def prepare(folder: Path) -> Any:
    """With everything that pages need: suppression for both audiences, written to disk."""
    return build(
        folder,
        made_up.questionnaire(),
        made_up.places(),
        {},
        Thresholds(inside=3, public=10),
        flags.Rules(),
        {},
    )


def sums(table: Any) -> Sums:
    arranged, moments, *_ = table
    found = {}
    for level in LEVELS:
        rows = arranged.span(Level(level))
        listed = arranged.listed()[rows]
        n, mean, sd = (part[rows][listed] for part in (moments.n, moments.mean, moments.sd))
        found[level] = (
            int((n > 0).sum()),
            int(n.sum()),
            float(np.nansum(mean)),
            float(np.nansum(sd)),
        )
    return found
