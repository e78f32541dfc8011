"""Server time and SQL queries of every page that people reach, on the national made-up data.

Each person of a few roles starts at the front page and follows links, up to three pages of each
route. Times are those of the view and its template, without the network.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from sightline.people.models import GivenRole

ROLES = ("national_lead", "regional_quality_manager", "director_of_education", "administrator")
SEEN_OF_A_ROUTE = 3
TIMES = 3
SHOWN = 10


@dataclass
class Route:
    """What was measured of one route: the slowest of its pages counts."""

    seconds: float = 0.0
    queries: int = 0
    slowest: str = ""
    who: str = ""
    pages: list[str] = field(default_factory=list)


def main() -> int:
    routes: dict[str, Route] = {}
    failed: list[str] = []
    for role in ROLES:
        given = GivenRole.objects.filter(role=role).select_related("user").earliest("pk")
        client = Client(raise_request_exception=False)
        client.force_login(given.user)
        _walk(client, role, routes, failed)
    slow = sorted(routes.items(), key=lambda each: -each[1].seconds)
    print(f"{sum(len(route.pages) for route in routes.values())} pages of {len(routes)} routes")
    print(f"{'ms':>6}{'queries':>9}  slowest pages")
    for route, found in slow[:SHOWN]:
        print(f"{found.seconds * 1000:>6.0f}{found.queries:>9}  {found.slowest}")
        print(f"{'':>15}  {route} as {found.who}")
    for line in failed:
        print(f"Failed: {line}")
    return 1 if failed else 0


def _walk(client: Client, role: str, routes: dict[str, Route], failed: list[str]) -> None:
    waiting, met = ["/"], {"/"}
    opened: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        try:
            route = resolve(address.partition("?")[0]).route
        except Resolver404:
            failed.append(f"{address} leads nowhere (as {role})")
            continue
        if opened.get(route, 0) >= SEEN_OF_A_ROUTE or "sign-out" in route:
            continue
        opened[route] = opened.get(route, 0) + 1
        page = _measure(client, address, role, routes.setdefault(route, Route()))
        if page is None:
            failed.append(f"{address} did not answer with a page (as {role})")
            continue
        for link in _links(page, address):
            if link not in met:
                met.add(link)
                waiting.append(link)


def _measure(client: Client, address: str, role: str, route: Route) -> str | None:
    """The page, once its fastest time is noted; None when it fails."""
    fastest, queries, text = float("inf"), 0, ""
    for _ in range(TIMES):
        reset_queries()  # the log of them is of a certain length and no longer
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            answer = client.get(address)
            content = b"".join(answer) if answer.streaming else answer.content
            fastest = min(fastest, time.perf_counter() - started)
        queries = len(captured)
        if answer.status_code in (301, 302):
            return ""
        if answer.status_code != 200:
            return None
        is_page = answer["Content-Type"].startswith("text/html")
        text = content.decode() if is_page else ""
    route.pages.append(address)
    if fastest > route.seconds:
        route.seconds, route.queries = fastest, queries
        route.slowest, route.who = address, role.replace("_", " ")
    return text


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") if tag == "a" else None
        if address:
            self.found.append(address)


def _links(page: str, base: str) -> list[str]:
    """Addresses on this service that the page links to, without what only sorts or filters it."""
    anchors = _Anchors()
    anchors.feed(page)
    links = (urldefrag(urljoin(base, address)).url for address in anchors.found)
    return [link for link in links if re.match(r"/(?!/|static/)", link)]
