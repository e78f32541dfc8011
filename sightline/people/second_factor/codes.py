"""Time-based one-time passwords, RFC 6238 and RFC 4226: SHA-1, six digits, steps of 30 seconds.

That is what every authenticator app does. Written here because the sign-in library's own cannot be
loaded without a package for security keys; see docs/decisions.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS = 30
_DIGITS = 6
#: A telephone's clock may be a step before or behind ours.
_DRIFT = (-1, 0, 1)


def new_secret() -> str:
    """160 random bits (RFC 4226, section 4), in base 32 as apps read it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def new_spare() -> str:
    """A recovery code: 60 random bits in three groups that can be written down."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def at_step(secret: str, step: int, digits: int = _DIGITS) -> str:
    """The digits of a step: RFC 4226, section 5.3. ``secret`` is base 32."""
    key = base64.b32decode(secret, casefold=True)
    # The standard's own choice; what is asked of it here is that of HMAC, which SHA-1 still gives.
    found = hmac.new(key, struct.pack(">Q", step), "sha1").digest()
    start = found[-1] & 0x0F
    number = struct.unpack(">I", found[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def matching_step(secret: str, code: str, moment: datetime, *, after: int = -1) -> int | None:
    """The step that a code belongs to, if it is about now and later than ``after``; else None.

    A step that was used is not taken again, so that nobody who looked on can use the code.
    """
    typed = "".join(code.split()).encode()
    for drift in _DRIFT:
        step = step_at(moment) + drift
        if step > after and hmac.compare_digest(at_step(secret, step).encode(), typed):
            return step
    return None


def address_of(secret: str, *, who: str, service: str) -> str:
    """What the picture of the secret says to an authenticator app."""
    told = urlencode({"secret": secret, "issuer": service}, quote_via=quote)
    return f"otpauth://totp/{quote(service)}:{quote(who)}?{told}"
