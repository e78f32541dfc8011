"""What people are sent about self-assessments: that there is something, until when, and where.

No word of any answer stands in a message.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from sightline.assess.returns.contributors.models import Contributor
from sightline.assess.returns.models import Return
from sightline.base import to_colleagues
from sightline.design.show import format_date
from sightline.listen.invitations.messages.wording import address_of


def link_of(token: str) -> str:
    """The whole address of a contributor's link."""
    return address_of(reverse("assess:returns:contribute", args=[token]))


def send_link(contributor: Contributor, token: str) -> bool:
    """Send somebody their link. False where e-mail is not set up or the server did not take it."""
    text = (
        f"{contributor.invited_by.name} asks for your help with one section of a "
        f"self-assessment. You need no account.\n\nYour link, until "
        f"{format_date(contributor.last_date)}: {link_of(token)}\n\nThe link is yours alone. "
        "Please do not pass it on.\n"
    )
    return to_colleagues.send("Your help with a self-assessment", text, contributor.email)


def send_back(contributor: Contributor, token: str, by_name: str) -> bool:
    """Tell somebody that their section came back, with another link to it."""
    text = (
        f"{by_name} has sent back the section of a self-assessment that you help with. What is "
        f"needed is said on its page.\n\nYour link, until {format_date(contributor.last_date)}: "
        f"{link_of(token)}\n\nThe link is yours alone. Please do not pass it on.\n"
    )
    return to_colleagues.send("Your section was sent back", text, contributor.email)


def remind(found: Return, subject: str, addresses: Sequence[str]) -> int:
    """Tell each that a return is due. How many were handed over.

    Raises smtplib.SMTPException or OSError when the server takes none.
    """
    where = address_of(reverse("assess:returns:show", args=[found.reference]))
    due = format_date(found.campaign.closes_date)
    return to_colleagues.send_each(
        subject, f"It is due by {due}. Sign in here: {where}\n", addresses
    )
