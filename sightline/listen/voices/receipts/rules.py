"""How long one has to wait after wrong words. Pure."""

from datetime import timedelta

#: So many wrong tries cost nothing: people mistype.
FREE_TRIES = 3
LONGEST_WAIT = timedelta(hours=1)


def wait_after(failures: int) -> timedelta:
    """How long after the last of so many wrong tries the next one is heard.

    Nothing for the first ones, then half a minute, doubled each time, an hour at most: even the
    person who raised the case is never locked out for longer.
    """
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(timedelta(seconds=30 * 2 ** min(failures - FREE_TRIES, 10)), LONGEST_WAIT)


def in_words(wait: timedelta) -> str:
    """How long to wait, rounded up: "1 minute", "30 minutes"."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
