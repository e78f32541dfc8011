"""How a return stands, and who may still do something to it. No database, no clock."""

from __future__ import annotations

from datetime import date

from sightline.assess.returns.words import Status
from sightline.base.refusal import Refusal


class CannotAnswer(Refusal):
    """The return may not be changed now."""


def status_on(
    day: date,
    *,
    opens: date,
    closes: date,
    last: date,
    is_started: bool,
    signed_date: date | None,
) -> Status:
    """How a return stands on a day.

    ``closes`` is the day by which it is due and ``last`` the last on which a late one is taken,
    both included; ``signed_date`` is the day on which it was first signed.
    """
    if signed_date is not None and signed_date <= day:
        return Status.RETURNED if signed_date <= closes else Status.RETURNED_LATE
    if day < opens:
        return Status.NOT_OPEN
    if day > last:
        return Status.MISSING
    if day > closes:
        return Status.OVERDUE
    return Status.IN_PROGRESS if is_started else Status.NOT_STARTED


def refuse_unless_open(
    day: date, *, opens: date, last: date, is_signed: bool, is_amending: bool
) -> None:
    """Answers change between the opening and the last day, and not once they are signed.

    A return that is being amended may be finished after the last day: it was returned in time.
    """
    if day < opens:
        raise CannotAnswer(f"This self-assessment opens on {opens:%-d %B %Y}. Nothing was changed.")
    if is_signed:
        raise CannotAnswer(
            "This self-assessment is signed, so its answers are locked. To change one, begin a new "
            "version and say why."
        )
    if day > last and not is_amending:
        raise CannotAnswer(
            f"This self-assessment closed on {last:%-d %B %Y}. What you wrote before is kept. Ask "
            "your regional quality team if it is still needed."
        )
