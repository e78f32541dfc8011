"""A person's address: how it is read, and the keyed hash by which they are known again.

The hash is 16 bytes of HMAC-SHA256 under the service's secret key, which is not in the database.
It says who has asked not to be written to and how often somebody was written to, across surveys
and long after their address was wiped.
"""

from __future__ import annotations

import base64
import binascii
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import constant_time_compare, salted_hmac

from sightline.base.refusal import Refusal
from sightline.listen.invitations.models import Invitation

_KEY = "sightline.listen.invitations.contact"
_LETTER = "sightline.listen.invitations.opt-out"
_KEY_BYTES, _SEAL_BYTES = 16, 8
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,24}")
#: A mobile number as people in the United Kingdom write it; spreadsheets drop the zero.
_UK_MOBILE = re.compile(r"(?:\+44|0044|44|0)?(7[0-9]{9})")
_ABROAD = re.compile(r"\+[1-9][0-9]{7,14}")


class NotAnAddress(Refusal):
    """The text is neither an e-mail address nor a mobile number."""


def read(text: str) -> tuple[Invitation.Channel, str]:
    """The channel and the address in its one form. Blank: the link is handed over.

    Raises NotAnAddress, with a sentence that does not repeat the address.
    """
    text = text.strip()
    if not text:
        return Invitation.Channel.NONE, ""
    if "@" in text:
        try:
            validate_email(text)
        except ValidationError:
            raise NotAnAddress(
                "This is not an e-mail address in the correct format, like name@example.com."
            ) from None
        if len(text) > 254:
            raise NotAnAddress("The e-mail address is longer than 254 characters.")
        return Invitation.Channel.EMAIL, text.lower()
    if _PHONE.fullmatch(text):
        digits = re.sub(r"[^0-9+]", "", text)
        if home := _UK_MOBILE.fullmatch(digits):
            return Invitation.Channel.TEXT, f"+44{home[1]}"
        if _ABROAD.fullmatch(digits) and not digits.startswith("+44"):
            return Invitation.Channel.TEXT, digits
        raise NotAnAddress(
            "This is not a mobile number, like 07700 900123 or +44 7700 900123. "
            "A number of another country begins with + and the code of the country."
        )
    raise NotAnAddress("This is neither an e-mail address nor a mobile number.")


def key_of(address: str) -> bytes:
    """The 16 bytes by which the person of an address (in its one form) is known again."""
    return salted_hmac(_KEY, address, algorithm="sha256").digest()[:_KEY_BYTES]


def opt_out_token(key: bytes) -> str:
    """32 characters that let whoever was written to say: no more. It holds no address."""
    return base64.urlsafe_b64encode(key + _seal(key)).decode()


def key_of_opt_out(token: str) -> bytes | None:
    """The person of a token that this service gave out, or None."""
    try:
        data = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError):
        return None
    key, seal = data[:_KEY_BYTES], data[_KEY_BYTES:]
    if len(data) != _KEY_BYTES + _SEAL_BYTES or not constant_time_compare(seal, _seal(key)):
        return None
    return key


def _seal(key: bytes) -> bytes:
    return salted_hmac(_LETTER, key, algorithm="sha256").digest()[:_SEAL_BYTES]
