"""Privacy notices are written here; a change is a new version."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.people.models import User
from sightline.trail import record

PARTS = ("purpose", "lawful_basis", "who_sees", "kept_for", "contact")
LONGEST = 2000
_FILE = Path(__file__).resolve().parents[1] / "data" / "notices.yaml"
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class CannotWrite(Refusal):
    """The notice is not whole, or says the same as before."""


@transaction.atomic
def write(
    *, code: str, title: str, parts: dict[str, str], by: User | None, at: datetime
) -> PrivacyNotice:
    """A new notice, or a new version of the one with that code. Rounds keep the one they have.

    ``parts`` has a text for each of PARTS. ``by`` is None when the service loads what it ships.
    """
    if by is not None:
        viewer.require(by, Permission.RUN_ROUND)
    if not _CODE.fullmatch(code) or len(code) > 40:
        raise CannotWrite("The code may have up to 40 small letters, figures and hyphens.")
    texts = {name: " ".join(parts.get(name, "").split()) for name in PARTS}
    if not title.strip() or not all(texts.values()):
        raise CannotWrite(
            "A notice says why you ask, on what lawful basis, who sees the answers, how long they "
            "are kept and who to ask. Fill in all of them."
        )
    if max(map(len, texts.values())) > LONGEST:
        raise CannotWrite(f"Keep each part of the notice to {LONGEST} characters.")
    earlier = PrivacyNotice.objects.select_for_update().filter(code=code)
    last = earlier.order_by("-version").first()
    said = {"title": title.strip(), **texts}
    if last is not None and all(getattr(last, name) == text for name, text in said.items()):
        return last
    version = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
    notice = PrivacyNotice.objects.create(
        code=code, version=version, made_at=at, made_by=by, **said
    )
    record.record(
        action="listen.rounds.notices.write",
        subject=notice,
        by=by,
        at=at,
        summary=f"Wrote the privacy notice {notice}.",
        reference=code,
    )
    return notice


def load(*, by: User | None, at: datetime) -> list[PrivacyNotice]:
    """The notices that come with the service, where there is none of that code yet."""
    known = set(PrivacyNotice.objects.values_list("code", flat=True))
    listed: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["notices"]
    return [
        write(
            code=one["code"],
            title=one["title"],
            parts={name: one[name] for name in PARTS},
            by=by,
            at=at,
        )
        for one in listed
        if one["code"] not in known
    ]
