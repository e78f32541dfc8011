"""When people are asked to confirm, and when they are told. Pure."""

from __future__ import annotations

#: Anybody can type somebody else's address: so many questions a day go to one, whatever the place.
MOST_ASKED_A_DAY = 3
#: Text messages cost money: so many numbers are asked to confirm in a day, in the whole service.
MOST_TEXTS_ASKED_A_DAY = 500
#: And so many e-mail addresses, so that nobody makes the service write to a list of strangers.
MOST_EMAILS_ASKED_A_DAY = 5_000


def may_ask(*, asked_today: int, by_channel_today: int, is_text: bool) -> bool:
    """May one more question whether it is really theirs go to an address today?

    ``by_channel_today``: how many were asked today by the same channel, in the whole service.
    """
    most = MOST_TEXTS_ASKED_A_DAY if is_text else MOST_EMAILS_ASKED_A_DAY
    return asked_today < MOST_ASKED_A_DAY and by_channel_today < most
