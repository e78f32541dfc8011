"""Which groups' comments may be counted by theme. Knows no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def shown(
    parents: Mapping[N, N | None], own: Mapping[N, int], may: Collection[N], least: int
) -> dict[N, int]:
    """The groups that are shown, with how many comments are in each.

    Args:
        parents: of each group the one just above it; None for the one at the top.
        own: comments kept under the group itself and under none inside it.
        may: groups that may be shown at all.
        least: the fewest comments of a group that is shown.

    Returns:
        Groups of ``least`` comments or more, each inside one that is shown. What is left of a group
        when those shown inside it are taken away is nothing, or ``least`` or more: whoever takes
        the shown counts from one another learns of no smaller part.
    """
    inside: dict[N | None, list[N]] = defaultdict(list)
    for group, above in parents.items():
        inside[above].append(group)
    totals: dict[N, int] = {}

    def total(group: N) -> int:
        if group not in totals:
            totals[group] = own.get(group, 0) + sum(total(one) for one in inside[group])
        return totals[group]

    found: dict[N, int] = {}
    waiting = [one for one in inside[None] if one in may and total(one) >= least]
    while waiting:
        group = waiting.pop()
        found[group] = total(group)
        kept = sorted(
            (one for one in inside[group] if one in may and total(one) >= least),
            key=lambda one: (-total(one), str(one)),
        )
        left = total(group) - sum(map(total, kept))
        while kept and 0 < left < least:
            left += total(kept.pop())
        waiting += kept
    return found
