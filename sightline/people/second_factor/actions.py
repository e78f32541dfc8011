"""Setting up a second factor, showing that one has it, and taking it away.

``by`` is always the person whose second factor it is, save for ``take_away``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.people.models import Reset, User
from sightline.people.resets import actions as resets
from sightline.people.second_factor import codes, queries, sealing
from sightline.people.second_factor.models import SecondFactor
from sightline.trail import record

#: So many wrong codes in so long, then none is looked at.
MOST_WRONG = 5
WITHIN = timedelta(minutes=5)
_CONFIRMED_FOR = timedelta(minutes=2)
_SPARES = 10


class NotConfirmed(Refusal):
    """The code was not right, or cannot be looked at now."""


class CannotSetUp(Refusal):
    """The second factor cannot be set up like this."""


@dataclass(frozen=True)
class Confirmed:
    """Somebody has just shown their second factor. Only ``confirm`` makes one."""

    user_pk: int
    at: datetime

    def is_good(self, user: User, at: datetime) -> bool:
        return self.user_pk == user.pk and timedelta(0) <= at - self.at <= _CONFIRMED_FOR


@transaction.atomic
def set_up(*, secret: str, code: str, password: str, by: User, at: datetime) -> list[str]:
    """Begin to use an authenticator app. Gives the recovery codes, which are shown this once."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if queries.is_set_up(user):
        raise CannotSetUp("You have a second factor already. Take it away first to set up another.")
    if not user.check_password(password):
        raise CannotSetUp("The password is not the one you sign in with.")
    step = codes.matching_step(secret, code, at)
    if step is None:
        raise CannotSetUp(
            "The code does not fit. Check that the clock of your telephone is right, and enter the "
            "code that the app shows now."
        )
    spare = [codes.new_spare() for _ in range(_SPARES)]
    SecondFactor.objects.create(
        user=user,
        sealed=sealing.seal(secret),
        last_step=step,
        spare=[_hash(one) for one in spare],
        made_at=at,
    )
    _line("set_up", user, by, at, "Second factor set up")
    return spare


def confirm(*, code: str, by: User, at: datetime) -> Confirmed:
    """Show a second factor: a code of the app, or a recovery code, which is used up by it.

    Raises NotConfirmed. A wrong code is counted even though nothing else happens.
    """
    if _is_right(code, by, at):
        return Confirmed(by.pk, at)
    raise NotConfirmed(
        "The code is not right, or was used before. Wait for the next code of your app and enter "
        "that."
    )


@transaction.atomic
def _is_right(code: str, by: User, at: datetime) -> bool:
    found = SecondFactor.objects.select_for_update().filter(user=by).first()
    if found is None or not by.is_active:
        raise NotConfirmed("Set up a second factor first, on the page of your account.")
    since = (at - WITHIN).timestamp()
    wrong = [moment for moment in found.wrong if moment > since]
    if len(wrong) >= MOST_WRONG:
        raise NotConfirmed("There were too many wrong codes. Wait five minutes, then try again.")
    try:
        secret = sealing.unseal(found.sealed)
    except sealing.CannotOpen:
        raise NotConfirmed(
            "Your second factor was set up before the service changed its key, so no code can be "
            "checked. Ask an administrator to take it away, then set it up again."
        ) from None
    step = codes.matching_step(secret, code, at, after=found.last_step)
    hashed = _hash(code)
    right = step is not None or hashed in found.spare
    found.wrong = [] if right else [*wrong, at.timestamp()]
    found.last_step = found.last_step if step is None else step
    found.spare = [one for one in found.spare if one != hashed]
    found.save(update_fields=["wrong", "last_step", "spare"])
    return right


def _hash(code: str) -> str:
    """Of a recovery code, however it was typed: 60 random bits need no salt."""
    typed = "".join(code.split()).replace("-", "").lower()
    return hashlib.sha256(typed.encode()).hexdigest()


@transaction.atomic
def take_away(*, user: User, confirmed: Confirmed | None, by: User, at: datetime) -> None:
    """Take a second factor away: one's own with a code; somebody's who lost theirs, by whoever
    looks after people. They are told, and sign nothing for a few days: see resets."""
    if by.pk != user.pk:
        viewer.require(by, Permission.MANAGE_PEOPLE)
    elif confirmed is None or not confirmed.is_good(by, at):
        raise NotConfirmed("Enter a code of your app, or a recovery code.")
    gone, _ = SecondFactor.objects.filter(user=user).delete()
    if not gone:
        raise CannotSetUp("There is no second factor. Nothing was changed.")
    resets.keep(user=user, what=Reset.What.SECOND_FACTOR, by=by, at=at)
    _line("take_away", user, by, at, "Second factor taken away")


def _line(verb: str, user: User, by: User, at: datetime, summary: str) -> None:
    record.record(
        action=f"people.second_factor.{verb}", subject=user, by=by, at=at, summary=summary
    )
