"""What holds for every page at once: headers, cookies, tokens, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sightline.access.permissions import Permission
from sightline.config import settings as written
from sightline.conftest import Cast
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion

PEOPLE = ["national", "north_manager", "icb_lead", "director", "learner", "administrator"]


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, start: str = "/"
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The path and view of every page that takes nothing in its path."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif "<" not in path and hasattr(pattern.callback, "sightline_permission"):
            yield path, pattern.callback


ROUTES = dict(routes())


class Parts(HTMLParser):
    """What a page asks the browser to fetch or run, and its frame."""

    FETCHED = {"src", "srcset", "poster", "data", "action", "formaction", "background"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.inline: list[str] = []
        self.headings = 0
        self.title = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.fetched += [value for name, value in given.items() if name in self.FETCHED]
        if tag in ("link", "use", "image", "base"):
            self.fetched += [given.get("href", ""), given.get("xlink:href", "")]
        self.inline += [
            f"{tag} {name}" for name in given if name == "style" or name.startswith("on")
        ]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        if given.get("href", "").lower().startswith("javascript:"):
            self.inline.append(f"{tag} href")
        self.headings += tag == "h1"
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data.strip()
            self._inside = ""


def check(answer: Any, path: str) -> None:
    policy = {
        words[0]: words[1:]
        for part in answer["Content-Security-Policy"].split(";")
        if (words := part.split())
    }
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["style-src"] == ["'self'"]
    for name, sources in policy.items():
        allowed = {"'self'", "'none'"} | ({"data:"} if name == "img-src" else set())
        assert all(one in allowed or one.startswith("'nonce-") for one in sources), (path, name)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    for cookie in answer.cookies.values():
        if cookie.value:
            assert cookie["samesite"] in ("Lax", "Strict"), (path, cookie.key)
            assert cookie["httponly"], (path, cookie.key)
    if answer["Content-Type"].startswith("text/html") and answer.content:
        parts = Parts(answer.content.decode())
        assert parts.inline == [], path
        outside = [
            one
            for one in parts.fetched
            if (one and not one.startswith(("/", "#", "?", "data:image/"))) or one.startswith("//")
        ]
        assert outside == [], path
        assert parts.headings == 1, path
        assert parts.title, path


def test_there_are_pages() -> None:
    assert len(ROUTES) > 15
    assert {"/", "/sign-in/", "/standards/", "/administration/"} <= set(ROUTES)


@pytest.mark.parametrize("who", [None, *PEOPLE])
def test_every_page_for_everybody(cast: Cast, framework: FrameworkVersion, who: str | None) -> None:
    for path, view in ROUTES.items():
        client = Client()
        user: User | None = getattr(cast, who) if who else None
        if user:
            client.force_login(user)
        answer = client.get(path)
        check(answer, path)
        permission = view.sightline_permission  # type: ignore[attr-defined]
        if isinstance(permission, Permission):
            if user is None:
                assert answer.status_code == 302, path
                assert answer["Location"].startswith("/sign-in/?next="), path
            elif not user.can(permission):
                assert answer.status_code == 404, path
                assert client.post(path).status_code == 404, path


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_about_people_are_not_there_for_others(cast: Cast, who: str) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    given = cast.learner.given_roles.get()
    pages = [
        reverse("people:end_role", args=[given.pk]),
        *(
            reverse(f"people:{name}", args=[cast.learner.pk])
            for name in ("person", "give_role", "new_password", "access")
        ),
    ]
    for path in pages:
        answer = client.get(path)
        check(answer, path)
        assert answer.status_code == (200 if who == "administrator" else 404), path


#: Forms of pages that know nobody: no session stands behind them, so nobody else's can be used.
#: Each carries the sealed token of its own link instead.
WITH_A_TOKEN_OF_THEIR_OWN = ("/a/",)


def test_no_form_is_taken_without_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.administrator)
    before = User.objects.get(pk=cast.administrator.pk).password
    for path, view in ROUTES.items():
        if path.startswith(WITH_A_TOKEN_OF_THEIR_OWN):
            continue
        assert not getattr(view, "csrf_exempt", False), path
        answer = client.post(path, {"old": "a", "new": "b"})
        assert answer.status_code == 403, path
        check(answer, path)
    assert User.objects.get(pk=cast.administrator.pk).password == before


@pytest.mark.django_db
def test_error_pages_are_as_strict(client: Client) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    check(answer, "/no/such/page/")


def test_cookies_are_kept_from_scripts_and_other_sites() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_AGE <= 8 * 60 * 60


def test_passwords_are_hashed_with_argon2() -> None:
    assert written.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
