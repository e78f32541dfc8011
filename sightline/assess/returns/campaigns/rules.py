"""What a campaign may be. No database, no clock."""

from __future__ import annotations

import re
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


def codes_in(text: str) -> list[str]:
    """Codes of providers that somebody pasted, each once, in their order.

    >>> codes_in("zp00001, ZN001;\\n ZP00001")
    ['ZP00001', 'ZN001']
    """
    return list(dict.fromkeys(one.upper() for one in re.split(r"[\s,;]+", text) if one))
