"""What a campaign may be. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from sightline.base.refusal import Refusal

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,11}")


class CannotAsk(Refusal):
    """The campaign cannot be made or sent like this."""


def refuse_unless_possible(
    *, code: str, opens: date, closes: date, last: date, today: date
) -> None:
    if not _CODE.fullmatch(code):
        raise CannotAsk(
            "A campaign’s code has 2 to 12 letters, digits and hyphens, like 2026 or 2026-autumn."
        )
    if closes <= opens:
        raise CannotAsk("It must close after it opens. Choose a later closing day.")
    if last < closes:
        raise CannotAsk("The last day for late ones cannot be before the closing day.")
    if closes < today:
        raise CannotAsk("The closing day has passed. Choose today or a later day.")


def refuse_after(last: date, today: date) -> None:
    if today > last:
        raise CannotAsk(f"This campaign ended on {last:%-d %B %Y}. Nobody else can be asked in it.")


def refuse_dates(
    *,
    opens: date,
    closes: date,
    last: date,
    was_closes: date,
    was_last: date,
    signed: Collection[date],
    today: date,
) -> None:
    """Other closing and last days of a campaign that was made.

    Nobody who returned in time becomes late by it, and nobody who returned becomes missing.

    Args:
        signed: the days on which providers signed first.
    """
    if (closes, last) == (was_closes, was_last):
        raise CannotAsk("These are the days it has already. Nothing was changed.")
    if closes <= opens:
        raise CannotAsk("It must close after it opens. Choose a later closing day.")
    if last < closes:
        raise CannotAsk("The last day for late ones cannot be before the closing day.")
    if (closes != was_closes and closes < today) or (last != was_last and last < today):
        raise CannotAsk("That day has passed. Choose today or a later day.")
    in_time = max((one for one in signed if one <= was_closes), default=None)
    if in_time is not None and closes < in_time:
        raise CannotAsk(
            f"A provider returned in time on {in_time:%-d %B %Y}. Choose that closing day or a "
            "later one, so that nobody becomes late by it."
        )
    returned = max(signed, default=None)
    if returned is not None and last < returned:
        raise CannotAsk(
            f"A provider signed on {returned:%-d %B %Y}. Choose that last day or a later one."
        )


def codes_in(text: str) -> list[str]:
    """Codes of providers that somebody pasted, each once, in their order.

    >>> codes_in("zp00001, ZN001;\\n ZP00001")
    ['ZP00001', 'ZN001']
    """
    return list(dict.fromkeys(one.upper() for one in re.split(r"[\s,;]+", text) if one))
