"""How far a run is, and what its files are called. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

#: A run that was not heard of for so long has ended with its process.
STUCK_AFTER = timedelta(minutes=10)
#: Files of a run lie ready for so many days.
KEPT_DAYS = 1  # what was quoted may be taken back, and a file does not hear of it
#: Before this many reports no time is guessed: the first ones take longer.
_LEAST_DONE = 3


def time_left(done: int, total: int, seconds: float) -> str:
    """How long a run will still take, in words; "" while that cannot be told.

    >>> time_left(10, 200, 5)
    'About 2 minutes left.'
    """
    if done < _LEAST_DONE or seconds <= 0 or done >= total:
        return ""
    left = seconds / done * (total - done)
    if left < 50:
        return "Less than a minute left."
    minutes = round(left / 60)
    if minutes < 60:
        return f"About {minutes} minute{'' if minutes <= 1 else 's'} left."
    hours = round(minutes / 60)
    return f"About {hours} hour{'' if hours <= 1 else 's'} left."


def percent(done: int, total: int) -> int:
    return 100 * done // total if total else 0


def file_name(name: str, code: str, ending: str, *, made_up: bool) -> str:
    """The name of a provider's file: plain letters, its code, so that two are never the same.

    >>> file_name("Ysbyty Gŵyr", "ZN001", "pdf", made_up=False)
    'ysbyty-gwyr-zn001.pdf'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    parts = (*(("made-up",) if made_up else ()), words, re.sub(r"[^a-z0-9]+", "-", code.lower()))
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def why_not_begin(*, providers: int, formats: int) -> str:
    if not formats:
        return "Select at least one kind of file."
    if not providers:
        return "No provider in your part of the country fits. Choose others."
    return ""
