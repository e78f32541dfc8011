"""Weights for uneven response: who answered is made to look like who was asked.

Only where the number of those asked is known, and always shown beside the unweighted figure: a
weight mends who answered, not what they would have said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.integer]

#: A respondent never counts for more than so many times the median respondent.
USUAL_LIMIT = 5.0


class CannotWeight(ValueError):
    """There is no set of weights that fits."""


@dataclass(frozen=True, slots=True)
class Design:
    """What weighting costs: Kish's design effect, and how many unweighted answers it is worth."""

    effect: float
    effective_n: float


@dataclass(frozen=True, slots=True)
class WeightedMean:
    mean: float
    se: float
    n: int


def post_stratify(cell: Integers, population: ArrayLike) -> Floats:
    """Weights that make each cell as large as in the population.

    Args:
        cell: of each respondent, a position in ``population``, shape (respondents,).
        population: how many there are in each cell.

    Returns:
        One weight a respondent; they add up to the population of the cells that answered.

    Raises:
        CannotWeight: people in a cell of which nobody answered.

    >>> post_stratify(np.array([0, 0, 1]), [10, 30]).tolist()
    [5.0, 5.0, 30.0]
    """
    target = np.asarray(population, dtype=np.float64)
    answered = np.bincount(cell, minlength=len(target))
    if ((target > 0) & (answered == 0)).any():
        raise CannotWeight("Nobody answered in a group that has people. Put groups together.")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((target / answered)[cell])


def rake(
    margins: Sequence[tuple[Integers, ArrayLike]],
    *,
    tolerance: float = 1e-10,
    most_rounds: int = 500,
) -> Floats:
    """Weights that fit several margins at once, such as profession and stage.

    Args:
        margins: for each, the respondents' positions and how many people each position has. The
            totals of the margins agree.
        tolerance: how far, as a share, a margin may be out at the end.
        most_rounds: give up after so many.

    Returns:
        One weight a respondent, adding up to the population.

    Raises:
        CannotWeight: totals that do not agree, people in a group of which nobody answered, or no
            fit within ``most_rounds``.

    Source: iterative proportional fitting, Deming WE and Stephan FF (1940), Ann Math Stat 11:427.

    >>> one, two = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> rake([(one, [30, 10]), (two, [20, 20])]).round(6).tolist()
    [15.0, 15.0, 5.0, 5.0]
    """
    targets = [np.asarray(people, dtype=np.float64) for _, people in margins]
    totals = [target.sum() for target in targets]
    if not np.allclose(totals, totals[0], rtol=1e-9):
        raise CannotWeight("The margins are of different totals, so nothing can fit them all.")
    of = [cell for cell, _ in margins]
    for cell, target in zip(of, targets, strict=True):
        if ((target > 0) & (np.bincount(cell, minlength=len(target)) == 0)).any():
            raise CannotWeight("Nobody answered in a group that has people. Put groups together.")
    weight = np.full(len(of[0]), totals[0] / len(of[0]))
    for _ in range(most_rounds):
        worst = 0.0
        for cell, target in zip(of, targets, strict=True):
            now = np.bincount(cell, weight, len(target))
            there = now > 0
            factor = np.ones(len(target))
            factor[there] = target[there] / now[there]
            worst = max(worst, float(np.abs(factor[there] - 1).max(initial=0)))
            weight = weight * factor[cell]
        if worst < tolerance:
            return weight
    raise CannotWeight("The margins could not be fitted together. Leave one of them out.")


def trim(weight: ArrayLike, limit: float = USUAL_LIMIT) -> Floats:
    """Weights of at most ``limit`` times the median; what is cut off is shared out among the rest.

    >>> trim([1, 1, 1, 9]).round(3).tolist()
    [1.5, 1.5, 1.5, 7.5]
    """
    given = np.asarray(weight, dtype=np.float64)
    cut = np.minimum(given, limit * np.median(given))
    below = cut == given
    spare = (given - cut).sum()
    if spare > 0 and below.any():
        # By weight, so that those cut keep their place at the top.
        cut = cut + spare * cut / cut.sum()
    return np.asarray(cut)


def design(weight: ArrayLike) -> Design:
    """Source: Kish L (1965), Survey Sampling: n x sum of squares / square of the sum.

    >>> design([1, 1, 1, 1])
    Design(effect=1.0, effective_n=4.0)
    """
    given = np.asarray(weight, dtype=np.float64)
    effect = float(len(given) * (given**2).sum() / given.sum() ** 2)
    return Design(effect, len(given) / effect)


def weighted_mean(
    value: ArrayLike, weight: ArrayLike, margins: Sequence[Integers] = ()
) -> WeightedMean:
    """The mean with its standard error by linearisation.

    Args:
        value, weight: of each respondent.
        margins: respondents' positions in what the weights were raked to. How much of the
            difference between people goes with these is then no error, since it is known how many
            there are of each. Left out: the weights are taken as fixed, which errs on the wide
            side.

    Weights of a survey are no frequencies: a standard error that counts them as such is far too
    small. There is no correction for a finite population: most of those asked may have answered,
    but the interval is about others like them.

    Raises:
        ValueError: fewer than two values, or shapes that differ.

    Source: Binder DA (1983), Int Stat Rev 51:279; with margins Deville JC and Särndal CE (1992),
    J Am Stat Assoc 87:376. As R's survey package with one stratum.

    >>> weighted_mean([0.0, 1.0, 1.0], [2.0, 1.0, 1.0]).mean
    0.5
    """
    y, w = np.asarray(value, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if y.ndim != 1 or y.shape != w.shape or len(y) < 2:
        raise ValueError("A weighted mean needs at least two values, each with a weight.")
    mean = float((w * y).sum() / w.sum())
    apart = y - mean
    if margins:
        of = np.concatenate([np.eye(int(cell.max()) + 1)[cell] for cell in margins], axis=1)
        apart = apart - of @ np.linalg.lstsq(of, apart, rcond=None)[0]
    pull = w * apart / w.sum()
    spread = len(y) / (len(y) - 1) * ((pull - pull.mean()) ** 2).sum()
    return WeightedMean(mean, float(np.sqrt(spread)), len(y))
