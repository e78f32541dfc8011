from typing import Any

import pytest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from sightline.access.allow import PUBLIC, allow
from sightline.base.refusal import NotPermitted, Refusal
from sightline.config import urls as real
from sightline.conftest import Cast


@allow(PUBLIC)
def breaks(request: HttpRequest) -> HttpResponse:
    raise {
        "fault": RuntimeError("secret detail"),
        "refused": Refusal("The box is full. Empty it first."),
        "nul": DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"),
        "not-permitted": NotPermitted("Your roles do not let you open the box."),
    }[request.GET["how"]]


urlpatterns = [path("breaks/", breaks), *real.urlpatterns]
handler400, handler403, handler404 = real.handler400, real.handler403, real.handler404
handler429, handler500 = real.handler429, real.handler500


@pytest.fixture
def breaking(settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "status", "sentence"),
    [
        ("fault", 500, "There is a problem with the service"),
        ("refused", 409, "The box is full. Empty it first."),
        ("nul", 400, "We could not read that request"),
        ("not-permitted", 403, "Your roles do not let you open the box."),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_no_detail(
    breaking: Client, how: str, status: int, sentence: str
) -> None:
    answer = breaking.get("/breaks/", {"how": how})
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert page.count("<h1") == 1
    assert "secret detail" not in page
    assert "Traceback" not in page


@pytest.mark.django_db
def test_an_unknown_page_is_a_plain_404(client: Client) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_words(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.learner)
    answer = strict.post("/account/", {"old": "a", "new": "b", "again": "b"})
    assert answer.status_code == 403
    assert "This form is too old to send" in answer.content.decode()


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_a_bad_request() -> None:
    answer = Client(raise_request_exception=False, headers={"host": "evil.example"}).get(
        "/sign-in/"
    )
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referer", "link"),
    [
        ("http://testserver/assess/?q=a%22b", "/assess/?q=a%22b"),
        ("http://testserver//evil.example/", "/evil.example/"),
        ("http://evil.example/assess/", ""),
        ("http://testserver.evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("http://testserver/breaks/?how=refused", ""),  # the page itself
        ("", ""),
    ],
)
def test_a_refusal_leads_back_to_where_one_came_from(
    breaking: Client, referer: str, link: str
) -> None:
    for how in ("refused", "not-permitted"):
        page = breaking.get("/breaks/", {"how": how}, headers={"referer": referer})
        body = page.content.decode()
        there = "Go back to the page you came from" in body
        assert there == (bool(link) or (how == "not-permitted" and "breaks" in referer))
        if link:
            assert f'<a href="{link}">Go back to the page you came from</a>' in body
    sent = breaking.post("/breaks/?how=refused", headers={"referer": "http://testserver/breaks/"})
    assert '<a href="/breaks/">Go back' in sent.content.decode()
