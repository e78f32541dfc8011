"""The same form sent twice is recorded once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory

from sightline.config.middleware import SentOnce
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


class Seen:
    """A page that counts what reaches it."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        self.times = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.times += 1
        return self.response


def sent(cast: Cast, monkeypatch: pytest.MonkeyPatch, **data: Any) -> HttpRequest:
    request = RequestFactory().post("/somewhere/", data=_encoded(data), content_type=FORM)
    request.user = cast.national
    monkeypatch.setattr("sightline.config.middleware.messages.info", lambda *_: None)
    return request


FORM = "application/x-www-form-urlencoded"


def _encoded(data: dict[str, Any]) -> str:
    return "&".join(f"{name}={value}" for name, value in data.items())


def test_the_second_time_leads_to_where_the_first_did(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Seen(HttpResponseRedirect("/done/"))
    for _ in range(2):
        request = sent(cast, monkeypatch, csrfmiddlewaretoken="once", text="hello")
        assert SentOnce(page)(request)["Location"] == "/done/"
    assert page.times == 1


@pytest.mark.parametrize(
    "other", [{"csrfmiddlewaretoken": "again", "text": "hello"},
              {"csrfmiddlewaretoken": "once", "text": "other"}],
)  # fmt: skip
def test_another_showing_or_other_words_count_as_new(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, other: dict[str, str]
) -> None:
    page = Seen(HttpResponseRedirect("/done/"))
    SentOnce(page)(sent(cast, monkeypatch, csrfmiddlewaretoken="once", text="hello"))
    SentOnce(page)(sent(cast, monkeypatch, **other))
    assert page.times == 2


def test_what_was_not_recorded_may_be_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Seen(HttpResponse("There is a problem"))
    for _ in range(2):
        SentOnce(page)(sent(cast, monkeypatch, csrfmiddlewaretoken="once", text="hello"))
    assert page.times == 2


def test_while_the_first_is_under_way_the_second_does_not_begin(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Seen(HttpResponseRedirect("/done/"))
    once = SentOnce(page)
    monkeypatch.setattr(SentOnce, "WAIT_SECONDS", 0.1)
    request = sent(cast, monkeypatch, csrfmiddlewaretoken="once", text="hello")
    cache.add(once._key(request), "", 60)
    assert once(request)["Location"] == "/somewhere/"
    assert page.times == 0


def test_it_stands_in_front_of_every_page(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.national)
    shown = client.get("/listen/surveys/add/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    assert token
    form = f"csrfmiddlewaretoken={token[1]}&name=New+survey&code=new-survey&description="
    answers = [client.post("/listen/surveys/add/", data=form, content_type=FORM) for _ in range(2)]
    # Without it, the second would be told that the code is taken.
    assert [answer.status_code for answer in answers] == [302, 302]
    page = client.get(answers[1]["Location"]).content.decode()
    assert "You sent this twice. It was recorded once." in page
