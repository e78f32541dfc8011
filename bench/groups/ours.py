"""Sightline's own way: answers counted once at two fine groupings, the rest sums of sums."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.groups import made_up
from bench.groups.table import COMPARED, LEVELS, MINIMUM, Sums
from sightline.results import codes, flags, groups, masks, totals
from sightline.results.build import Thresholds, build, tally
from sightline.results.levels import Level
from sightline.stats import intervals

#: What is finished of each item and group, besides how many answered.
FINISHED = ("mean", "sd", "low", "high", "positive", "difference")


@dataclass(frozen=True)
class OfItem:
    """How many answered in each group, (FINISHED, groups), and flags."""

    n: NDArray[np.int32]
    finished: NDArray[np.float64]
    colours: NDArray[np.uint8]


@dataclass(frozen=True)
class Table:
    arranged: groups.Groups
    items: list[OfItem]


def count(folder: Path) -> Table:
    """The whole table in memory, of nine levels: n to flag."""
    answers = codes.read(folder)
    questionnaire = made_up.questionnaire()
    arranged = groups.arrange(answers.one_a_cell, made_up.places())
    comparison = flags.compare(arranged, {}, {})
    flagging = flags.Flagging(comparison, flags.Rules())
    scores, is_positive = questionnaire.scores(), questionnaire.positives()
    of_units = np.full((len(comparison.names), 2), np.nan)

    def finish(place: int, counts: totals.Counts) -> OfItem:
        # Item by item: what is cleared for so much at once has left the cache when it is filled.
        n = np.empty(arranged.size, np.int32)
        finished = np.empty((len(FINISHED), arranged.size))
        mean, sd, low, high, positive, difference = finished
        is_good = is_positive[place].astype(np.float64)
        for block in flags.blocks(arranged.size):
            of_block = counts[:, block].astype(np.float64)
            sums = flags.sums_of_counts(of_block, scores[place])
            moments = flags.Moments.of(*sums, out=(mean[block], sd[block]))
            limits = intervals.mean_student(moments.mean, moments.sd, moments.n)
            n[block], low[block], high[block] = moments.n, limits.lower, limits.upper
            with np.errstate(invalid="ignore"):
                np.divide(is_good @ of_block, sums[0], out=positive[block])
            # The nation's is the first.
            np.subtract(moments.mean, mean[0], out=difference[block])
        shown = n >= MINIMUM
        whole = flags.sums_of_counts(flagging.sums(counts, shown), scores[place])
        moments = flags.Moments(n, mean, sd)
        _, colours = flagging.measure(whole, moments, shown, of_units)
        return OfItem(n, finished, colours)

    return Table(arranged, totals.Counter(arranged, answers, questionnaire).each(finish))


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
        n = np.stack([item.n[rows][listed] for item in table.items])
        numbers = {"n": n} | {
            name: np.stack([item.finished[place, rows][listed] for item in table.items])
            for place, name in enumerate(FINISHED)
        }
        found[level] = (
            int((n > 0).sum()),
            *(float(np.nansum(numbers[name], dtype=np.float64)) for name in COMPARED),
        )
    return found
