"""People in cells of five who answer through the real server, for manage.py attack_answers."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.answering.country import FIVES
from bench.answering.crowd import Line, form
from bench.answering.service import Service
from sightline.listen.answering.store import Placement
from tools.paths import ROOT

#: One in so many writes far more than the others.
LONG = 10
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Somebody:
    """One line of the roster, and what they alone know: their answers (the place of each on the
    scale, from 1) and their words."""

    token: str
    invitation: int
    place: Placement
    programme: str
    answers: tuple[int, ...]
    words: str


def people_of(service: Service, chance: random.Random) -> list[Somebody]:
    found = []
    learn = [number for number, many in enumerate(FIVES) for _ in range(many)]
    for at, (token, one) in enumerate(
        zip(service.round["tokens"], service.round["people"], strict=True)
    ):
        answers = tuple(chance.randrange(1, 6) for _ in range(60))
        many = 600 if at % LONG == 0 else chance.randrange(4, 40)
        words = " ".join(
            "".join(chance.choice(_LETTERS) for _ in range(chance.randrange(3, 8)))
            for _ in range(many)
        )[:3_900]
        found.append(
            Somebody(
                token,
                one["invitation"],
                Placement(one["provider"], "", one["programme"], one["profession"]),
                service.round["programmes"][learn[at % len(learn)]],
                answers,
                words,
            )
        )
    return found


def answer(service: Service, one: Somebody) -> None:
    """A whole visit over HTTP, the placement as it is, not as the roster keeps it."""
    line = Line(service.port)
    line.asks("GET", f"/a/{one.token}/")
    page = line.asks("GET", "/a/placement/")[2].decode()
    field = {":visit": page.split('name=":visit" value="')[1].split('"')[0]}
    where = {"provider": one.place.provider, "learning": f"programme:{one.programme}"}
    values = service.round["values"]
    said = {
        path: values[place - 1]
        for path, place in zip(service.round["paths"], one.answers, strict=False)
    }
    said[service.round["paths"][len(one.answers)]] = one.words
    _, headers, _ = line.asks("POST", "/a/placement/", form({**field, ":do": "go", **where}))
    while (location := headers["location"]).startswith("/a/questions/"):
        line.asks("GET", location)
        _, headers, _ = line.asks("POST", location, form({**field, ":do": "next", **said}))
    if location != "/a/send/":
        raise RuntimeError(f"Somebody who answered was led to {location}.")
    _, headers, _ = line.asks("POST", "/a/send/", form(field))
    line.hangs_up()
    if headers.get("location") != "/a/sent/":
        raise RuntimeError("Answers that were sent are not in.")


def play(
    service: Service,
    chance: random.Random,
    *,
    more: tuple[str, ...] = (),
    before_the_close: Callable[[], None],
) -> list[Somebody]:
    """Everybody answers in an order of chance, one after another; then the round closes.

    The server runs on, so that the log stays as it is.

    Args:
        more: arguments of the web server.
    """
    people = people_of(service, chance)
    order = list(people)
    chance.shuffle(order)
    service.starts(2, *more)
    clock = subprocess.Popen(
        [sys.executable, "-m", "bench.answering.duties", "watch"],
        cwd=ROOT,
        env=service.environment,
    )
    try:
        for one in order:
            answer(service, one)
    finally:
        clock.terminate()
        clock.wait(timeout=30)
    before_the_close()
    service.runs("-m", "bench.answering.duties", "close")
    return people


def copied(service: Service, folder: Path) -> None:
    """What lies in the service's folder at this moment, while it runs; without the keys."""
    shutil.copytree(
        service.folder, folder, ignore=shutil.ignore_patterns("answer-keys", "round.json")
    )
