"""Where a reading of results goes on: the rounds it counts, then a position or the key of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from sightline.api.odata.refusals import Gone, Refused
from sightline.results.models import Dataset

_TARGET = "$skiptoken"
_FORM = re.compile(r"[0-9a-f]{16}-.")
_NOT_OURS = f"{_TARGET} stands in addresses that this feed gives. Take them as they are."


def counting(datasets: Sequence[Dataset]) -> str:
    """The rounds that are counted, in their order and version, as an address begins with them."""
    return sha256(" ".join(str(one.pk) for one in datasets).encode()).hexdigest()[:16] + "-"


def where(at: str, counted: str) -> str:
    """Where to go on among the rounds in use; "" at the beginning.

    Raises:
        Gone: other rounds, or other versions of them, are in use by now.
        Refused: it is no address of this feed.
    """
    if not at:
        return ""
    if not _FORM.match(at):
        raise Refused(_NOT_OURS, _TARGET)
    if not at.startswith(counted):
        raise Gone(
            "Results of a survey round were switched in, or corrected, since this reading began, "
            "so its rows would not be those of one moment. Read the set again from its beginning.",
            _TARGET,
        )
    return at.removeprefix(counted)


def position(where: str) -> int:
    """The position that stands there; 0 at the beginning. Raises Refused."""
    if where and not (where.isascii() and where.isdigit() and len(where) < 10):
        raise Refused(_NOT_OURS, _TARGET)
    return int(where or 0)
