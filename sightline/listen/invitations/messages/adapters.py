"""How messages leave the service: e-mail through Django, text messages, GOV.UK Notify.

Each is off unless its settings are there. All have one face: ``send(written)``, which raises
NotSent with a reason that holds neither address nor text.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import smtplib
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from sightline.base import to_colleagues
from sightline.listen.invitations.messages.models import Outgoing
from sightline.listen.invitations.messages.wording import Written
from sightline.listen.invitations.models import Invitation

Reason = Outgoing.Reason
_TIMEOUT_SECONDS = 15
#: An API key of GOV.UK Notify: a name, the key of the service and the secret.
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NOTIFY_KEY = re.compile(rf".*?({_UUID})-({_UUID})")


class NotSent(Exception):
    """A message did not go out."""

    def __init__(self, reason: Outgoing.Reason) -> None:
        super().__init__(reason.label)
        self.reason = reason


class Adapter(Protocol):
    def send(self, written: Written) -> None:
        """Hand the message over. Raises NotSent."""
        ...

    def close(self) -> None: ...


class Email:
    """Through Django's mail, with the headers of a one-click opt-out (RFC 8058)."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def send(self, written: Written) -> None:
        message = EmailMessage(
            written.subject,
            written.text,
            to=[written.address],
            headers={
                "List-Unsubscribe": f"<{written.opt_out}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
            connection=self._connection,
        )
        try:
            message.send()
        except (smtplib.SMTPRecipientsRefused, ValueError) as error:
            raise NotSent(Reason.REFUSED) from error
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused) as error:
            raise NotSent(Reason.REJECTED) from error
        except smtplib.SMTPResponseException as error:
            raise NotSent(Reason.BUSY if error.smtp_code < 500 else Reason.REFUSED) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(Reason.UNREACHABLE) from error

    def close(self) -> None:
        self._connection.close()


class Text:
    """A gateway for text messages: a POST of {"to", "text"} as JSON with a bearer token."""

    def __init__(self, address: str, key: str) -> None:
        self._address, self._key = address, key

    def send(self, written: Written) -> None:
        _post(
            self._address,
            {"to": written.address, "text": written.short_text},
            {"Authorization": f"Bearer {self._key}"},
        )

    def close(self) -> None:
        """Nothing is held open."""


class Notify:
    """GOV.UK Notify, one channel and one template of it.

    The template's fields are ((who)), ((survey)), ((minutes)), ((until)), ((link)), ((opt_out))
    and ((reminder)). Addresses and form of the API: check against the official text.
    """

    def __init__(self, channel: str, template: str, key: str, address: str) -> None:
        found = _NOTIFY_KEY.fullmatch(key)
        if found is None:
            raise NotSent(Reason.NOT_SET_UP)
        self._service, self._secret = found[1], found[2]
        self._is_text = channel == Invitation.Channel.TEXT
        self._template = template
        self._address = address.rstrip("/")

    def send(self, written: Written) -> None:
        to = "phone_number" if self._is_text else "email_address"
        body: dict[str, Any] = {
            to: written.address,
            "template_id": self._template,
            "personalisation": written.parts,
        }
        if not self._is_text:
            body["one_click_unsubscribe_url"] = written.opt_out
        _post(
            f"{self._address}/v2/notifications/{'sms' if self._is_text else 'email'}",
            body,
            {"Authorization": f"Bearer {self._token()}"},
        )

    def _token(self) -> str:
        """A JSON web token (RFC 7519) signed with the secret, good for half a minute."""
        head = _encoded({"typ": "JWT", "alg": "HS256"})
        claims = _encoded({"iss": self._service, "iat": int(time.time())})
        signed = f"{head}.{claims}".encode()
        seal = hmac.new(self._secret.encode(), signed, hashlib.sha256).digest()
        return f"{head}.{claims}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"

    def close(self) -> None:
        """Nothing is held open."""


def adapter_for(channel: str, template: str | None = None) -> Adapter:
    """What sends messages of a channel here. Raises NotSent where that is not set up.

    ``template`` is one of GOV.UK Notify other than that of invitations.
    """
    is_text = channel == Invitation.Channel.TEXT
    if template is None:
        template = settings.NOTIFY_TEXT_TEMPLATE if is_text else settings.NOTIFY_EMAIL_TEMPLATE
    if settings.NOTIFY_KEY and template:
        return Notify(channel, template, settings.NOTIFY_KEY, settings.NOTIFY_ADDRESS)
    if not is_text:
        if not to_colleagues.email_works():
            raise NotSent(Reason.NOT_SET_UP)
        return Email()
    if settings.TEXT_MESSAGE_ADDRESS:
        return Text(settings.TEXT_MESSAGE_ADDRESS, settings.TEXT_MESSAGE_KEY)
    raise NotSent(Reason.NOT_SET_UP)


def is_set_up(channel: str, template: str | None = None) -> bool:
    try:
        adapter_for(channel, template).close()
    except NotSent:
        return False
    return True


def _encoded(part: Mapping[str, object]) -> str:
    text = json.dumps(part, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def _post(address: str, body: Mapping[str, object], headers: Mapping[str, str]) -> None:
    if urlsplit(address).scheme not in ("http", "https"):
        raise NotSent(Reason.NOT_SET_UP)
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
        address,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **headers},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS):  # noqa: S310
            return
    except urllib.error.HTTPError as error:
        error.close()
        raise NotSent(_reason(error.code)) from None
    except OSError as error:
        raise NotSent(Reason.UNREACHABLE) from error


def _reason(status: int) -> Outgoing.Reason:
    if status in (401, 403, 404):
        return Reason.REJECTED
    if status == 429:
        return Reason.BUSY
    return Reason.UNREACHABLE if status >= 500 else Reason.REFUSED
