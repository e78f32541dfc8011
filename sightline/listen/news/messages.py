"""What people are sent: that there is news and where. No word of any reply."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from sightline.listen.invitations.messages import adapters
from sightline.listen.invitations.messages.wording import Written, address_of
from sightline.listen.invitations.models import Invitation
from sightline.listen.news.models import NewsAddress

log = logging.getLogger(__name__)
_SALT = "listen.news"


def token_of(found: NewsAddress) -> str:
    """What a link names an address by; nobody can make one up."""
    return signing.Signer(salt=_SALT).sign(str(found.pk))


def found_by(token: str) -> NewsAddress | None:
    """The address of a link; None for one that is made up, or whose address is deleted."""
    try:
        number = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return NewsAddress.objects.select_related("organisation", "programme").filter(pk=number).first()


def _message(found: NewsAddress, subject: str, text: str) -> EmailMessage:
    stop = address_of(reverse("listen:news:stop", args=[token_of(found)]))
    return EmailMessage(
        subject,
        f"{text}\n\nTo get no more of these: {stop}\n",
        to=[found.address],
        headers={"List-Unsubscribe": f"<{stop}>", "Auto-Submitted": "auto-generated"},
    )


def send_confirm(found: NewsAddress) -> None:
    """Ask whether it is really theirs. A message that cannot go out is told to the log: whoever
    asked sees the same page, whatever is known of the address."""
    confirm = address_of(reverse("listen:news:confirm", args=[token_of(found)]))
    if found.channel == NewsAddress.Channel.TEXT:
        try:
            _send_text(found, "Do you want to hear when there is news? Confirm here:", confirm)
        except adapters.NotSent as refusal:
            log.warning("A number was not asked to confirm: %s", refusal)
        return
    text = (
        "Somebody asked us to tell this address when there is news. If it was you, confirm it "
        f"here:\n{confirm}\n\nIf it was not you, do nothing: the address is deleted in a week."
    )
    try:
        _message(found, "Do you want to hear when there is news?", text).send()
    except (smtplib.SMTPException, OSError) as fault:
        # Its own words could hold the address.
        log.warning("An address was not asked to confirm: %s", type(fault).__name__)


def send_news(addresses: Sequence[NewsAddress]) -> int:
    """Tell each by e-mail that there is news, and where. Gives how many were handed over."""
    messages = [
        _message(one, "There is news", f"There is news. Read it here:\n{_where(one)}")
        for one in addresses
    ]
    return get_connection().send_messages(messages) or 0


def send_text_of_news(found: NewsAddress) -> None:
    """Tell one number that there is news, and where. Raises NotSent."""
    _send_text(found, "There is news. Read it here:", _where(found))


def takes_texts() -> bool:
    """Are text messages of this kind set up here?"""
    return adapters.is_set_up(Invitation.Channel.TEXT, settings.NOTIFY_NEWS_TEMPLATE)


def _where(found: NewsAddress) -> str:
    codes = [found.organisation.code, *([found.programme.code] if found.programme else [])]
    return address_of(reverse("listen:replies:public", args=codes))


def _send_text(found: NewsAddress, text: str, link: str) -> None:
    """Through what sends invitations by text message."""
    stop = address_of(reverse("listen:news:stop", args=[token_of(found)]))
    adapter = adapters.adapter_for(Invitation.Channel.TEXT, settings.NOTIFY_NEWS_TEMPLATE)
    whole = f"{text} {link} No more messages: {stop}"
    try:
        adapter.send(
            Written(
                address=found.address,
                subject="",
                text=whole,
                short_text=whole,
                opt_out=stop,
                parts={"text": text, "link": link, "opt_out": stop},
            )
        )
    finally:
        adapter.close()
