"""When people are asked to confirm, and when they are told. Pure."""

from __future__ import annotations

#: Anybody can type somebody else's address: so many questions a day go to one, whatever the place.
MOST_ASKED_A_DAY = 3
#: Text messages cost money: so many numbers are asked to confirm in a day, in the whole service.
MOST_TEXTS_ASKED_A_DAY = 500


def may_ask(*, asked_today: int, texts_asked_today: int, is_text: bool) -> bool:
    """May one more question whether it is really theirs go to an address today?"""
    if asked_today >= MOST_ASKED_A_DAY:
        return False
    return not is_text or texts_asked_today < MOST_TEXTS_ASKED_A_DAY
