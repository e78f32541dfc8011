"""Which group each person of a roster is kept in: none has fewer than five people.

A person's place is a path from coarse to fine: region, ICB, provider, profession, programme,
level, site. It is kept as far as at least five people share it. Whoever shares theirs with fewer
counts in the coarser group before it; where that would hold fewer than five itself, some of its
finer groups' people join them there. So somebody who holds the roster and the database cannot
narrow an answer down to fewer than five people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

#: Codes from coarse to fine; a group is the beginning of one.
Path = tuple[str, ...]
PARTS = ("region", "icb", "provider", "profession", "programme", "level", "site")


def trimmed(path: Path) -> Path:
    """The path without blank parts at its end: what is not said is not a group of its own."""
    end = len(path)
    while end and not path[end - 1]:
        end -= 1
    return path[:end]


def kept(paths: Sequence[Path], existing: Mapping[Path, int], least: int) -> list[Path | None]:
    """For each person's path the part of it that is kept; None for those who cannot be asked yet.

    ``existing`` counts those who are asked already by the path that is kept of them: each of at
    least ``least``. None is given only where all who are new are fewer than ``least`` and none of
    the groups above them has people already.
    """
    own: dict[Path, list[int]] = {}
    for index, path in enumerate(paths):
        own.setdefault(trimmed(path), []).append(index)
    children: dict[Path, set[Path]] = {}
    for path in own:
        for length in range(len(path), 0, -1):
            children.setdefault(path[: length - 1], set()).add(path[:length])

    def settle(group: Path) -> tuple[dict[Path, list[int]], list[int]]:
        """Groups with their new people, and the people left over for the group above."""
        settled: dict[Path, list[int]] = {}
        here = list(own.get(group, ()))
        for child in sorted(children.get(group, ())):
            below, left = settle(child)
            settled.update(below)
            here += left
        while here and (lacking := least - len(here) - existing.get(group, 0)) > 0:
            if not settled:
                return settled, here
            here += _taken_from(settled, existing, lacking, least)
        if here:
            settled[group] = here
        return settled, []

    groups, left = settle(())
    answer: list[Path | None] = [None] * len(paths)
    for group, people in groups.items():
        for index in people:
            answer[index] = group
    assert all(answer[index] is None for index in left)  # noqa: S101 - they are in no group
    return answer


def _taken_from(
    settled: dict[Path, list[int]], existing: Mapping[Path, int], lacking: int, least: int
) -> list[int]:
    """People of a finer group who join the coarser one: a few of a large group, else a whole one.

    The group with most to spare gives; where none can, the smallest is given up as a whole.
    """

    def spare(group: Path) -> int:
        return min(len(settled[group]), len(settled[group]) + existing.get(group, 0) - least)

    richest = max(sorted(settled), key=spare)
    if spare(richest) >= lacking:
        people = settled[richest]
        taken, settled[richest] = people[-lacking:], people[:-lacking]
        if not settled[richest]:
            del settled[richest]
        return taken
    return settled.pop(min(sorted(settled), key=lambda group: len(settled[group])))


def counts(groups: Sequence[Path | None]) -> Counter[Path]:
    """How many are kept in each group."""
    return Counter(group for group in groups if group is not None)
