"""When the machine learns, and how much it proposes. Knows no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

#: Codes proposed for one comment, and comments that get proposals in one learning.
MOST_FOR_ONE, MOST_COMMENTS = 3, 20_000
#: Comments learnt from, the newest: more teach nothing and take minutes.
MOST_LEARNT_FROM = 8_000
BETWEEN = timedelta(minutes=5)
NIGHT = timedelta(hours=20)


def best(scores: Sequence[float], most: int = MOST_FOR_ONE) -> list[int]:
    """The positions of the highest scores above 0, highest first.

    >>> best([0.2, -0.1, 0.9, 0.3, 0.1])
    [2, 3, 0]
    """
    above = [at for at, score in enumerate(scores) if score > 0]
    return sorted(above, key=lambda at: -scores[at])[:most]


def is_due(learnt: datetime | None, coded: datetime | None, now: datetime) -> bool:
    """Once a night, where somebody coded since."""
    if coded is None:
        return False
    return learnt is None or (coded > learnt and now - learnt >= NIGHT)
