"""The web server is killed, not asked to stop, while people send their answers by the dozen.

The web server that ./run starts reads and writes a database of its own: a copy of the tests' tables
and the round in them, on whichever of the two databases they run. Its log is looked at too.
"""

from __future__ import annotations

import os
import re
import secrets
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from bench.answering.crowd import Line, form
from bench.answering.service import Service, ready
from bench.answering.speed import arrive
from sightline.listen.answering.models import WaitingAnswer
from sightline.listen.answering.store import WAITING, Sent
from sightline.listen.invitations.models import Invitation
from sightline.listen.voices.models import VoicePolicy

PEOPLE = 30
SENDERS = 6
KILLS = 2
#: Seconds after which people give up: many, for a computer that does much else.
LONGEST = 240


@contextmanager
def copy_of_tables(folder: Path) -> Iterator[str]:
    """A database with the tables of the tests' own; its DATABASE_URL, or "" for SQLite."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "sightline.sqlite3")) as copy:
            connection.connection.backup(copy)
        yield ""
        return
    name = f"killed_{secrets.token_hex(6)}"
    own, anyones = (
        re.sub(r"(://[^/]+/)[^?]*", rf"\g<1>{database}", os.environ["DATABASE_URL"])
        for database in (name, "postgres")
    )
    template = str(connection.settings_dict["NAME"])
    connection.close()  # a database that somebody uses cannot be copied
    with psycopg.connect(anyones, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield own
    finally:
        with psycopg.connect(anyones, autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def with_a_round(folder: Path, url: str) -> Iterator[Service]:
    """A round in the copy: of what may only be added to, the tests' own could not be rid again."""
    written = folder / "round.json"
    empty = Service(folder, url, 0, {}, {})
    empty.runs("-m", "bench.answering.country", str(PEOPLE), str(written))
    with ready(folder, url, written) as service:
        yield service


class Sender:
    """Somebody who sends, and sends again when the line breaks, until they are told it is in."""

    def __init__(self, service: Service, number: int) -> None:
        self.service, self.number = service, number
        self.token = service.round["tokens"][number]
        self.acknowledged = False

    @property
    def value(self) -> str:
        values = self.service.round["values"]
        return str(values[self.number % len(values)])

    def goes_through(self, until: float) -> None:
        while not self.acknowledged and time.monotonic() < until:
            line = Line(self.service.port)
            try:
                self._once(line)
            except (OSError, RuntimeError, IndexError, ValueError):
                time.sleep(0.05)
            finally:
                line.hangs_up()

    def _once(self, line: Line) -> None:
        status, headers, _ = line.asks("GET", f"/a/{self.token}/")
        where = headers.get("location", "")
        if where == "/a/sent/":
            self.acknowledged = line.asks("GET", where)[0] == 200
            return
        if where == "/a/send/":
            page = line.asks("GET", where)[2].decode()
            carried = page.split('name=":visit" value="')[1].split('"')[0]
        else:
            carried = arrive(self.service, line, self.token, self.number)
            line.asks(
                "POST",
                "/a/questions/1/",
                form({":visit": carried, ":do": "next", "all/q01": self.value}),
            )
        status, headers, _ = line.asks("POST", "/a/send/", form({":visit": carried}))
        self.acknowledged = status == 302 and headers.get("location") == "/a/sent/"


@pytest.fixture(scope="module", autouse=True)
def policy_as_migrated(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A test that commits leaves empty tables: others need the policy that a migration wrote."""
    yield
    first = import_module("sightline.listen.migrations.0006_voices_policy")
    with django_db_blocker.unblock():
        if not VoicePolicy.objects.exists():
            first.first_policy(apps, None)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)  # the copying needs the tests' database to itself
def test_a_killed_server_loses_no_acknowledged_answer_and_keeps_none_twice(tmp_path: Path) -> None:
    with copy_of_tables(tmp_path) as url, with_a_round(tmp_path, url) as service:
        senders = [Sender(service, number) for number in range(PEOPLE)]
        until = time.monotonic() + LONGEST

        def work(part: int) -> None:
            for sender in senders[part::SENDERS]:
                sender.goes_through(until)

        service.starts()
        threads = [threading.Thread(target=work, args=(part,)) for part in range(SENDERS)]
        for thread in threads:
            thread.start()
        for kill in range(KILLS):
            reached = (kill + 1) * PEOPLE // (KILLS + 1)
            while sum(one.acknowledged for one in senders) < reached and time.monotonic() < until:
                time.sleep(0.01)
            service.ends(signal.SIGKILL)
            acknowledged = Counter(one.value for one in senders if one.acknowledged)
            held, _ = _held(service)
            assert not acknowledged - held, f"lost after kill {kill + 1}"
            # One worker is enough for the rest, and half the time to start.
            service.starts(workers=1)
        for thread in threads:
            thread.join()
        line = Line(service.port)
        line.asks("GET", "/a/somebody-mistyped-this/")
        line.hangs_up()
        service.ends()
        assert all(one.acknowledged for one in senders)
        held, completed = _held(service)
    assert held == Counter(one.value for one in senders)
    assert completed == PEOPLE
    log = (tmp_path / "web.log").read_text(errors="replace")
    assert "Not Found: /a/…/" in log
    for sign in ("127.0.0.1", "somebody-mistyped-this", *service.round["tokens"]):
        assert sign not in log


def _held(service: Service) -> tuple[Counter[str], int]:
    """What the dead service's database holds: each first answer, and how many are marked."""
    line = (
        psycopg.connect(service.database)
        if service.database
        else sqlite3.connect(service.folder / "sightline.sqlite3")
    )
    with closing(line):
        cursor = line.cursor()
        cursor.execute(f'SELECT sealed FROM "{WaitingAnswer._meta.db_table}"')  # noqa: S608
        rows = cursor.fetchall()
        cursor.execute(
            f'SELECT count(*) FROM "{Invitation._meta.db_table}" WHERE is_completed'  # noqa: S608
        )
        (completed,) = cursor.fetchone() or (0,)
    key = next((service.folder / "answer-keys").glob("*.key")).read_bytes() if rows else b""
    opened = [Sent.opened(key, WAITING, sealed) for (sealed,) in rows]
    return Counter(one.answers["all/q01"] for one in opened), int(completed)
