"""The message to somebody whose account somebody else has reset. It does not say what was done."""

from __future__ import annotations

from sightline.base import to_colleagues

SUBJECT = "Your Sightline account was changed"
TEXT = """Somebody who looks after accounts has changed how you sign in to Sightline.

If you asked for this, there is nothing to do.

If you did not, tell your regional quality team now, by a number or address that you know. Do not
answer this message.
"""


def tell(email: str) -> bool:
    """False where e-mail is not set up or the server did not take it."""
    return to_colleagues.send(SUBJECT, TEXT, email)
