"""A draft: answers on their way, sealed under the link that they are given by.

The token of the link is the only key. It is in the message or in the person's browser, never in the
database; the row's own name is derived from it too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import connection

from sightline.listen.answering.models import Draft
from sightline.listen.answering.store import Placement
from sightline.listen.sealing import seal

_PURPOSE = "draft"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has written so far. ``page`` is the last that they saved, from 1; 0: none.

    ``placement`` is None until they said what the answers are about. ``open_link`` is the number of
    the open link that they came by, 0 for a personal link. ``reply`` and ``seen``: see store.Sent.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    placement: Placement | None = None
    language: str = ""
    page: int = 0
    open_link: int = 0
    saved_at: datetime | None = None
    reply: str = ""
    seen: str = ""

    def packed(self, token: str, room: int) -> bytes:
        """Sealed under the link, at least as long as ``room`` (see store.room_of)."""
        plain = {
            "answers": dict(self.answers),
            "placement": asdict(self.placement) if self.placement else None,
            "language": self.language,
            "page": self.page,
            "open_link": self.open_link,
            "saved_at": self.saved_at.isoformat() if self.saved_at else None,
            "reply": self.reply,
            "seen": self.seen,
        }
        text = json.dumps(plain, ensure_ascii=False)
        return seal.seal(_secret(token), _PURPOSE, text.encode(), room)


def name_of(token: str) -> str:
    """Under which name a link's draft is kept: 32 hexadecimal digits."""
    return seal.derived(token.encode(), "name of a draft", 16).hex()


def _secret(token: str) -> bytes:
    return seal.derived(token.encode(), "key of a draft")


@dataclass(frozen=True, slots=True)
class Kept:
    """The row of a draft: see models.Draft."""

    collection_id: int
    sealed: bytes
    is_sent: bool


# Written out, since these run with every page that somebody saves: the ORM takes ten times as long
# to make these statements as a database to carry them out.
_TABLE = Draft._meta.db_table
_FIND = f'SELECT collection_id, sealed, is_sent FROM "{_TABLE}" WHERE id = %s'  # noqa: S608
_CHANGE = f'UPDATE "{_TABLE}" SET sealed = %s WHERE id = %s AND NOT is_sent'  # noqa: S608
_CHANGE_IF = f"{_CHANGE} AND sealed = %s"


def found(token: str, *, lock: bool = False) -> Kept | None:
    """The draft of a link; with ``lock`` nobody else changes it until the transaction ends."""
    locked = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_FIND + locked, [name_of(token)])
        row = cursor.fetchone()
    return Kept(row[0], bytes(row[1]), bool(row[2])) if row else None


def read(sealed: bytes, token: str) -> Written:
    """What is in a draft that was not sent. Raises seal.CannotOpen."""
    stored = json.loads(seal.unseal(_secret(token), _PURPOSE, sealed))
    if stored["placement"]:
        stored["placement"] = Placement(**stored["placement"])
    if stored["saved_at"]:
        stored["saved_at"] = datetime.fromisoformat(stored["saved_at"])
    return Written(**stored)


def change(token: str, before: Kept, written: Written, room: int) -> bool:
    """Write into a draft, unless somebody else has done so since ``before``: then False."""
    sealed = written.packed(token, room)
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE_IF, [sealed, name_of(token), before.sealed])
        return bool(cursor.rowcount)


def write(token: str, collection_id: int, before: Kept | None, written: Written, room: int) -> None:
    """Keep it in the row, which is locked, or in a new one."""
    sealed = written.packed(token, room)
    if before is None:
        Draft.objects.create(id=name_of(token), collection_id=collection_id, sealed=sealed)
        return
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, [sealed, name_of(token)])


def empty(token: str, collection_id: int, before: Kept | None) -> None:
    """It was sent: nothing of it stays but that it was."""
    name = name_of(token)
    if before is None:
        Draft.objects.create(id=name, collection_id=collection_id, sealed=b"", is_sent=True)
    else:
        Draft.objects.filter(pk=name).update(sealed=b"", is_sent=True)
