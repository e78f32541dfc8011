"""Sightline's own way: answers counted once at two fine groupings, the rest sums of sums."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.groups import made_up
from bench.groups.table import LEVELS, MINIMUM, Sums
from sightline.results import codes, flags, groups, masks, totals
from sightline.results.build import Thresholds, build, tally
from sightline.results.levels import Level
from sightline.stats import intervals

#: What is finished of each item and group, besides how many answered.
FINISHED = ("mean", "sd", "low", "high", "positive", "difference")


@dataclass(frozen=True)
class Table:
    """For each item, and in it for each group: how many answered, (FINISHED, groups), and flags."""

    arranged: groups.Groups
    n: list[NDArray[np.int64]]
    finished: list[NDArray[np.float64]]
    colours: list[NDArray[np.uint8]]


Finished = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.uint8]]


def count(folder: Path) -> Table:
    """The whole table in memory, of nine levels: n to flag."""
    answers = codes.read(folder)
    questionnaire = made_up.questionnaire()
    arranged = groups.arrange(answers.one_a_cell, made_up.places())
    comparison = flags.compare(arranged, {}, {})
    flagging = flags.Flagging(comparison, flags.Rules())
    scores, is_positive = questionnaire.scores(), questionnaire.positives()
    of_units = np.full((len(comparison.names), 2), np.nan)

    def finish(place: int, counts: totals.Counts) -> Finished:
        finished = np.empty((len(FINISHED), arranged.size))
        sums = flags.sums_of_counts(counts, scores[place])
        moments = flags.Moments.of(*sums)
        limits = intervals.mean_student(moments.mean, moments.sd, moments.n)
        finished[:4] = moments.mean, moments.sd, limits.lower, limits.upper
        with np.errstate(invalid="ignore"):
            np.divide(counts[is_positive[place]].sum(axis=0), moments.n, out=finished[4])
        # The nation's is the first.
        np.subtract(moments.mean, moments.mean[0], out=finished[5])
        _, colours = flagging.measure(sums, moments, moments.n >= MINIMUM, of_units)
        return moments.n, finished, colours

    found = totals.Counter(arranged, answers, questionnaire).each(finish)
    n, finished, colours = (list(parts) for parts in zip(*found, strict=True))
    return Table(arranged, n, finished, colours)


def store(folder: Path) -> Any:
    """Only putting the answers of the Parquet file in order, beside it."""
    return codes.write(folder)


def mask(folder: Path) -> Any:
    """Only what may be shown, to both audiences: seconds, without reading and counting."""
    answers = codes.read(folder)
    questionnaire = made_up.questionnaire()
    arranged = groups.arrange(answers.one_a_cell, made_up.places())
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


def sums(table: Table) -> Sums:
    found = {}
    for level in LEVELS:
        rows = table.arranged.span(Level(level))
        listed = table.arranged.listed()[rows]
        n, mean, sd = (
            np.stack([of_item[rows][listed] for of_item in part])
            for part in (
                table.n,
                [finished[0] for finished in table.finished],
                [finished[1] for finished in table.finished],
            )
        )
        found[level] = (
            int((n > 0).sum()),
            int(n.sum()),
            float(np.nansum(mean)),
            float(np.nansum(sd)),
        )
    return found
