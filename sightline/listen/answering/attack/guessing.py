"""Ways of guessing who gave which answers, and how often they are right. No database.

Whoever holds the roster knows which few people a row can be of: those of its cell. A way of
guessing is worth something when it is right more often than drawing lots within cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse, stats

Person = TypeVar("Person", bound=Hashable)
Place = TypeVar("Place", bound=Hashable)
#: Below this chance that lots would be right as often, a way of guessing has seen something.
SURPRISING = 0.001
_SECONDS = 60


@dataclass(frozen=True)
class Guessed:
    """How a way of guessing did: ``right`` of ``tried``, where lots would be right ``expected``
    times on average."""

    way: str
    tried: int
    right: int
    expected: float

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies, 95%: the exact binomial interval."""
        if not self.tried:
            return 0.0, 1.0
        found = stats.binomtest(self.right, self.tried).proportion_ci(0.95, method="exact")
        return float(found.low), float(found.high)

    @property
    def has_seen(self) -> bool:
        """Is it right more often than lots would be?"""
        if not self.tried or self.right <= self.expected:
            return False
        chance = min(1.0, self.expected / self.tried)
        return bool(
            stats.binomtest(self.right, self.tried, chance, alternative="greater").pvalue
            < SURPRISING
        )

    def __str__(self) -> str:
        if not self.tried:
            return f"{self.way}: nothing to go by"
        low, high = self.interval
        return (
            f"{self.way}: {self.right} of {self.tried} right, lots {self.expected:.0f}; "
            f"{self.right / self.tried:.1%} ({low:.1%} to {high:.1%}), "
            f"lots {self.expected / self.tried:.1%}{'  SEEN' if self.has_seen else ''}"
        )


def by_order(
    way: str,
    people: Sequence[tuple[Person, Place]],
    rows: Sequence[tuple[int, Place]],
    is_right: Callable[[Person, int], bool],
) -> Guessed:
    """The first of a cell's people gave the first of its rows, and so on."""
    there: dict[Place, list[Person]] = defaultdict(list)
    for person, place in people:
        there[place].append(person)
    cells: dict[Place, list[int]] = defaultdict(list)
    for row, place in rows:
        cells[place].append(row)
    tried = right = 0
    expected = 0.0
    for place, found in cells.items():
        pairs = list(zip(there[place], found, strict=False))
        tried += len(pairs)
        right += sum(is_right(person, row) for person, row in pairs)
        expected += len(pairs) / max(1, len(there[place]), len(found))
    return Guessed(way, tried, right, expected)


def by_subset(
    way: str,
    subsets: Iterable[tuple[Sequence[Person], NDArray[np.int64]]],
    ones: NDArray[np.int8],
    places: Sequence[Place],
    place_of: Mapping[Person, Place],
    is_right: Callable[[Person, int], bool],
) -> Guessed:
    """Numbers of some people are the sum of their rows, so their rows can be solved for.

    Args:
        subsets: people of whom it is known that they answered within some time, and the counts by
            item and answer that were added in it.
        ones: (rows, counts), what each row adds.
        places: of the rows.
    """
    sizes: dict[Place, int] = defaultdict(int)
    for place in places:
        sizes[place] += 1
    people: list[tuple[Person, tuple[int, Place]]] = []
    rows: list[tuple[int, tuple[int, Place]]] = []
    lots = 0.0
    for number, (some, counts) in enumerate(subsets):
        solved = _solved(ones, counts, len(some))
        if solved is None:
            continue
        people += [(one, (number, place_of[one])) for one in some]
        rows += [(row, (number, places[row])) for row in solved]
        lots += sum(1 / sizes[places[row]] for row in solved)
    found = by_order(way, people, rows, is_right)
    # Lots within cells of five, not within what was solved.
    return Guessed(way, found.tried, found.right, min(lots, found.expected))


def _solved(ones: NDArray[np.int8], counts: NDArray[np.int64], many: int) -> list[int] | None:
    """So many rows that add up to the counts; None when there are none."""
    totals = np.concatenate([counts, [many]])
    adds = np.vstack([ones.T, np.ones(len(ones), np.int8)]).astype(float)
    found = optimize.milp(
        np.zeros(len(ones)),
        constraints=optimize.LinearConstraint(sparse.csr_matrix(adds), totals, totals),
        integrality=np.ones(len(ones), np.int64),
        bounds=optimize.Bounds(0, 1),
        options={"time_limit": _SECONDS},
    )
    return None if found.x is None else [int(row) for row in np.flatnonzero(found.x > 0.5)]


def by_length(
    way: str,
    sizes: Mapping[Person, int],
    texts: Sequence[str],
    is_right: Callable[[Person, int], bool],
) -> Guessed:
    """Whoever sent most wrote most: the longest texts are of the largest rows.

    Only rows larger than most are looked at: of the others size says nothing.
    """
    if not sizes:
        return Guessed(way, 0, 0, 0.0)
    usual = int(np.median(list(sizes.values())))
    large = sorted((one for one in sizes if sizes[one] > usual), key=lambda one: -sizes[one])
    longest = sorted(range(len(texts)), key=lambda at: -len(texts[at]))[: len(large)]
    if not longest:
        return Guessed(way, 0, 0, 0.0)
    # Right is to name the few: each long text is one of the large rows.
    right = sum(any(is_right(person, at) for person in large) for at in longest)
    return Guessed(way, len(longest), right, len(longest) * len(large) / len(sizes))
