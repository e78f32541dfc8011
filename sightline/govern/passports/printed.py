"""A quality passport as a file: PDF by Typst as PDF/UA-1, from the same content as the page.

What stands in it is data, never part of the program that lays it out.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.core.cache import cache
from django.http import HttpResponse

from sightline.govern.passports.blocks import Content

_FOLDER = Path(__file__).parent / "data"
#: Found on most machines; the last one comes with Typst.
_FONTS = ["Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif"]
_KEPT_SECONDS = 3600


def passport_pdf(content: Content, *, kept: str, made_up: bool) -> bytes:
    """The passport on two or three pages of A4. ``kept`` says of a copy what it is of.

    The same one is made once an hour at most.
    """
    data = json.dumps(
        {"content": content, "kept": kept, "made_up": made_up, "fonts": _FONTS}, sort_keys=True
    )
    key = f"passport-{hashlib.sha256(data.encode()).hexdigest()}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = _pdf(data)
        cache.set(key, made, _KEPT_SECONDS)
    return made


def _pdf(data: str) -> bytes:
    import typst  # slow to import, and only needed here

    made = typst.compile(
        _FOLDER / "passport.typ",
        root=_FOLDER,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": data},
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document without an output path
    return made


def response(made: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )
