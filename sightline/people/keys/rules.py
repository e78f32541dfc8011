"""What a key may be. No database, no clock."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sightline.base.refusal import Refusal

#: How long a key may last, and what is offered.
LONGEST = timedelta(days=366)
DAYS = (30, 90, 180, 365)
#: Live keys of one person.
MOST = 10
LONGEST_NAME = 60
_WHOLE = re.compile(r"sightline_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")


class CannotMakeKey(Refusal):
    """The key cannot be made like this."""


class CannotRevokeKey(Refusal):
    """The key cannot be revoked."""


@dataclass(frozen=True)
class NewKey:
    """``text`` is the whole key, which is shown once."""

    text: str
    public: str


def new_key() -> NewKey:
    """48 bits that find it and 256 that nobody guesses."""
    public = secrets.token_hex(6)
    return NewKey(f"sightline_{public}_{secrets.token_urlsafe(32)}", public)


def public_part(text: str) -> str:
    """The part of a key that finds it; "" for what is no key."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else ""


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_unless_it_may_be_made(
    *, name: str, lasts: timedelta, live: int, names: frozenset[str]
) -> None:
    """``live`` is how many keys the person has; ``names`` are those that were not revoked."""
    if not name:
        raise CannotMakeKey("Enter a name for the key, such as “Power BI on my laptop”")
    if len(name) > LONGEST_NAME:
        raise CannotMakeKey(f"Name must be {LONGEST_NAME} characters or fewer")
    if name.casefold() in {one.casefold() for one in names}:
        raise CannotMakeKey("You have a key of this name. Choose another name, or revoke it first.")
    if not timedelta(0) < lasts <= LONGEST:
        raise CannotMakeKey("A key lasts a year at most. Choose how long from the list.")
    if live >= MOST:
        raise CannotMakeKey(f"You have {MOST} keys. Revoke one that you no longer use first.")


def is_due_to_be_noted(last_used_at: datetime | None, at: datetime) -> bool:
    """Is this use written down? Every ten minutes is enough to see that a key is in use."""
    return last_used_at is None or at - last_used_at >= timedelta(minutes=10)
