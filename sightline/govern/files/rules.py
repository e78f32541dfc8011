"""When a file may be loaded. No database, no clock."""

from __future__ import annotations

from sightline.base.refusal import Refusal


class CannotLoad(Refusal):
    """The file is not loaded."""


def next_edition(editions: list[tuple[int, str]], text: str, is_shipped: bool) -> int:
    """The number of a new edition. ``editions``: (number, text) of those loaded so far.

    Raises CannotLoad when the same text is loaded already: loading twice changes nothing.
    """
    if any(held.split() == text.split() for _, held in editions):
        raise CannotLoad("This file is loaded already, just like this. There is nothing to do.")
    return max((number for number, _ in editions), default=1 if is_shipped else 0) + 1
