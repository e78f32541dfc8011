"""A draft: answers on their way, sealed under the link that they are given by.

The token of the link is the only key. It is in the message or in the person's browser, never in the
database; the row's own name is derived from it too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sightline.listen.answering.models import Draft
from sightline.listen.answering.store import Placement
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import seal

_PURPOSE = "draft"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has written so far. ``page`` is the last that they saved, from 1; 0: none.

    ``placement`` is None until they said what the answers are about. ``open_link`` is the number of
    the open link that they came by, 0 for a personal link.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    placement: Placement | None = None
    language: str = ""
    page: int = 0
    open_link: int = 0
    saved_at: datetime | None = None

    def packed(self, token: str) -> bytes:
        plain = {
            **asdict(self),
            "saved_at": self.saved_at.isoformat() if self.saved_at else None,
        }
        return seal.seal(_secret(token), _PURPOSE, json.dumps(plain, ensure_ascii=False).encode())


def name_of(token: str) -> str:
    """Under which name a link's draft is kept: 32 hexadecimal digits."""
    return seal.derived(token.encode(), "name of a draft", 16).hex()


def _secret(token: str) -> bytes:
    return seal.derived(token.encode(), "key of a draft")


def found(token: str, *, lock: bool = False) -> Draft | None:
    drafts = Draft.objects.select_for_update() if lock else Draft.objects
    return drafts.filter(pk=name_of(token)).first()


def read(draft: Draft, token: str) -> Written:
    """What is in a draft that was not sent. Raises seal.CannotOpen."""
    stored = json.loads(seal.unseal(_secret(token), _PURPOSE, draft.sealed))
    if stored["placement"]:
        stored["placement"] = Placement(**stored["placement"])
    if stored["saved_at"]:
        stored["saved_at"] = datetime.fromisoformat(stored["saved_at"])
    return Written(**stored)


def write(draft: Draft | None, token: str, collection: Collection, written: Written) -> None:
    """Keep it in that row, or in a new one."""
    sealed = written.packed(token)
    if draft is None:
        Draft.objects.create(id=name_of(token), collection=collection, sealed=sealed)
    else:
        Draft.objects.filter(pk=draft.pk).update(sealed=sealed)


def empty(draft: Draft | None, token: str, collection: Collection) -> None:
    """It was sent: nothing of it stays but that it was."""
    if draft is None:
        Draft.objects.create(id=name_of(token), collection=collection, sealed=b"", is_sent=True)
    else:
        Draft.objects.filter(pk=draft.pk).update(sealed=b"", is_sent=True)
