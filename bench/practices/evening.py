"""Thousands of practices answering in one evening: posts a second, how long each takes, no lost
save. Everybody reads each section and saves it; in some, a second person saves over it meanwhile.
"""

from __future__ import annotations

import json
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock

from bench.answering import crowd
from bench.answering.crowd import Line
from bench.answering.service import Service, durable_postgres, ready
from bench.practices.made import SESSIONS

#: People who are at it at the same moment.
AT_ONCE = 8
#: Of so many saves one comes from somebody who had opened the section before the last save.
ONE_TOO_LATE_IN = 50
_VERSION = re.compile(rb'name="version" value="([^"]*)"')
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


def main(practices: int, names: Sequence[str] = ("SQLite", "PostgreSQL")) -> int:
    for name in names:
        with tempfile.TemporaryDirectory(prefix="sightline-bench-") as place, ExitStack() as stack:
            folder = Path(place)
            database = "" if name == "SQLite" else stack.enter_context(durable_postgres())
            written = folder / "round.json"
            written.write_text("{}", encoding="utf-8")
            empty = Service(folder, database, 0, {})
            empty.runs("manage.py", "migrate", "--noinput", "-v0")
            empty.runs("-m", "bench.practices.made", "make", str(folder), str(practices))
            service = stack.enter_context(ready(folder, database, written))
            service.starts()
            print(Evening(service, folder).goes_by(name), flush=True)
            service.ends()
    return 0


class Evening:
    """``sent`` is what a person was told is saved: "reference:question" → its words."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.service = service
        asked = json.loads((folder / SESSIONS).read_text(encoding="utf-8"))
        self.sections: dict[str, list[str]] = asked["sections"]
        self.waiting: SimpleQueue[tuple[str, str]] = SimpleQueue()
        for one in asked["people"]:
            self.waiting.put(tuple(one))
        self.people = len(asked["people"])
        self.lock = Lock()
        self.sent: dict[str, str] = {}
        self.gets: list[float] = []
        self.posts: list[float] = []
        self.refused = 0

    def goes_by(self, name: str) -> str:
        began = time.perf_counter()
        crowd.all_together(AT_ONCE, self._next_ones)
        took = time.perf_counter() - began
        stored = json.loads(self.service.runs("-m", "bench.practices.made", "stored", ".", "0"))
        lost = sum(stored.get(key) != words for key, words in self.sent.items())
        return (
            f"{name}: {self.people:,} practices in {took / 60:.1f} minutes, "
            f"{len(self.posts) / took:.0f} saves/s beside {len(self.gets) / took:.0f} pages/s; "
            f"a save {_ms(self.posts, 50)} ms, 95% within {_ms(self.posts, 95)} ms; "
            f"a page {_ms(self.gets, 50)} ms, 95% within {_ms(self.gets, 95)} ms; "
            f"{self.refused:,} came too late and were told; "
            f"{len(self.sent):,} answers saved, {lost} lost"
        )

    def _next_ones(self, number: int) -> None:
        line = Line(self.service.port)
        while True:
            try:
                session, reference = self.waiting.get_nowait()
            except Empty:
                line.hangs_up()
                return
            for at, section in enumerate(self.sections):
                late = (number + at + len(self.posts)) % ONE_TOO_LATE_IN == 0
                self._section(line, session, reference, section, late)

    def _section(self, line: Line, session: str, reference: str, section: str, late: bool) -> None:
        path = f"/assess/returns/answering/{reference}/{section}/"
        line.cookie = f"sessionid={session}"
        status, headers, page = self._timed(self.gets, line, "GET", path)
        if status != 200:
            raise RuntimeError(f"{path} was answered with {status}.")
        cookie = re.search(r"csrftoken=([^;]+)", headers.get("set-cookie", ""))
        token = _CSRF.search(page)
        version = _VERSION.search(page)
        if not (cookie and token and version):
            raise RuntimeError("The page of a section lacks its token or its version.")
        line.cookie = f"sessionid={session}; csrftoken={cookie[1]}"
        fields = {
            "csrfmiddlewaretoken": token[1].decode(),
            "version": version[1].decode(),
            "do": "next",
        }
        self._save(line, path, reference, section, fields)
        if late:
            status, _, _ = line.asks("POST", path, _form(self, section, fields, "Too late."))
            if status != 200:
                raise RuntimeError("Somebody saved over what another had saved since.")
            with self.lock:
                self.refused += 1

    def _save(
        self, line: Line, path: str, reference: str, section: str, fields: dict[str, str]
    ) -> None:
        words = f"As it is here: {reference}"
        body = _form(self, section, fields, words)
        status, _, _ = self._timed(self.posts, line, "POST", path, body)
        if status != 302:
            raise RuntimeError(f"A save of {path} was answered with {status}.")
        with self.lock:
            self.sent |= {f"{reference}:{code}": words for code in self.sections[section]}

    def _timed(
        self, took: list[float], line: Line, method: str, path: str, body: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        began = time.perf_counter()
        answer = line.asks(method, path, body)
        took.append(time.perf_counter() - began)
        return answer


def _form(evening: Evening, section: str, fields: dict[str, str], words: str) -> str:
    given = dict(fields)
    for code in evening.sections[section]:
        given |= {f"{code}-outcome": "met", f"{code}-reason": words}
    return crowd.form(given)


def _ms(took: list[float], percent: int) -> str:
    return f"{1000 * statistics.quantiles(took, n=100)[percent - 1]:.0f}"
