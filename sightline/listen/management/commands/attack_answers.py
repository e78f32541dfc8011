"""manage.py attack_answers: what somebody learns who holds the database, its log and the roster."""

from __future__ import annotations

import random
import sqlite3
from argparse import ArgumentParser
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from sightline.listen.answering import actions, entering, visits
from sightline.listen.answering.models import StoredAnswer
from sightline.listen.answering.store import STORED, Placement, Sent
from sightline.listen.invitations import links
from sightline.listen.invitations.models import Cell, Invitation
from sightline.listen.questionnaires import compiled
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import keys


@dataclass(frozen=True)
class Person:
    """Somebody who answers. ``said`` is what only they wrote."""

    token: str
    placement: Placement
    said: str


class Command(BaseCommand):
    help = (
        "Attack the answers of the made-up, open round of this SQLite database: people are invited "
        "and answer, then somebody who holds the database file, its write-ahead log and the roster "
        "with the order in which people answered tries to say who gave which answers. Twice: as "
        "things are, and with the key of the round too. Only for a database of made-up data."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=200)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("The attack reads SQLite's files. Run it without DATABASE_URL.")
        collection = (
            Collection.objects.filter(state=Collection.State.OPEN, round__survey__is_made_up=True)
            .select_related("round__survey", "version")
            .first()
        )
        if collection is None:
            raise CommandError(
                "There is no open round of made-up data here. Run fill_demo in an empty VAR_DIR."
            )
        people = _answered(collection, options["people"], random.Random(options["seed"]))  # noqa: S311
        self._searched(people)
        self._guessed(collection, people)

    def _searched(self, people: list[Person]) -> None:
        """Is anything of the answers, the links or the drafts to be read in the files?"""
        name = str(settings.DATABASES["default"]["NAME"])
        files = [Path(name), Path(f"{name}-wal")]
        held = b"".join(file.read_bytes() for file in files if file.exists())
        found = sum(one.token.encode() in held or one.said.encode() in held for one in people)
        self.stdout.write(
            f"Database and log, {len(held):,} bytes: the link or the words of {found} of "
            f"{len(people)} people are to be read in them."
        )

    def _guessed(self, collection: Collection, people: list[Person]) -> None:
        """With the key: each stored answer is given to somebody of its placement, by its place
        among those of the placement and the order in which people answered."""
        with sqlite3.connect(str(settings.DATABASES["default"]["NAME"])) as line:
            table = StoredAnswer._meta.db_table
            rows = line.execute(
                f'SELECT sealed FROM "{table}" WHERE collection_id = ? ORDER BY rowid',  # noqa: S608
                [collection.pk],
            ).fetchall()
        key = keys.key_of(collection.pk)
        stored: dict[Placement, list[str]] = defaultdict(list)
        for (sealed,) in rows:
            sent = Sent.opened(key, STORED, sealed)
            stored[sent.placement].append(next(iter(sent.answers.values()), ""))
        there: dict[Placement, list[Person]] = defaultdict(list)
        roster = entering.roster_of(collection)
        for one in people:  # in the order in which they answered
            there[roster.kept(one.placement)].append(one)
        right = sum(
            person.said == said
            for place, texts in stored.items()
            for person, said in zip(there[place], texts, strict=False)
        )
        among = sum(len(texts) for texts in stored.values())
        smallest = min((len(members) for members in there.values()), default=0)
        self.stdout.write(
            f"With the key as well: {right} of {among} stored answers given to the right person; "
            f"guessing within placements would give {len(stored)}. The smallest placement has "
            f"{smallest} people who answered."
        )


def _answered(collection: Collection, many: int, chance: random.Random) -> list[Person]:
    """Invite people in placements of five to nine, and have them answer in random order."""
    asked = compiled.of_version(collection.version)
    texts = [one.path for one in asked.elements if one.question.kind == "text"]
    if not texts:
        raise CommandError("The round asks for no words of one's own, which the attack looks for.")
    cells = list(
        Cell.objects.filter(collection=collection, provider__isnull=False).select_related(
            "provider", "programme", "profession"
        )
    )
    if not cells:
        raise CommandError("The round has no roster to attack.")
    people = []
    for number in range(many):
        cell = cells[number % len(cells)]
        token = links.new_token()
        Invitation.objects.create(
            collection=collection,
            cell=cell,
            link_hash=links.hash_of(token),
            provider=cell.provider,
            programme=cell.programme,
            profession=cell.profession,
        )
        Cell.objects.filter(pk=cell.pk).update(expected=cell.expected + many)
        placement = Placement(
            cell.provider.code if cell.provider else "",
            "",
            cell.programme.code if cell.programme else "",
            cell.profession.code if cell.profession else "",
        )
        people.append(Person(token, placement, f"words of person {chance.getrandbits(64):x}"))
    chance.shuffle(people)
    for number, one in enumerate(people, start=1):
        visit = visits.visit_of(one.token)
        if visit is None:
            raise CommandError("A link leads nowhere.")
        actions.save(
            visit=visit,
            answers={texts[-1]: one.said},
            placement=one.placement,
            by=None,
            at=timezone.now(),
        )
        written = visits.visit_of(one.token)
        if written is not None:
            actions.send(visit=written, by=None, at=timezone.now())
        if number % 10 == 0:
            entering.enter(collection)
    return people
