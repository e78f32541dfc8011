"""When a reason is one that others can judge. Pure."""

from __future__ import annotations

#: Characters of the shortest reason: a sentence is longer than a word or a mark.
SHORTEST = 20


def is_judgeable(text: str) -> bool:
    """Is it long enough for a sentence?

    >>> is_judgeable(" x "), is_judgeable("The ward closes in spring.")
    (False, True)
    """
    return len(text.strip()) >= SHORTEST
