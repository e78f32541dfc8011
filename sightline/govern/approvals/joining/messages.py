"""What people are sent about approvals: that there is something, until when, and where.

No word of an application stands in a message.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from sightline.design.show import format_date
from sightline.govern.approvals.joining.models import PlaceContact
from sightline.listen.invitations.messages import adapters
from sightline.listen.invitations.models import Invitation


def email_works() -> bool:
    return adapters.is_set_up(Invitation.Channel.EMAIL)


def link_of(token: str) -> str:
    """The whole address of a contact's link."""
    return _whole(reverse("govern:approvals:place", args=[token]))


def send_link(contact: PlaceContact, token: str) -> bool:
    """Send somebody their link. False where e-mail is not set up or the server did not take it."""
    if not email_works():
        return False
    text = (
        f"{contact.by.name} asks for your help with preparing your place for learners. You need "
        f"no account.\n\nYour link, until {format_date(contact.last_date)}: {link_of(token)}\n\n"
        "The link is yours alone. Please do not pass it on.\n"
    )
    message = _message("Preparing your place for learners", text, contact.email, None)
    try:
        return bool(message.send())
    except (smtplib.SMTPException, OSError):
        return False


def remind(reference: str, review_date: date, addresses: Sequence[str]) -> int:
    """Tell each that a review is due. How many were handed over.

    Raises smtplib.SMTPException or OSError when the server takes none.
    """
    text = (
        f"An approval is to be reviewed by {format_date(review_date)}. Sign in here: "
        + _whole(reverse("govern:approvals:show", args=[reference]))
        + "\n"
    )
    connection = get_connection()
    return (
        connection.send_messages(
            [_message("A review is due", text, address, connection) for address in addresses]
        )
        or 0
    )


def _message(subject: str, text: str, to: str, connection: BaseEmailBackend | None) -> EmailMessage:
    return EmailMessage(
        subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"}, connection=connection
    )


def _whole(path: str) -> str:
    return f"{settings.SERVICE_ADDRESS.rstrip('/')}{path}"
