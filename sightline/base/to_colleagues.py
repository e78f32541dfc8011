"""Short messages to people who work here or help: that there is something, until when, and where.

No word of what it is about stands in a message.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

#: Prints what it is given: links and addresses would stand in a log.
_TERMINAL = "django.core.mail.backends.console.EmailBackend"


def email_works() -> bool:
    """Is a server for e-mail set up?"""
    return settings.EMAIL_BACKEND != _TERMINAL


def send(subject: str, text: str, to: str) -> bool:
    """False where e-mail is not set up or the server did not take it."""
    if not email_works():
        return False
    try:
        return bool(_message(subject, text, to, None).send())
    except (smtplib.SMTPException, OSError):
        return False


def send_each(subject: str, text: str, addresses: Sequence[str]) -> int:
    """The same to each, through one connection. How many were handed over.

    Raises smtplib.SMTPException or OSError when the server takes none.
    """
    connection = get_connection()
    written = [_message(subject, text, address, connection) for address in addresses]
    return connection.send_messages(written) or 0


def _message(subject: str, text: str, to: str, connection: BaseEmailBackend | None) -> EmailMessage:
    return EmailMessage(
        subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"}, connection=connection
    )
