"""The attacker is able to see: each leak that is planted here is found, and without one nothing is.

Fifty people in cells of five answer into a database file of its own, whose whole write-ahead log is
kept. What the attacker holds is read from the files, as in manage.py attack_answers.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone

from bench.answering import country
from bench.answering.attacked import Somebody, people_of
from bench.answering.service import Service
from sightline.listen.answering import actions, entering, store, visits
from sightline.listen.answering import closing as rounds_end
from sightline.listen.answering.attack import channels, history
from sightline.listen.answering.attack.channels import Person
from sightline.listen.answering.attack.guessing import Guessed
from sightline.listen.answering.models import StoredAnswer, WaitingAnswer
from sightline.listen.live import running
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import keys, seal
from sightline.people.models import User

PEOPLE = 50

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="it plays SQLite's log back"),
]


@contextmanager
def used(file: Path) -> Iterator[None]:
    """The service's database is that file."""
    before = connections["default"]
    own = type(before)({**before.settings_dict, "NAME": str(file)}, "default")
    connections["default"] = own
    try:
        own.cursor().execute("PRAGMA journal_mode=WAL")
        own.cursor().execute("PRAGMA wal_autocheckpoint=0")
        yield
    finally:
        own.close()
        connections["default"] = before


@pytest.fixture(scope="module")
def opened(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Service:
    """A database with an open round, people on its roster and links that were sent to them."""
    folder = tmp_path_factory.mktemp("opened")
    file = folder / "sightline.sqlite3"
    written = folder / "round.json"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        with used(file), override_settings(MEDIA_ROOT=folder / "uploads"):
            country.main(PEOPLE, written, in_fives=True)
    return Service(folder, "", 0, json.loads(written.read_text()))


class Attack:
    """People answer in ``service``'s round and it closes; then what each way of guessing finds."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.people = people_of(service, random.Random(1))
        self.order = list(self.people)
        random.Random(2).shuffle(self.order)
        self.service = service
        self.database = (service.folder / "sightline.sqlite3").read_bytes()
        self.folder = folder
        self.key = b""
        self.log = ""

    def goes(self) -> dict[str, Guessed]:
        file = self.folder / "sightline.sqlite3"
        file.write_bytes(self.database)
        with used(file):
            self._plays()
            held = file.with_name(f"{file.name}-wal").read_bytes()
        found = history.of_sqlite(self.database, held, self.folder / "replayed.sqlite3")
        people = [
            Person(one.invitation, one.place, one.token, one.answers, one.words)
            for one in self.people
        ]
        counted = history.of_mart(self.folder / "mart")
        ways = [
            *channels.without_key(people, found, counted, file.read_bytes() + held, self.log),
            *channels.with_key(people, found, self.key),
        ]
        return {one.way: one for one in ways}

    def _plays(self) -> None:
        collection = Collection.objects.get()
        for number, one in enumerate(self.order, start=1):
            self._answers(one)
            # The last few come when nothing is published any more.
            if number % 10 == 0 and number < len(self.order) - 5:
                entering.enter(collection)
                running.release(collection, at=timezone.now())
        self.key = keys.key_of(collection.pk)
        rounds_end.close(collection=collection, by=User.objects.get(), at=timezone.now())

    def _answers(self, one: Somebody) -> None:
        paths, values = self.service.round["paths"], self.service.round["values"]
        answers = {path: values[place - 1] for path, place in zip(paths, one.answers, strict=False)}
        place = replace(one.place, programme=one.programme)
        actions.save(
            visit=self._visit(one),
            answers={**answers, paths[-1]: one.words},
            placement=place,
            by=None,
            at=timezone.now(),
        )
        actions.send(visit=self._visit(one), by=None, at=timezone.now())

    def _visit(self, one: Somebody) -> visits.Visit:
        found = visits.visit_of(one.token)
        assert found is not None
        return found


@pytest.fixture
def attack(opened: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Attack:
    """Chance takes the same course each time, so that a lucky guess fails no test."""
    monkeypatch.setattr(random, "SystemRandom", lambda: random.Random(3))
    numbers = random.Random(4)
    for model in (WaitingAnswer, StoredAnswer):
        kept = model._meta.pk.__dict__
        monkeypatch.setitem(kept, "_get_default", lambda: numbers.getrandbits(63))
    return Attack(opened, tmp_path)


def seen(ways: dict[str, Guessed]) -> set[str]:
    return {name for name, one in ways.items() if one.has_seen}


def test_nothing_is_seen_of_what_is_kept(attack: Attack) -> None:
    ways = attack.goes()
    assert seen(ways) <= {"rows that waited, as the log has them"}


def test_what_is_planted_is_found(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four leaks at once, each for another way: rows in the order in which they came, rows as long
    as what was written, published numbers in the open, links in a log."""
    numbers = iter(range(1, 10_000))
    monkeypatch.setattr(random.Random, "shuffle", lambda self, those: None)
    for model in (WaitingAnswer, StoredAnswer):
        monkeypatch.setitem(model._meta.pk.__dict__, "_get_default", lambda: next(numbers))
    monkeypatch.setattr(store, "room_of", lambda compiled: 0)
    monkeypatch.setattr(seal, "SIZES", (64,))
    sealed, unsealed = seal.seal, seal.unseal

    def as_it_is(key: bytes, purpose: str, plain: bytes, room: int = 0) -> bytes:
        return plain if purpose == running._PUBLISHED else sealed(key, purpose, plain, room)

    def as_it_was(key: bytes, purpose: str, kept: bytes) -> bytes:
        return bytes(kept) if purpose == running._PUBLISHED else unsealed(key, purpose, kept)

    monkeypatch.setattr(seal, "seal", as_it_is)
    monkeypatch.setattr(seal, "unseal", as_it_was)
    attack.log = "".join(f"GET /a/{one.token}/ 302\n" for one in attack.people[:20])
    ways = attack.goes()
    assert ways["order of answering, order of rows"].right > 0.9 * PEOPLE
    assert "largest rows, longest comments" in seen(ways)
    # Two publications: two small sets of rows in each cell of five instead of one.
    solved = ways["published numbers, solved for rows"]
    assert solved.right > 1.5 * solved.expected
    assert ways["drafts opened with such links"].right == 20
