"""manage.py attack_answers: what somebody learns who holds database, log, web log and roster."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from argparse import ArgumentParser
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bench.answering import attacked
from bench.answering.service import durable_postgres, prepared
from sightline.listen.answering.attack import channels, history
from sightline.listen.answering.attack.channels import Person


class Command(BaseCommand):
    help = (
        "Attack the answers of a round of made-up people, in a database and a folder of its own. "
        "Every place on the roster is shared by exactly five. All of them answer through the web "
        "server, one after another; batches enter and results are published meanwhile; the round "
        "closes. Then somebody who holds the database's files, all of its write-ahead log, the "
        "web log, the results and the roster tries to say who gave which answers, in every way we "
        "know. Drawing lots within cells is right one time in five. Takes about a minute."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=300, help="a multiple of 25 (300)")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--postgres", action="store_true", help="a PostgreSQL of its own")
        parser.add_argument(
            "--access-log",
            action="store_true",
            help="let the web server log requests, as it must not: links are found, and drafts",
        )
        parser.add_argument("--keep", type=Path, help="a folder to leave the files in")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] % 25:
            raise CommandError(
                "--people has to be a multiple of 25, so that all cells are of five."
            )
        with ExitStack() as stack:
            aside = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(durable_postgres()) if options["postgres"] else ""
            folder = aside / "var"
            folder.mkdir()
            settings = {"BENCH_KEEP_LOG": "1"}
            service = stack.enter_context(
                prepared(folder, url, options["people"], "--in-fives", settings=settings)
            )
            if not url:
                shutil.copy(folder / "sightline.sqlite3", aside / "before.sqlite3")
                # Somebody reads all the while, so the log is neither written back nor deleted.
                reader = stack.enter_context(closing(sqlite3.connect(folder / "sightline.sqlite3")))
                reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
            more = ("--access-log", "--log-level", "info") if options["access_log"] else ()
            keys: dict[str, bytes] = {}

            def before_the_close() -> None:
                found = next((folder / "answer-keys").glob("*.key"))
                keys["round"] = found.read_bytes()

            played = attacked.play(
                service,
                random.Random(options["seed"]),  # noqa: S311
                more=more,
                before_the_close=before_the_close,
            )
            attacked.copied(service, aside / "held")
            held = aside / "held"
            if url:
                found = history.of_postgres(url)
            else:
                found = history.of_sqlite(
                    (aside / "before.sqlite3").read_bytes(),
                    (held / "sightline.sqlite3-wal").read_bytes(),
                    aside / "replayed.sqlite3",
                )
            if options["keep"]:
                shutil.copytree(aside, options["keep"])
            files = b"".join(one.read_bytes() for one in held.rglob("*") if one.is_file())
            if url:
                files += history.files_of_postgres(url)
            people = [
                Person(one.invitation, one.place, one.token, one.answers, one.words)
                for one in played
            ]
            log = (held / "web.log").read_text(errors="replace")
            self.stdout.write(
                f"{len(people)} people in cells of five, {len(found.entered)} batches, "
                f"{len(files):,} bytes of files, {len(log):,} characters of web log.\n"
                "Right of tried, what lots would give, share with exact 95% interval:"
            )
            counted = history.of_mart(held / "mart")
            for one in channels.without_key(people, found, counted, files, log):
                self.stdout.write(f"  {one}")
            self.stdout.write("With the key of the open round as well (see decision 15):")
            for one in channels.with_key(people, found, keys["round"]):
                self.stdout.write(f"  {one}")
