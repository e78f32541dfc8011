"""The message to somebody whose account somebody else has reset. It does not say what was done."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

#: What the settings name where no server for e-mail is set up.
_TERMINAL = "django.core.mail.backends.console.EmailBackend"
SUBJECT = "Your Sightline account was changed"
TEXT = """Somebody who looks after accounts has changed how you sign in to Sightline.

If you asked for this, there is nothing to do.

If you did not, tell your regional quality team now, by a number or address that you know. Do not
answer this message.
"""


def tell(email: str) -> bool:
    """False where e-mail is not set up or the server did not take it."""
    if settings.EMAIL_BACKEND == _TERMINAL:
        return False
    message = EmailMessage(SUBJECT, TEXT, to=[email], headers={"Auto-Submitted": "auto-generated"})
    try:
        return bool(message.send())
    except (smtplib.SMTPException, OSError):
        return False
