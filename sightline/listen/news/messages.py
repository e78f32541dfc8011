"""What people are sent: that there is news and where. No word of any reply."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from sightline.listen.news.models import NewsAddress

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


def _whole(path: str) -> str:
    start = getattr(settings, "SERVICE_ADDRESS", "http://127.0.0.1:8000")
    return f"{start.rstrip('/')}{path}"


def _message(found: NewsAddress, subject: str, text: str) -> EmailMessage:
    stop = _whole(reverse("listen:news:stop", args=[token_of(found)]))
    return EmailMessage(
        subject,
        f"{text}\n\nTo get no more of these: {stop}\n",
        to=[found.address],
        headers={"List-Unsubscribe": f"<{stop}>", "Auto-Submitted": "auto-generated"},
    )


def send_confirm(found: NewsAddress) -> None:
    """Ask whether it is really theirs."""
    confirm = _whole(reverse("listen:news:confirm", args=[token_of(found)]))
    text = (
        "Somebody asked us to tell this address when there is news. If it was you, confirm it "
        f"here:\n{confirm}\n\nIf it was not you, do nothing: the address is deleted in a week."
    )
    _message(found, "Do you want to hear when there is news?", text).send()


def send_news(addresses: Sequence[NewsAddress]) -> int:
    """Tell each that there is news, and where. Gives how many were handed over."""
    messages = [
        _message(
            one,
            "There is news",
            "There is news. Read it here:\n"
            + _whole(
                reverse(
                    "listen:replies:public",
                    args=[
                        one.organisation.code,
                        *([one.programme.code] if one.programme else []),
                    ],
                )
            ),
        )
        for one in addresses
    ]
    return get_connection().send_messages(messages) or 0
