"""How closely a comment may say where it comes from, so that no place of it is a small group.

Those who answered are laid into groups: a programme at a provider, else a profession at it, else
the provider, its region, the nation. Every group that a comment can be kept under holds at least
``least`` people who answered, and so does what is left of a wider group when the narrower ones are
taken away: whoever holds the comments of a provider against those of its programmes learns of no
smaller one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

#: The smallest group that a comment may be kept under.
LEAST = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """Where somebody learns, by code; "" where not known or not kept."""

    region: str = ""
    provider: str = ""
    profession: str = ""
    programme: str = ""

    @property
    def wider(self) -> Cell:
        """The next wider one; the nation is its own."""
        if self.programme:
            return Cell(self.region, self.provider, self.profession)
        if self.profession:
            return Cell(self.region, self.provider)
        return Cell(self.region) if self.provider else Cell()

    @property
    def depth(self) -> int:
        return sum(map(bool, (self.region, self.provider, self.profession, self.programme)))


def kept(answered: Mapping[Cell, int], least: int = LEAST) -> dict[Cell, Cell]:
    """Under which group to keep the comments of each cell, so that each has ``least`` people.

    ``answered`` is how many answered in each cell. The nation takes whatever is left, however few.
    """
    groups: dict[Cell, Counter[Cell]] = {}  # group: the cells in it and their sizes
    at_provider: dict[str, set[Cell]] = {}
    for cell, count in answered.items():
        groups.setdefault(cell, Counter())[cell] += count
        at_provider.setdefault(cell.provider, set()).add(cell)
    for depth in (4, 3, 2, 1):
        for group in sorted((one for one in groups if one.depth == depth), key=_order):
            # Narrower groups of this one exist already, each of them large enough.
            if 0 < groups[group].total() < least:
                inside = [
                    one
                    for one in at_provider[group.provider]
                    if group.provider and one != group and one in groups and _within(one, group)
                ]
                # Better the name of the provider for all of them than of a programme for some.
                if inside:
                    smallest = min(inside, key=lambda one: (groups[one].total(), _order(one)))
                    groups[group] += groups.pop(smallest)
                else:
                    wider = group.wider
                    at_provider.setdefault(wider.provider, set()).add(wider)
                    groups[wider] = groups.get(wider, Counter()) + groups.pop(group)
    return {cell: group for group, cells in groups.items() for cell in cells}


def _within(inner: Cell, outer: Cell) -> bool:
    return all(
        not mine or mine == theirs
        for mine, theirs in (
            (outer.region, inner.region),
            (outer.provider, inner.provider),
            (outer.profession, inner.profession),
            (outer.programme, inner.programme),
        )
    )


def _order(cell: Cell) -> tuple[str, str, str, str]:
    return cell.region, cell.provider, cell.profession, cell.programme
