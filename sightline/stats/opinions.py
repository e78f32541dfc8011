"""Opinion groups in votes: people who voted alike, found by k-means, and what they make of it."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: An opinion group has at least so many people; twice as many have to vote before any is sought.
LEAST_IN_GROUP = 10
MOST_GROUPS = 5
#: Groups less apart than this (silhouette, -1 to 1) are called one. Our own choice.
LEAST_APART = 0.15
#: Shares of votes, in per cent: two in three of every group make a statement a shared one; groups
#: so many points apart make it a dividing one. Our own choice.
SHARED_PERCENT = 66.0
DIVIDING_POINTS = 40.0

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OpinionGroups:
    """``labels``: the group of each person, 0 the largest. ``apart``: the silhouette, NaN for one.

    ``count`` is 1 where people are too few or too much alike to be told apart.
    """

    labels: Labels
    count: int
    apart: float


def opinion_groups(
    votes: ArrayLike, *, least: int = LEAST_IN_GROUP, most: int = MOST_GROUPS, seed: int = 0
) -> OpinionGroups:
    """Groups of people who voted alike.

    Args:
        votes: shape (people, statements): 1 agree, -1 disagree, 0 pass, NaN no vote. No vote
            counts as a pass: no stand was taken.
        least: the smallest group; smaller ones join the group whose centre is nearest.
        most: the largest number of groups tried.
        seed: of the starts of k-means, so that the same votes give the same groups.

    Returns:
        The number of groups from 2 to ``most`` with the highest mean silhouette, if that reaches
        ``LEAST_APART``; one group otherwise. The order of the rows does not matter.

    Raises:
        ValueError: not a table of two dimensions, or a number that is no vote.

    Source: MacQueen J (1967), k-means; Rousseeuw PJ (1987), J Comput Appl Math 20:53, silhouette.

    >>> a, b = [1, 1, -1, -1], [-1, -1, 1, 1]
    >>> found = opinion_groups([a] * 14 + [b] * 11)
    >>> found.count, np.bincount(found.labels).tolist()
    (2, [14, 11])
    >>> opinion_groups([a] * 9 + [b] * 9).count
    1
    """
    table = np.asarray(votes, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("Votes are a table of people by statements.")
    if not np.isin(table[~np.isnan(table)], (-1.0, 0.0, 1.0)).all():
        raise ValueError("A vote is 1, 0, -1, or NaN for none.")
    people = len(table)
    one = OpinionGroups(np.zeros(people, dtype=np.int64), 1, float("nan"))
    if people < 2 * least or table.shape[1] == 0:
        return one
    stands = np.nan_to_num(table)
    order = np.lexsort(stands.T[::-1])
    rows = stands[order]
    distinct = len(np.unique(rows, axis=0))
    best = one
    for count in range(2, min(most, distinct) + 1):
        labels = _clustered(rows, count, least, seed)
        groups = int(labels.max()) + 1
        if groups < 2:
            continue
        apart = _silhouette(rows, labels)
        if apart >= LEAST_APART and not apart <= best.apart:
            back = np.empty(people, dtype=np.int64)
            back[order] = labels
            best = OpinionGroups(back, groups, apart)
    return best


def _clustered(rows: NDArray[np.float64], count: int, least: int, seed: int) -> Labels:
    """K-means with small groups joined to the nearest of the others; 0 is the largest group."""
    # Slow to import, and only needed when a conversation closes.
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # Fewer different rows than starts need is no fault here.
        warnings.simplefilter("ignore", ConvergenceWarning)
        found = KMeans(count, n_init=10, random_state=seed).fit(rows)
    labels = found.labels_.astype(np.int64)
    sizes = np.bincount(labels, minlength=count)
    kept = np.flatnonzero(sizes >= least)
    if len(kept) == 0:
        return np.zeros(len(rows), dtype=np.int64)
    distance = ((rows[:, None, :] - found.cluster_centers_[kept][None]) ** 2).sum(axis=2)
    is_small = ~np.isin(labels, kept)
    labels = np.where(is_small, kept[distance.argmin(axis=1)], labels)
    sizes = np.bincount(labels, minlength=count)
    # Largest first; of equals the one that comes first in the sorted rows.
    first = {int(label): int(np.argmax(labels == label)) for label in kept}
    ranked = sorted(kept.tolist(), key=lambda label: (-int(sizes[label]), first[label]))
    return np.array([ranked.index(label) for label in labels], dtype=np.int64)


def _silhouette(rows: NDArray[np.float64], labels: Labels) -> float:
    from sklearn.metrics import silhouette_score

    return float(silhouette_score(rows, labels))


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a statement was agreed with, disagreed with and passed."""

    agree: int
    disagree: int
    passed: int

    @property
    def votes(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def is_all_alike(self) -> bool:
        return self.votes > 0 and max(self.agree, self.disagree, self.passed) == self.votes

    @property
    def percent_agree(self) -> float:
        return 100 * self.agree / self.votes if self.votes else float("nan")

    @property
    def percent_disagree(self) -> float:
        return 100 * self.disagree / self.votes if self.votes else float("nan")


def tally(column: ArrayLike) -> Tally:
    """Count the votes on one statement.

    >>> tally([1, 1, -1, 0, np.nan])
    Tally(agree=2, disagree=1, passed=1)
    """
    given = np.asarray(column, dtype=np.float64)
    return Tally(int((given == 1).sum()), int((given == -1).sum()), int((given == 0).sum()))


def shown_groups(tallies: Sequence[Tally], least: int = LEAST_IN_GROUP) -> list[bool]:
    """Which groups' tallies of one statement may be shown beside the tally of everybody.

    A group with fewer than ``least`` votes is not shown. What is not shown is two groups at least,
    with ``least`` votes together: otherwise the total less the others would give it away. Where
    everybody voted alike nothing is split, because each person's vote would be known.

    >>> shown_groups([Tally(20, 5, 0), Tally(3, 4, 0), Tally(10, 2, 1)])
    [True, False, False]
    >>> shown_groups([Tally(20, 5, 0), Tally(3, 9, 0)])
    [True, True]
    """
    everybody = Tally(
        sum(one.agree for one in tallies),
        sum(one.disagree for one in tallies),
        sum(one.passed for one in tallies),
    )
    if everybody.is_all_alike:
        return [False] * len(tallies)
    hidden = {at for at, one in enumerate(tallies) if one.votes < least}
    while hidden and len(hidden) < len(tallies):
        if len(hidden) > 1 and sum(tallies[at].votes for at in hidden) >= least:
            break
        rest = (at for at in range(len(tallies)) if at not in hidden)
        hidden.add(min(rest, key=lambda at: (tallies[at].votes, at)))
    return [at not in hidden for at in range(len(tallies))]


def leaning(everybody: Tally, groups: Sequence[Tally]) -> str:
    """What a statement does: "shared" agreement, "rejected" by all, "dividing", or "mixed".

    ``groups`` are the tallies that may be shown; with fewer than two, everybody counts as one.

    >>> leaning(Tally(40, 5, 5), [Tally(25, 2, 3), Tally(15, 3, 2)])
    'shared'
    >>> leaning(Tally(30, 20, 0), [Tally(28, 2, 0), Tally(2, 18, 0)])
    'dividing'
    """
    counted = list(groups) if len(groups) > 1 else [everybody]
    agree = [one.percent_agree for one in counted]
    disagree = [one.percent_disagree for one in counted]
    if min(agree) >= SHARED_PERCENT:
        return "shared"
    if min(disagree) >= SHARED_PERCENT:
        return "rejected"
    if max(agree) - min(agree) >= DIVIDING_POINTS:
        return "dividing"
    return "mixed"
