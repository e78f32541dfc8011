"""Server time and SQL queries of every page that people reach, on the national made-up data.

Each person of a few roles starts at the front page and follows links, up to three pages of each
route. Times are those of the view and its template, without the network: of each page the first is
left out, as a process that has just begun is not what people meet.

With more years than the made-up nation has, everything is measured before and after they are added,
so that what grows with history is seen.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from statistics import median, quantiles
from urllib.parse import urldefrag, urljoin

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from bench import performance
from sightline.people.models import GivenRole

ROLES = ("national_lead", "regional_quality_manager", "director_of_education", "administrator")
SEEN_OF_A_ROUTE = 3
TIMES = 4
SHOWN = 10
#: What every page is to keep to, in ms: the middle one, and 95 in a hundred.
MEDIAN, P95 = 150, 300
#: A route that takes so many ms more, and this part more, with more years, grows with history.
GROWS_MS, GROWS = 10, 1.25


@dataclass
class Route:
    """What was measured of one route, in seconds: ``times`` and the ``work`` of the processor, of
    all its pages; ``least`` is the work of the page that needs most, ``slowest``, at its best."""

    least: float = 0.0
    queries: int = 0
    slowest: str = ""
    who: str = ""
    pages: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return 1000 * median(self.times) if self.times else 0.0

    @property
    def p95(self) -> float:
        return 1000 * _p95(self.times)


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else sum(times)


def main(
    years: int | None, roles: list[str] | None, routes: str, write: bool, comments: int = 0
) -> int:
    """``years`` None: those of the made-up nation. ``routes`` is a pattern that they begin with.

    ``comments``: so many more in each round, in both measurements.
    """
    from bench import history

    history.comment(comments)
    before, failed = _measured(roles or list(ROLES), re.compile(routes))
    lines = _said("The made-up nation", before)
    if years is not None:
        history.lengthen(years)
        history.comment(comments)
        after, failed_after = _measured(roles or list(ROLES), re.compile(routes))
        failed += failed_after
        lines = [*_said(f"{years} years of rounds", after), "", *_compared(before, after, years)]
    print("\n".join(lines))
    for line in failed:
        print(f"Failed: {line}")
    if write:
        performance.write("pages-history", lines)
    return 1 if failed else 0


def _measured(roles: list[str], wanted: re.Pattern[str]) -> tuple[dict[str, Route], list[str]]:
    routes: dict[str, Route] = {}
    failed: list[str] = []
    for role in roles:
        given = GivenRole.objects.filter(role=role).select_related("user").earliest("pk")
        client = Client(raise_request_exception=False)
        client.force_login(given.user)
        _walk(client, role, routes, failed, wanted)
    return {name: route for name, route in routes.items() if route.times}, failed


def _said(what: str, routes: dict[str, Route]) -> list[str]:
    every = [seconds for route in routes.values() for seconds in route.times]
    work = [seconds for route in routes.values() for seconds in route.work]
    pages = sum(len(route.pages) for route in routes.values())
    over = sum(route.median > MEDIAN or route.p95 > P95 for route in routes.values())
    lines = [
        f"{what}: {pages} pages of {len(routes)} routes, warm; all together median "
        f"{1000 * median(every):.0f} ms, 95% within {1000 * _p95(every):.0f} ms",
        f"Work of the processor: median {1000 * median(work):.0f} ms, 95% within "
        f"{1000 * _p95(work):.0f} ms",
        f"Routes over {MEDIAN} ms in the median or {P95} ms at 95%: {over}",
        f"{'median':>7}{'p95':>6}{'work':>6}{'queries':>9}  slowest routes, a page of each",
    ]
    slow = sorted(routes.items(), key=lambda each: -each[1].p95)
    for name, route in slow[:SHOWN]:
        lines.append(
            f"{route.median:>7.0f}{route.p95:>6.0f}{1000 * route.least:>6.0f}{route.queries:>9}  "
            f"{route.slowest}"
        )
        lines.append(f"{'':>28}  {name} as {route.who}")
    return lines


def _compared(before: dict[str, Route], after: dict[str, Route], years: int) -> list[str]:
    both = [name for name in before if name in after]
    one, other = ([1000 * of[name].least for name in both] for of in (before, after))
    lines = [
        f"The same {len(both)} routes, work added up: {sum(one):.0f} ms with the years of the "
        f"made-up nation, {sum(other):.0f} ms with {years}"
    ]
    for name, early, late in zip(both, one, other, strict=True):
        if late - early > GROWS_MS and late > GROWS * early:
            lines.append(f"Grows: {early:.0f} to {late:.0f} ms  {name}")
    return lines


def _walk(
    client: Client,
    role: str,
    routes: dict[str, Route],
    failed: list[str],
    wanted: re.Pattern[str],
) -> None:
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
        times = TIMES if wanted.match(route) else 1
        page = _measure(client, address, role, routes.setdefault(route, Route()), times)
        if page is None:
            failed.append(f"{address} did not answer with a page (as {role})")
            continue
        for link in _links(page, address):
            if link not in met:
                met.add(link)
                waiting.append(link)


def _measure(client: Client, address: str, role: str, route: Route, times: int) -> str | None:
    """The page, once its times but the first are noted; None when it fails."""
    found: list[float] = []
    work: list[float] = []
    queries, text = 0, ""
    for _ in range(times):
        reset_queries()  # the log of them is of a certain length and no longer
        with CaptureQueriesContext(connection) as captured:
            started, worked = time.perf_counter(), time.process_time()
            answer = client.get(address)
            content = b"".join(answer) if answer.streaming else answer.content
            found.append(time.perf_counter() - started)
            work.append(time.process_time() - worked)
        queries = len(captured)
        if answer.status_code in (301, 302):
            return ""
        if answer.status_code != 200:
            return None
        is_page = answer["Content-Type"].startswith("text/html")
        text = content.decode() if is_page else ""
    if times == 1:  # only followed
        return text
    route.pages.append(address)
    route.times += found[1:]
    route.work += work[1:]
    if min(work) > route.least:
        route.least, route.queries = min(work), queries
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
    # Of the files of a page one or two kinds stand for all.
    others = re.compile(r"[?&](?:picture=|format=(?:zip|parquet|json))")
    return [link for link in links if re.match(r"/(?!/|static/)", link) and not others.search(link)]
