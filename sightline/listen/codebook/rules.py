"""What follows from the codes alone."""

from __future__ import annotations

from collections.abc import Mapping

#: One comment in eight goes to two coders: those whose key, which is drawn at random, ends so.
FOR_TWO = ("0", "1")


def is_for_two(key: str) -> bool:
    """Is the comment of this key given to two coders, who see neither each other nor proposals?"""
    return key.endswith(FOR_TWO)


def stands_for(code: int, merged: Mapping[int, int]) -> int:
    """The code that what was coded with ``code`` counts for today.

    ``merged`` says into which code each merged one went; chains are followed to their end.

    >>> stands_for(1, {1: 2, 2: 5}), stands_for(5, {1: 2, 2: 5})
    (5, 5)
    """
    seen = {code}
    while (after := merged.get(code)) is not None and after not in seen:
        seen.add(after)
        code = after
    return code


def tidy(text: str) -> str:
    return " ".join(text.split())
