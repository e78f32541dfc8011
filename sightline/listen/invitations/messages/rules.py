"""Which messages may go out."""

from __future__ import annotations

from datetime import datetime, timedelta

MOST_WAVES = 6
#: Counts of reminders tell how many have not answered: they are said by fives.
STEP = 5


def against_planning(
    *, state: str, planned_at: datetime, closes_at: datetime, at: datetime, waves: int
) -> str:
    """Against planning another wave of a round, as a sentence; blank if nothing is."""
    if state == "closed":
        return "The round has closed, so nobody is written to any more."
    if waves >= MOST_WAVES:
        return f"There are {MOST_WAVES} waves already. People would not thank you for more."
    if planned_at < at - timedelta(minutes=5):
        return "That moment has passed. Choose today or a later day."
    if planned_at >= closes_at:
        return "The round closes before that. Choose an earlier day."
    return ""


def about(kind: str, number: int) -> str:
    """A count of messages as people read it; of reminders in steps, so that none tells of one."""
    if kind != "reminder":
        return f"{number:,}"
    if number < STEP:
        return f"fewer than {STEP}"
    return f"about {number - number % STEP:,}"


def may_write(written_to: int, most: int) -> bool:
    """The cap: so many messages within the days that it looks back."""
    return written_to < most
