from __future__ import annotations

import re
import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations.messages import adapters
from sightline.listen.invitations.messages.models import Outgoing
from sightline.listen.invitations.messages.wording import Written
from sightline.listen.news import actions
from sightline.listen.news.models import News, NewsAddress
from sightline.listen.replies import actions as replies
from sightline.listen.replies.models import Reply

pytestmark = pytest.mark.django_db
ADDRESS = "somebody@post.example"


def links(text: str) -> dict[str, str]:
    """The paths in a message by their kind."""
    return {kind: path for path, kind in re.findall(r"(/listen/news/(confirm|stop)/\S+)", text)}


def ask(client: Client, callbacks: object, address: str = ADDRESS) -> None:
    with callbacks(execute=True):  # type: ignore[operator]
        client.post(reverse("listen:news:ask", args=["ZN001"]), {"address": address})


def test_from_an_address_to_news_and_to_silence(
    reply: Reply,
    cast: Cast,
    client: Client,
    django_capture_on_commit_callbacks: object,
) -> None:
    ask(client, django_capture_on_commit_callbacks)
    replies.publish(reply=reply, by=cast.north_manager, at=NOW)
    confirm = links(str(mail.outbox[0].body))["confirm"]
    client.get(confirm)
    assert not NewsAddress.objects.get().is_confirmed
    client.post(confirm)
    assert actions.tell(by=None, at=NOW) == 1
    assert actions.tell(by=None, at=NOW) == 0
    news = mail.outbox[1]
    assert news.subject == "There is news"
    assert "/listen/replies/public/ZN001/" in str(news.body)
    for word in ("supervis", "Aldermoor", reply.reference, "survey"):
        assert word not in str(news.body)
    assert News.objects.get().count == 1
    client.post(links(str(news.body))["stop"])
    assert not NewsAddress.objects.exists()


def test_whoever_has_not_confirmed_hears_nothing(
    reply: Reply, cast: Cast, country: Country
) -> None:
    NewsAddress.objects.create(address=ADDRESS, organisation=country.trust, asked_date=NOW.date())
    replies.publish(reply=reply, by=cast.north_manager, at=NOW)
    assert actions.tell(by=None, at=NOW) == 0
    assert mail.outbox == []


def test_asked_once_a_day_at_most(
    country: Country, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    for _ in range(3):
        ask(client, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 1
    ask(client, django_capture_on_commit_callbacks, "no address")
    assert NewsAddress.objects.count() == 1


def test_a_server_that_takes_no_email_is_no_fault_of_whoever_asks(
    country: Country,
    client: Client,
    django_capture_on_commit_callbacks: object,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(_: object) -> None:
        raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"No such person")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    ask(client, django_capture_on_commit_callbacks)
    assert "was not asked to confirm" in caplog.text
    assert ADDRESS not in caplog.text


def test_a_made_up_link_leads_nowhere(country: Country, client: Client) -> None:
    for name in ("confirm", "stop"):
        assert client.get(reverse(f"listen:news:{name}", args=["1:abc"])).status_code == 404


class Gateway:
    """Stands in for what sends text messages; ``fails`` is why it does not."""

    def __init__(self) -> None:
        self.sent: list[Written] = []
        self.fails: Outgoing.Reason | None = None

    def send(self, written: Written) -> None:
        if self.fails:
            raise adapters.NotSent(self.fails)
        self.sent.append(written)

    def close(self) -> None:
        """Nothing is held open."""


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Gateway:
    settings.TEXT_MESSAGE_ADDRESS = "https://texts.example"
    found = Gateway()
    monkeypatch.setattr(adapters, "Text", lambda address, key: found)
    return found


def test_by_text_message_from_a_number_to_news_and_to_silence(
    reply: Reply,
    cast: Cast,
    client: Client,
    gateway: Gateway,
    django_capture_on_commit_callbacks: object,
) -> None:
    ask(client, django_capture_on_commit_callbacks, "07700 900123")
    replies.publish(reply=reply, by=cast.north_manager, at=NOW)
    asked = gateway.sent[0]
    assert asked.address == "+447700900123"
    client.post(links(asked.short_text)["confirm"])
    assert actions.tell(by=None, at=NOW) == 1
    assert actions.tell(by=None, at=NOW) == 0
    news = gateway.sent[1].short_text
    assert "/listen/replies/public/ZN001/" in news
    for word in ("supervis", "Aldermoor", reply.reference, "survey"):
        assert word not in news
    assert len(news) < 306, "two text messages at most"
    client.post(links(news)["stop"])
    assert not NewsAddress.objects.exists()
    assert mail.outbox == []


def test_what_a_gateway_cannot_take_now_waits_and_what_it_refuses_does_not(
    reply: Reply, cast: Cast, country: Country, gateway: Gateway
) -> None:
    number = NewsAddress.objects.create(
        address="+447700900123",
        channel="text",
        organisation=country.trust,
        is_confirmed=True,
        asked_date=NOW.date(),
    )
    replies.publish(reply=reply, by=cast.north_manager, at=NOW)
    gateway.fails = Outgoing.Reason.BUSY
    assert actions.tell(by=None, at=NOW) == 0
    gateway.fails = None
    assert actions.tell(by=None, at=NOW) == 1
    NewsAddress.objects.filter(pk=number.pk).update(is_owed=True)
    gateway.fails = Outgoing.Reason.REFUSED
    assert actions.tell(by=None, at=NOW) == 0
    number.refresh_from_db()
    assert not number.is_owed


def test_nobody_is_told_at_night_nor_twice_a_day_of_one_place(
    reply: Reply, cast: Cast, country: Country
) -> None:
    NewsAddress.objects.create(
        address=ADDRESS, organisation=country.trust, is_confirmed=True, asked_date=NOW.date()
    )
    replies.publish(reply=reply, by=cast.north_manager, at=NOW)
    assert actions.tell(by=None, at=NOW.replace(hour=23)) == 0
    assert actions.tell(by=None, at=NOW) == 1
    again = Reply.objects.get(pk=reply.pk)
    again.pk, again.reference = None, "Y-2026-0099"
    again.save()
    assert actions.tell(by=None, at=NOW) == 0
    assert actions.tell(by=None, at=NOW + timedelta(days=1)) == 1
    assert News.objects.filter(reply=again).exists()


def test_an_address_is_asked_three_times_a_day_whatever_the_place(
    country: Country, django_capture_on_commit_callbacks: object
) -> None:
    places = (country.trust, country.other_trust, country.southern_trust, country.north)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for place in places:
            actions.ask(organisation=place, programme=None, address=ADDRESS, by=None, at=NOW)
    assert len(mail.outbox) == 3


def test_without_a_gateway_a_number_is_not_taken(country: Country, client: Client) -> None:
    page = client.post(reverse("listen:news:ask", args=["ZN001"]), {"address": "07700 900123"})
    assert "Text messages are not set up here" in page.content.decode()
    assert not NewsAddress.objects.exists()
