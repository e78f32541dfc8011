"""Wrong passwords on pages of one's own count with those at signing in: a session that somebody
left open is no way round the limit."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError

from sightline.base.refusal import Refusal
from sightline.people.request import SignedInRequest


class TooManyTries(Refusal):
    """No password is looked at for a while."""

    def __init__(self) -> None:
        super().__init__(
            "There were too many wrong passwords for this account or from this network. Wait five "
            "minutes, then try again."
        )


def count(request: SignedInRequest, password: str) -> None:
    """Count a password that somebody enters again, if it is wrong; the action says that it is.

    Raises TooManyTries before it is looked at, by the limits of signing in.
    """
    try:
        get_adapter(request).authenticate(request, email=request.user.email, password=password)
    except ValidationError:
        raise TooManyTries from None
