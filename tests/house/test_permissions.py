"""Every page says who may open it, and pages that take a reference are tested by a stranger."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from sightline.access.allow import PUBLIC
from tests.house.source import PACKAGE, place

#: Routes whose view is not ours, by the start of the module that draws them, and why.
NOT_OURS: dict[str, str] = {
    "django.contrib.staticfiles": "Stylesheets, scripts and pictures are for everybody",
    "django.views.static": "Stylesheets, scripts and pictures are for everybody",
}

#: Routes that anybody may open without signing in, and why. A new one is a decision: add it here.
OPEN_TO_ANYBODY = {
    "a/<str:token>/": "Whoever answers a survey has a link, and no account on purpose",
    "a/placement/": "As above: what the answers are about",
    "a/questions/<int:page>/": "As above",
    "a/seen/": "As above",
    "a/later/": "As above",
    "a/send/": "As above",
    "a/sent/": "As above",
    "": "The front door: says what this is and leads to sign-in and to public replies",
    "accessibility/": "The law asks for an accessibility statement that everybody can read",
    "attributions/": "Licences ask for attribution where the facts are used",
    "cookies/": "Says which cookies are set, before any choice",
    "privacy/": "Says what is kept of whom",
    "design/": "The guide to components holds no data",
    "healthy/": "A load balancer has no account",
    "sign-in/": "Nobody is signed in yet",
    "sign-out/": "A session may have ended already",
    "standards/": "The framework is public",
    "standards/<str:number>/": "The framework is public",
    "standards/succession/<str:code>/": "What a version of the framework changes is public",
    "standards/regulators/": "The crosswalk is public",
    "standards/regulators/<slug:code>/": "The crosswalk is public",
    "listen/rounds/notices/<slug:code>/<int:version>/": "People read it before they answer",
    "listen/codesign/vote/<str:token>/": "A group votes by its link, without an account",
    "listen/invitations/messages/no-more/<str:token>/": "Opts out by a link in a message",
    "listen/comments/public/<str:code>/": "Comments that a moderator marked for everybody",
    "listen/news/<str:code>/": "Learners have no account; an address for news is joined to nothing",
    "listen/news/confirm/<str:token>/": "Opened from a message; the link is signed",
    "listen/news/stop/<str:token>/": "As above",
    "listen/voices/raise/": "Anybody may raise a concern, without an account",
    "listen/voices/raise/questions/": "As above: nothing is stored before it is sent",
    "listen/voices/return/": "Whoever holds a number and its words comes back, without an account",
    "listen/voices/guardians/find/": "Whoever is worried finds somebody to speak to now",
    "listen/voices/stories/": "Stories that were released with consent",
    "listen/voices/stories/<str:code>/": "As above",
    "assess/returns/contributors/link/<str:token>/": "Who helps with a section has a link only",
    "govern/approvals/place/<str:token>/": "Who prepares a place for learners has a link only",
    "listen/replies/public/": "Replies to learners are published, through the public gate",
    "listen/replies/public/<str:code>/": "As above",
    "listen/replies/public/<str:code>/<str:programme_code>/": "As above",
    "listen/replies/poster/<str:code>/": "A poster of what is public",
    "listen/replies/poster/<str:code>/<str:programme_code>/": "As above",
    "listen/replies/<slug:reference>/behind/": "What a published reply rests on, the public gate's",
}


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, start: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every route with the view that draws it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def _module(view: Callable[..., Any]) -> str:
    view = getattr(view, "view_class", None) or inspect.unwrap(view)
    return view.__module__


def ours() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (route, view) for route, view in routes() if not _module(view).startswith(tuple(NOT_OURS))
    ]


def test_the_walk_finds_routes():
    assert len(ours()) > 10


def test_every_route_declares_who_may_open_it():
    silent = [route for route, view in ours() if not hasattr(view, "sightline_permission")]
    assert silent == [], "These views lack @allow(...)"


def test_only_known_pages_are_open_to_anybody():
    found = {
        route for route, view in ours() if getattr(view, "sightline_permission", None) == PUBLIC
    }
    assert found == set(OPEN_TO_ANYBODY)


def test_every_page_that_takes_a_reference_has_a_test_in_which_a_stranger_gets_404():
    untested = []
    for route, view in ours():
        if "<" not in route or getattr(view, "sightline_permission", PUBLIC) == PUBLIC:
            continue
        page = Path(inspect.getsourcefile(inspect.unwrap(view)) or "")
        if not page.is_relative_to(PACKAGE):
            continue
        test = page.with_name(f"test_{page.name}")
        if not test.is_file() or "404" not in test.read_text(encoding="utf-8"):
            untested.append(f"{route}: {place(test)}")
    assert untested == [], "No stranger is refused in these tests"
