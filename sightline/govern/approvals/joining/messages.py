"""What people are sent about approvals: that there is something, until when, and where.

No word of an application stands in a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from sightline.base import to_colleagues
from sightline.design.show import format_date
from sightline.govern.approvals.joining.models import PlaceContact
from sightline.listen.invitations.messages.wording import address_of


def link_of(token: str) -> str:
    """The whole address of a contact's link."""
    return address_of(reverse("govern:approvals:place", args=[token]))


def send_link(contact: PlaceContact, token: str) -> bool:
    """Send somebody their link. False where e-mail is not set up or the server did not take it."""
    text = (
        f"{contact.by.name} asks for your help with preparing your place for learners. You need "
        f"no account.\n\nYour link, until {format_date(contact.last_date)}: {link_of(token)}\n\n"
        "The link is yours alone. Please do not pass it on.\n"
    )
    return to_colleagues.send("Preparing your place for learners", text, contact.email)


def remind(reference: str, review_date: date, addresses: Sequence[str]) -> int:
    """Tell each that a review is due. How many were handed over.

    Raises smtplib.SMTPException or OSError when the server takes none.
    """
    where = address_of(reverse("govern:approvals:show", args=[reference]))
    text = f"An approval is to be reviewed by {format_date(review_date)}. Sign in here: {where}\n"
    return to_colleagues.send_each("A review is due", text, addresses)
