"""Who a program reads as: a key in the Authorization header, never a browser's session.

Excel and Power BI speak Basic (email address and key); other programs may send the key as Bearer.
A key gives what its person's roles give today, to read.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from sightline.api.odata.refusals import NotSignedIn, TooMany
from sightline.people.keys import actions, queries
from sightline.people.models import User

#: Requests of one key, and wrong keys from one address of a network, in a minute.
MOST, MOST_WRONG = 600, 30
_MINUTE = 60
LONGEST_HEADER = 1_000
_SAY = (
    "Sign in with your email address as the user name and an access key as the password. "
    "Make a key on the page of your account, under Access keys."
)


def person_of(request: HttpRequest, at: datetime) -> User:
    """The person whose key it is. Raises NotSignedIn or TooMany."""
    email, text = _shown(request.headers.get("Authorization", ""))
    if not text:
        raise NotSignedIn(_SAY)
    key = queries.holder_of(text, at, email)
    if key is None:
        if _count(f"wrong-{get_adapter().get_client_ip(request)}", at) > MOST_WRONG:
            raise TooMany("There were too many wrong keys from this network. Wait a minute.")
        raise NotSignedIn(f"This key does not count: it is wrong, ended or was revoked. {_SAY}")
    if _count(key.public, at) > MOST:
        raise TooMany("There were too many requests with this key. Wait a minute, then go on.")
    actions.note_use(key=key, by=key.user, at=at)
    return key.user


def _shown(header: str) -> tuple[str | None, str]:
    """The email address (None for Bearer) and the key of a header; "" where there is none."""
    scheme, _, rest = header[:LONGEST_HEADER].partition(" ")
    if scheme.lower() == "bearer":
        return None, rest.strip()
    if scheme.lower() != "basic":
        return None, ""
    try:
        email, _, key = base64.b64decode(rest.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None, ""
    return email, key


def _count(what: str, at: datetime) -> int:
    """How many there were in this minute, this one too; shared by all processes."""
    minute = int(at.timestamp()) // _MINUTE
    name = f"feed-{minute}-{sha256(what.encode()).hexdigest()}"
    cache.add(name, 0, 2 * _MINUTE)
    try:
        return cache.incr(name)
    except ValueError:  # it was cleared this moment
        return 1
