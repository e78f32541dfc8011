"""What two databases need told apart so that no answer is lost at the last moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from sightline.listen.rounds.models import Collection


def state_while_it_stays(collection_id: int) -> str:
    """The state of a round, which nobody changes until this transaction ends.

    Any number hold this lock at once. Closing takes the whole row for itself, so it waits for those
    who are sending, and whoever sends after it finds the round closed. SQLite has one writer.
    """
    share = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    table = connection.ops.quote_name(Collection._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT state FROM {table} WHERE id = %s{share}",  # noqa: S608 - names of ours
            [collection_id],
        )
        return str(cursor.fetchone()[0])


@contextmanager
def on_the_disk() -> Iterator[None]:
    """What is committed in here is on the disk, also after a power cut. Outside a transaction.

    PostgreSQL does so always; SQLite is told to, since for the rest of the service it only
    survives the end of the process.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _set_synchronous("FULL")
    try:
        yield
    finally:
        _set_synchronous("NORMAL")


def _set_synchronous(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={mode}")
