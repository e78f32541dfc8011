from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
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


def test_a_made_up_link_leads_nowhere(country: Country, client: Client) -> None:
    for name in ("confirm", "stop"):
        assert client.get(reverse(f"listen:news:{name}", args=["1:abc"])).status_code == 404
