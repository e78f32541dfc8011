from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from sightline.conftest import PASSWORD, Cast
from sightline.people.adapter import TOO_MANY, WRONG
from sightline.people.models import User


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"login": email, "password": password, **more})


@pytest.mark.django_db
def test_the_page_has_a_labelled_form(client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert page.count("<h1") == 1
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page.split("<main", 1)[1]


def test_the_right_password_signs_in(client: Client, cast: Cast) -> None:
    before = client.session.session_key
    answer = sign_in(client, "Nora@Example.org ")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session[SESSION_KEY] == str(cast.north_manager.pk)
    assert client.session.session_key != before
    assert mail.outbox == []


def test_a_session_that_somebody_planted_is_not_kept(client: Client, cast: Cast) -> None:
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    sign_in(client, cast.north_manager.email)
    assert client.cookies["sessionid"].value != session.session_key
    assert not Client(headers={"cookie": f"sessionid={session.session_key}"}).session.get(
        SESSION_KEY
    )


def test_somebody_stopped_gets_the_same_sentence_as_a_wrong_password(
    client: Client, cast: Cast
) -> None:
    User.objects.filter(pk=cast.director.pk).update(is_active=False)
    said = []
    for email, password in (
        (cast.director.email, PASSWORD),
        (cast.north_manager.email, "not the password"),
        ("nobody@example.org", PASSWORD),
    ):
        answer = sign_in(client, email, password)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert WRONG in page
        assert PASSWORD not in page
        assert SESSION_KEY not in client.session
        said.append(page.count(WRONG))
    assert len(set(said)) == 1


@pytest.mark.parametrize("known", [True, False])
def test_one_password_is_hashed_whether_the_address_is_known_or_not(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    hashed = SimpleNamespace(times=0)
    from django.contrib.auth.hashers import MD5PasswordHasher

    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.times += 1
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_in(client, cast.learner.email if known else "nobody@example.org", "not the password")
    assert hashed.times == 1


def test_whoever_is_stopped_is_out_at_once(client: Client, cast: Cast) -> None:
    sign_in(client, cast.director.email)
    assert client.get("/account/").status_code == 200
    User.objects.filter(pk=cast.director.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_five_wrong_passwords_close_the_address_for_five_minutes(
    client: Client, cast: Cast
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            assert sign_in(client, cast.learner.email, "wrong").status_code == 200
        for password in ("wrong", PASSWORD):
            answer = sign_in(client, cast.learner.email, password)
            assert answer.status_code == 429
            assert TOO_MANY in answer.content.decode()
        assert sign_in(client, cast.director.email).status_code == 302
        client.post("/sign-out/")
        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in(client, cast.learner.email).status_code == 302


def test_the_limit_is_counted_in_the_shared_database(client: Client, cast: Cast) -> None:
    sign_in(client, cast.learner.email, "wrong")
    assert type(cache).__name__ == "ConnectionProxy"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache")
        assert cursor.fetchone()[0] >= 1


def test_an_address_that_sends_many_forms_gets_the_429_page(client: Client, cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        answers = [client.post("/sign-in/", {"login": "", "password": ""}) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {200}
    assert answers[60].status_code == 429
    assert "<h1" in answers[60].content.decode()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/standards/?on=2024", "/standards/?on=2024"),
        ("https://example.com/", "/"),
        ("//example.com/", "/"),
        ("http://testserver/account/", "/"),
        ("http:///example.com", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\example.com", "/"),
        ("", "/"),
    ],
)
def test_only_a_page_of_this_service_follows(
    client: Client, cast: Cast, asked: str, given: str
) -> None:
    answer = sign_in(client, cast.learner.email, next=asked)
    assert (answer.status_code, answer["Location"]) == (302, given)


def test_a_page_that_needs_signing_in_comes_back_afterwards(client: Client, cast: Cast) -> None:
    asked = client.get("/account/?a=b")
    assert asked["Location"] == "/sign-in/?next=/account/%3Fa%3Db"
    page = client.get(asked["Location"]).content.decode()
    assert 'name="next" value="/account/?a=b"' in page


def test_a_session_ends_after_eight_hours_and_with_the_browser(client: Client, cast: Cast) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, cast.learner.email)
        cookie = client.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == ""
        clock.shift(timedelta(hours=7, minutes=59))
        assert client.get("/account/").status_code == 200
        clock.shift(timedelta(minutes=2))
        assert client.get("/account/").status_code == 302


def test_a_very_long_password_is_refused_before_it_is_hashed(client: Client, cast: Cast) -> None:
    answer = sign_in(client, cast.learner.email, "x" * 201)
    assert "Password must be 200 characters or fewer" in answer.content.decode()


def test_empty_fields_are_said_plainly(client: Client, cast: Cast) -> None:
    page = sign_in(client, "", "").content.decode()
    assert "Enter email address" in page
    assert "Enter password" in page


def test_no_other_page_of_the_library_is_there(client: Client, cast: Cast) -> None:
    for name in ("account_signup", "account_email", "account_reset_password", "account_login"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert not [p for p in get_resolver().url_patterns if "accounts" in str(p.pattern)]


def test_the_form_needs_its_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, cast.learner.email).status_code == 403
