"""Posting 60 answers beside a minimal view; 50 people at 60 posts a second; whole visits."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bench.answering import many
from bench.answering.crowd import Line, at_once, form, in_turn
from bench.answering.service import Service, durable_postgres, prepared

PEOPLE = 8  # connections that post as fast as they can
CROWD = 50
RATE = 60


def main(seconds: float, visits: int, only: str, counts: list[int]) -> int:
    """Measure what is asked for: "posts", "pages" or both ("")."""
    if only != "pages":
        print("60 answers a post, two workers of eight threads, client on the same computer")
        for name, where in (("SQLite", _sqlite), ("PostgreSQL", _postgres)):
            with where(visits) as service:
                service.starts()
                _measure(name, service, seconds, visits)
    if only != "posts":
        print(f"Pages of an open round at {many.TRUSTS} providers")
        for name, url in (("SQLite", nullcontext("")), ("PostgreSQL", durable_postgres())):
            with url as database, tempfile.TemporaryDirectory() as folder:
                print(name)
                empty = Service(Path(folder), database, 0, {})
                empty.runs("manage.py", "migrate", "--noinput", "-v0")
                asked = [str(one) for one in sorted(counts)]
                print(empty.runs("-m", "bench.answering.many", folder, *asked), end="", flush=True)
    print(f"Load of the last minute and five minutes: {_load()}")
    return 0


def _load() -> str:
    return ", ".join(f"{one:.1f}" for one in os.getloadavg()[:2])


@contextmanager
def _sqlite(visits: int) -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="sightline-bench-") as folder:
        with prepared(Path(folder), "", PEOPLE + CROWD + visits) as service:
            yield service


@contextmanager
def _postgres(visits: int) -> Iterator[Service]:
    with durable_postgres() as url, tempfile.TemporaryDirectory() as folder:
        with prepared(Path(folder), url, PEOPLE + CROWD + visits) as service:
            yield service


def _measure(name: str, service: Service, seconds: float, people: int) -> None:
    tokens = iter(service.round["tokens"])
    lines, fields = _arrived(service, [next(tokens) for _ in range(PEOPLE)])
    ours, least = _ours(service, fields), _minimal(service)
    for each in (ours, least):
        at_once(lines, 2, each)
    rates: dict[str, list[float]] = {"ours": [], "minimal": []}
    for _ in range(3):
        rates["minimal"].append(at_once(lines, seconds, least))
        rates["ours"].append(at_once(lines, seconds, ours))
    most, mine = statistics.median(rates["minimal"]), statistics.median(rates["ours"])
    print(
        f"{name}: minimal {most:.0f}/s, ours {mine:.0f}/s: {mine / most:.0%} of it (load {_load()})"
    )
    crowd, theirs = _arrived(service, [next(tokens) for _ in range(CROWD)])
    for kind, each in (("minimal", least), ("ours", _ours(service, theirs))):
        took = sorted(in_turn(crowd, RATE, 3 * seconds, each))
        print(f"  {kind}, open loop, {RATE}/s from {CROWD}: {_percentiles(took)}")
    visits = sorted(_visit(service, token) for token in [next(tokens) for _ in range(people // 4)])
    print(f"  whole visit, one after another (8 requests): {_percentiles(visits)}")
    rest = list(tokens)
    lines = [Line(service.port) for _ in range(PEOPLE)]
    began = time.perf_counter()
    waiting = iter(rest)

    def one_visit(line: Line, _: int) -> None:
        token = next(waiting, None)
        if token is not None:
            _visit(service, token)

    while True:
        before = len(rest)
        at_once(lines, 0.5, one_visit)
        rest = list(waiting)
        waiting = iter(rest)
        if not rest or len(rest) == before:
            break
    done = people - people // 4
    print(f"  whole visits, {PEOPLE} at once: {done / (time.perf_counter() - began):.0f} a second")


def _percentiles(took: list[float]) -> str:
    def at(share: float) -> str:
        return f"{1000 * took[min(len(took) - 1, int(share * len(took)))]:.0f} ms"

    return f"median {at(0.5)}, p95 {at(0.95)}, p99 {at(0.99)}, {len(took)} posts"


def _arrived(service: Service, tokens: list[str]) -> tuple[list[Line], list[str]]:
    """Connections of people who have said where they learn, and their hidden fields."""
    found, fields = [], []
    for number, token in enumerate(tokens):
        line = Line(service.port)
        fields.append(arrive(service, line, token, number))
        found.append(line)
    return found, fields


def arrive(service: Service, line: Line, token: str, number: int) -> str:
    """Open the link, keep the placement; the hidden field of the pages."""
    line.asks("GET", f"/a/{token}/")
    page = line.asks("GET", "/a/placement/")[2].decode()
    carried = page.split('name=":visit" value="')[1].split('"')[0]
    trusts, programmes = service.round["trusts"], service.round["programmes"]
    status, _, _ = line.asks(
        "POST",
        "/a/placement/",
        form(
            {
                ":visit": carried,
                ":do": "go",
                "provider": trusts[number % len(trusts)],
                "learning": f"programme:{programmes[number % len(programmes)]}",
            }
        ),
    )
    if status != 302:
        raise RuntimeError(f"The placement was answered with {status}.")
    return carried


def answers(service: Service, seed: int) -> dict[str, str]:
    chance = random.Random(seed)
    return {path: chance.choice(service.round["values"]) for path in service.round["paths"]}


def _ours(service: Service, fields: list[str]) -> Callable[[Line, int], None]:
    bodies = [
        [form({":visit": field, ":do": "next", **answers(service, seed)}) for seed in range(20)]
        for field in fields
    ]
    turn = [0] * len(fields)

    def post(line: Line, number: int) -> None:
        turn[number] += 1
        body = bodies[number][turn[number] % 20]
        status, headers, _ = line.asks("POST", "/a/questions/1/", body)
        if (status, headers.get("location")) != (302, "/a/send/"):
            raise RuntimeError(f"Answers were answered with {status}.")

    return post


def _minimal(service: Service) -> Callable[[Line, int], None]:
    bodies = [form(answers(service, seed)) for seed in range(20)]

    def post(line: Line, number: int) -> None:
        if line.asks("POST", "/minimal/", bodies[number % 20])[0] != 302:
            raise RuntimeError("The minimal view failed.")

    return post


def _visit(service: Service, token: str) -> float:
    """Open, say where, read the page, answer, send, read that it is in. Seconds."""
    line = Line(service.port)
    began = time.perf_counter()
    carried = arrive(service, line, token, len(token))
    line.asks("GET", "/a/questions/1/")
    line.asks(
        "POST", "/a/questions/1/", form({":visit": carried, ":do": "next", **answers(service, 1)})
    )
    line.asks("GET", "/a/send/")
    line.asks("POST", "/a/send/", form({":visit": carried}))
    status, _, _ = line.asks("GET", "/a/sent/")
    took = time.perf_counter() - began
    line.hangs_up()
    if status != 200:
        raise RuntimeError(f"The end of a visit was answered with {status}.")
    return took
