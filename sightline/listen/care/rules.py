"""When a request for personal data has to be answered.

One calendar month after it came: the same day of the next month, or the last day of a month that
has no such day; a weekend or bank holiday moves it to the next working day (UK GDPR article 12(3)
and the guidance of the Information Commissioner: check against the official text).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from sightline.base.refusal import Refusal
from sightline.base.working_days import is_working_day

#: How long before today a request may have come: an older date is a slip of the pen.
_OLDEST = timedelta(days=366)


class CannotDo(Refusal):
    """The request cannot be recorded or answered like this."""


def due_date(received: date) -> date:
    """The last day on which the answer is in time."""
    year, month = divmod(received.year * 12 + received.month, 12)
    last = monthrange(year, month + 1)[1]
    day = date(year, month + 1, min(received.day, last))
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def refuse_unless_received(received: date, today: date) -> None:
    if received > today:
        raise CannotDo("The day on which the request came must be today or in the past.")
    if received < today - _OLDEST:
        raise CannotDo("The day on which the request came is more than a year ago. Check it.")


def refuse_to_finish(outcome: str, because: str, *, identity_open: bool) -> None:
    """What is given or erased goes to somebody who was made sure of; a refusal has its reason."""
    if outcome == "refused" and not because:
        raise CannotDo("Say why the request is refused.")
    if outcome != "refused" and because:
        raise CannotDo("Give a reason for a refusal only when the request is refused.")
    if identity_open and outcome in ("given", "erased", "partly"):
        raise CannotDo(
            "Nobody has checked yet who asks. Say how it was checked before anything is given or "
            "erased."
        )
