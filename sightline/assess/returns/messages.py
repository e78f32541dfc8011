"""What people are sent about self-assessments: that there is something, until when, and where.

No word of any answer stands in a message.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from sightline.assess.returns.contributors.models import Contributor
from sightline.assess.returns.models import Return
from sightline.design.show import format_date
from sightline.listen.invitations.messages import adapters
from sightline.listen.invitations.models import Invitation


def email_works() -> bool:
    return adapters.is_set_up(Invitation.Channel.EMAIL)


def link_of(token: str) -> str:
    """The whole address of a contributor's link."""
    return _whole(reverse("assess:returns:contribute", args=[token]))


def send_link(contributor: Contributor, token: str) -> bool:
    """Send somebody their link. False where e-mail is not set up or the server did not take it."""
    if not email_works():
        return False
    text = (
        f"{contributor.invited_by.name} asks for your help with one section of a "
        f"self-assessment. You need no account.\n\nYour link, until "
        f"{format_date(contributor.last_date)}: {link_of(token)}\n\nThe link is yours alone. "
        "Please do not pass it on.\n"
    )
    message = _message("Your help with a self-assessment", text, contributor.email, None)
    try:
        return bool(message.send())
    except (smtplib.SMTPException, OSError):
        return False


def remind(found: Return, subject: str, addresses: Sequence[str]) -> int:
    """Tell each that a return is due. How many were handed over.

    Raises smtplib.SMTPException or OSError when the server takes none.
    """
    text = (
        f"It is due by {format_date(found.campaign.closes_date)}. Sign in here: "
        + _whole(reverse("assess:returns:show", args=[found.reference]))
        + "\n"
    )
    connection = get_connection()
    return (
        connection.send_messages(
            [_message(subject, text, address, connection) for address in addresses]
        )
        or 0
    )


def _message(subject: str, text: str, to: str, connection: BaseEmailBackend | None) -> EmailMessage:
    return EmailMessage(
        subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"}, connection=connection
    )


def _whole(path: str) -> str:
    return f"{settings.SERVICE_ADDRESS.rstrip('/')}{path}"
