"""A service for a measurement: a database, a round in it, a web server to end or kill."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tools import postgres, setup
from tools import service as ours
from tools.paths import ROOT

READY_WITHIN_SECONDS = 60


@dataclass
class Service:
    """``database`` is a DATABASE_URL, or "" for SQLite in ``folder``."""

    folder: Path
    database: str
    port: int
    round: dict[str, Any]
    #: Of the environment, beside what ./run has.
    settings: dict[str, str] = field(default_factory=dict)
    _web: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        found = {
            **setup.environment(),
            "VAR_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "bench.answering.settings",
            **self.settings,
        }
        found.pop("DATABASE_URL", None)
        if self.database:
            found["DATABASE_URL"] = self.database
        if self.round:
            found["BENCH_COLLECTION"] = str(self.round["collection"])
        return found

    def runs(self, *arguments: str) -> str:
        """Run a Python program of ours to its end; what it printed."""
        done = subprocess.run(  # noqa: S603 - the arguments are ours
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments} failed: {done.stdout}{done.stderr}")
        return done.stdout

    def starts(self, workers: int = ours.WORKERS, *more: str) -> None:
        """Start the web server as ./run does, in a group of processes of its own.

        Args:
            more: arguments that ./run does not give.
        """
        log = (self.folder / "web.log").open("ab")
        self._web = subprocess.Popen(  # noqa: S603 - the arguments are ours
            [str(one) for one in ours.web_server(self.port, workers, *more)],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        ends = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < ends:
            with socket.socket() as line:
                line.settimeout(1)
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self._web.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError((self.folder / "web.log").read_text(errors="replace"))

    def ends(self, number: int = signal.SIGTERM) -> None:
        """End the web server and its workers. SIGKILL leaves them no moment to tidy up."""
        if self._web is None:
            return
        os.killpg(self._web.pid, number)
        self._web.wait(timeout=30)
        self._web = None


@contextmanager
def durable_postgres() -> Iterator[str]:
    """The DATABASE_URL of an empty database whose commits are on the disk: the server of the tests
    forgets everything in a power cut, a real one must not."""
    with postgres.temporary_server() as url:
        with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True) as line:
            line.execute("CREATE DATABASE sightline")
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                line.execute(f"ALTER SYSTEM SET {setting} = on")
            line.execute("SELECT pg_reload_conf()")
        yield url


@contextmanager
def ready(
    folder: Path, database: str, written: Path, settings: dict[str, str] | None = None
) -> Iterator[Service]:
    """A service on a database that holds the round that `country` has written down; ended after."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    asked = json.loads(written.read_text(encoding="utf-8"))
    service = Service(folder, database, port, asked, settings or {})
    try:
        yield service
    finally:
        service.ends()


@contextmanager
def prepared(
    folder: Path,
    database: str,
    people: int,
    *more: str,
    settings: dict[str, str] | None = None,
) -> Iterator[Service]:
    """A database with an open round and so many links; ended and left as it is afterwards.

    Args:
        more: arguments of `country`.
    """
    written = folder / "round.json"
    empty = Service(folder, database, 0, {}, settings or {})
    empty.runs("manage.py", "migrate", "--noinput", "-v0")
    empty.runs("-m", "bench.answering.country", str(people), str(written), *more)
    with ready(folder, database, written, settings) as service:
        yield service
