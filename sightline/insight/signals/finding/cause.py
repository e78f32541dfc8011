"""One signal for one cause. Pure.

What a programme shows is seen at its providers and in its profession, and what a provider shows in
its board: of these, the one that says where to look is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sightline.results.levels import GroupKey, Level


def told_by_another(
    found: Collection[GroupKey], inside: Mapping[GroupKey, Sequence[GroupKey]]
) -> set[GroupKey]:
    """Groups that another one tells of.

    Args:
        found: all groups in which the same was found.
        inside: of each profession its programmes, of each board its providers.

    A programme tells of itself at each provider. A profession or a board is told of by any group
    inside it.
    """
    there = set(found)
    taught = {key.code for key in there if key.level is Level.PROGRAMME}
    return {
        key
        for key in there
        if (key.level is Level.PROVIDER_PROGRAMME and key.other_code in taught)
        or any(one in there for one in inside.get(key, ()))
    }
