"""A poster of what was done because of what learners said, made anew each time.

PDF by Typst as PDF/UA-1; what stands in it is data, never part of the program that lays it out.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path

import segno
from django.core.cache import cache

from sightline.design.documents import typesetting
from sightline.design.show import format_date
from sightline.listen.replies.models import Reply

_TEMPLATE = Path(__file__).parent / "data" / "poster.typ"
#: More replies than these do not stand on a page that people read in passing.
MOST = 4
#: Each text is cut at so many characters, at the end of a word.
_LONGEST = 330
_KEPT_SECONDS = 3600


def poster_pdf(
    *, place: str, group: str, replies: Sequence[Reply], address: str, made_up: bool
) -> bytes:
    """A poster of A4 with the newest replies and a QR code of the public page.

    ``address`` is the whole one. The same poster is made once an hour at most.
    """
    data = {
        "place": place,
        "group": group,
        "replies": [
            {
                "said": _cut(one.you_said),
                "heading": _heading(one),
                "did": _cut(one.we_did),
                "day": format_date(one.published_at),
            }
            for one in replies[:MOST]
        ],
        "typed": address.split("://", 1)[-1].rstrip("/"),
        "qr": _qr(address),
        "made_up": made_up,
    }
    text = json.dumps(data, sort_keys=True)
    key = f"reply-poster-{hashlib.sha256(text.encode()).hexdigest()}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = typesetting.pdf(_TEMPLATE, data)
        cache.set(key, made, _KEPT_SECONDS)
    return made


def _heading(reply: Reply) -> str:
    if reply.outcome == Reply.Outcome.CHANGED:
        return "We did"
    if reply.outcome == Reply.Outcome.NOT_CHANGED:
        return "Not changed, because"
    return f"Passed to {reply.passed_to}"


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _qr(address: str) -> str:
    file = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        file, kind="svg", scale=6, border=4, light="#fff", dark="#000", xmldecl=False
    )
    return file.getvalue().decode()
