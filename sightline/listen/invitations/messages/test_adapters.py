from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core import mail

from sightline.listen.invitations.messages import adapters
from sightline.listen.invitations.messages.adapters import NotSent
from sightline.listen.invitations.messages.models import Outgoing
from sightline.listen.invitations.messages.wording import Written
from sightline.listen.invitations.models import Invitation

EMAIL, TEXT = Invitation.Channel.EMAIL, Invitation.Channel.TEXT
SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
WRITTEN = Written(
    "lena@example.org",
    "Survey",
    "Your link",
    "Short",
    "http://127.0.0.1:8000/no-more/",
    {"link": "http://127.0.0.1:8000/a/x/"},
)


class Server(HTTPServer):
    """A sending service on loopback that answers as it is told and remembers what came."""

    status = 201

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.came: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((self.path, dict(self.headers), json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written to the terminal."""


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def test_nothing_is_set_up_unless_it_was_configured(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    for channel in (EMAIL, TEXT):
        assert not adapters.is_set_up(channel)
        with pytest.raises(NotSent) as refusal:
            adapters.adapter_for(channel)
        assert refusal.value.reason == Outgoing.Reason.NOT_SET_UP


def test_an_email_can_be_opted_out_of_with_one_click() -> None:
    adapters.adapter_for(EMAIL).send(WRITTEN)
    [sent] = mail.outbox
    assert sent.to == ["lena@example.org"]
    headers = sent.message()
    assert headers["List-Unsubscribe"] == "<http://127.0.0.1:8000/no-more/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (smtplib.SMTPRecipientsRefused({}), Outgoing.Reason.REFUSED),
        (smtplib.SMTPAuthenticationError(535, b"no"), Outgoing.Reason.REJECTED),
        (smtplib.SMTPDataError(451, b"later"), Outgoing.Reason.BUSY),
        (smtplib.SMTPDataError(550, b"never"), Outgoing.Reason.REFUSED),
        (smtplib.SMTPServerDisconnected(), Outgoing.Reason.UNREACHABLE),
        (ConnectionRefusedError(), Outgoing.Reason.UNREACHABLE),
    ],
)
def test_why_an_email_was_not_sent(
    fault: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: object, fail_silently: bool = False) -> int:
        raise fault

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fails)
    with pytest.raises(NotSent) as refusal:
        adapters.Email().send(WRITTEN)
    assert refusal.value.reason == reason
    assert "lena" not in str(refusal.value)


def test_a_text_message_goes_to_the_gateway(server: Server, settings: Any) -> None:
    settings.TEXT_MESSAGE_ADDRESS, settings.TEXT_MESSAGE_KEY = f"{server.address}/send", "key"
    adapters.adapter_for(TEXT).send(WRITTEN)
    [(path, headers, body)] = server.came
    assert (path, headers["Authorization"]) == ("/send", "Bearer key")
    assert body == {"to": "lena@example.org", "text": "Short"}


@pytest.mark.parametrize("channel", [EMAIL, TEXT])
def test_notify_gets_the_template_and_a_signed_token(
    server: Server, settings: Any, channel: str
) -> None:
    settings.NOTIFY_KEY = f"team-{SERVICE}-{SECRET}"
    settings.NOTIFY_ADDRESS = server.address
    settings.NOTIFY_EMAIL_TEMPLATE = settings.NOTIFY_TEXT_TEMPLATE = "template"
    adapters.adapter_for(channel).send(WRITTEN)
    [(path, headers, body)] = server.came
    is_text = channel == TEXT
    assert path == f"/v2/notifications/{'sms' if is_text else 'email'}"
    assert body["phone_number" if is_text else "email_address"] == "lena@example.org"
    assert (body["template_id"], body["personalisation"]) == ("template", WRITTEN.parts)
    assert ("one_click_unsubscribe_url" in body) == (not is_text)
    head, claims, seal = headers["Authorization"].removeprefix("Bearer ").split(".")
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["iss"] == SERVICE
    right = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(seal + "=") == right


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, Outgoing.Reason.REFUSED),
        (403, Outgoing.Reason.REJECTED),
        (429, Outgoing.Reason.BUSY),
        (503, Outgoing.Reason.UNREACHABLE),
    ],
)
def test_why_a_service_took_no_message(server: Server, status: int, reason: str) -> None:
    server.status = status
    with pytest.raises(NotSent) as refusal:
        adapters.Text(server.address, "key").send(WRITTEN)
    assert refusal.value.reason == reason


def test_a_service_that_is_not_there_and_a_key_that_is_none() -> None:
    with pytest.raises(NotSent) as refusal:
        adapters.Text("http://127.0.0.1:1", "key").send(WRITTEN)
    assert refusal.value.reason == Outgoing.Reason.UNREACHABLE
    with pytest.raises(NotSent):
        adapters.Text("file:///etc/passwd", "key").send(WRITTEN)
    with pytest.raises(NotSent):
        adapters.Notify(TEXT, "template", "not a key", "http://127.0.0.1:1")
