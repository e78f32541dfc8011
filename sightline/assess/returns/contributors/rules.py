"""When a contributor's link may be used. No database, no clock."""

from __future__ import annotations

from datetime import date

from sightline.base.refusal import Refusal


class LinkIsOver(Refusal):
    """The link may not be used any more."""


class CannotInvite(Refusal):
    """Nobody can be invited like this."""


def refuse_if_over(
    day: date, *, last: date, is_ended: bool, is_signed: bool, because: str = ""
) -> None:
    """Raise LinkIsOver with what to do next.

    Args:
        last: the last day on which the link works.
        because: why it was ended; "" where whoever invited them has ended it.
    """
    if is_signed:
        raise LinkIsOver(
            "This self-assessment has been signed, so nothing can be added to it. Thank you for "
            "your part. What you wrote before is in it."
        )
    if is_ended and because:
        raise LinkIsOver(f"{because} What you saved before is kept.")
    if is_ended:
        raise LinkIsOver(
            "The person who invited you has ended this link. Ask them for a new one if you still "
            "have something to add. What you saved before is kept."
        )
    if day > last:
        raise LinkIsOver(
            f"This link ended on {last:%-d %B %Y}. Ask the person who invited you for a new one. "
            "What you saved before is kept."
        )
