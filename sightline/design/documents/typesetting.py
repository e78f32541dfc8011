"""One way to Typst: PDF as PDF/UA-1, and pictures. What stands in a file is data, never program.

A compiler is kept for each template, because finding the machine's fonts takes ten times as long
as a page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from sightline.design.documents import characters

#: Found on most machines; the last one comes with Typst.
FONTS = ("Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif")
_one_at_a_time = Lock()


class DoesNotFit(Exception):
    """A document of a fixed number of pages is too long, even in small letters."""


@lru_cache(maxsize=16)
def _compiler(template: Path) -> Any:
    import typst  # slow to import, and only needed here

    return typst.Compiler(template, root=template.parent)


def pdf(template: Path, data: Mapping[str, object]) -> bytes:
    """The template filled with ``data`` (its fonts are added), as PDF/UA-1.

    Raises DoesNotFit where the template says that its page is full.
    """
    made = _made(template, data, format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)  # noqa: S101 - one document without an output path
    return made


def png(template: Path, data: Mapping[str, object], *, dots_per_inch: float = 144) -> list[bytes]:
    """The same as pictures, one for each page."""
    made = _made(template, data, format="png", ppi=dots_per_inch)
    return [made] if isinstance(made, bytes) else list(made)


def _made(template: Path, data: Mapping[str, object], **options: Any) -> Any:
    import typst

    def compiled(data: Mapping[str, object]) -> Any:
        text = json.dumps({**data, "fonts": FONTS})
        return _compiler(template).compile(sys_inputs={"data": text}, **options)

    with _one_at_a_time:
        try:
            try:
                return compiled(characters.storable(data))
            except typst.TypstError as fault:
                if "could not be displayed" not in str(fault):
                    raise
                # A letter that no font has: it must not cost the whole report.
                return compiled(characters.drawable(data))
        except typst.TypstError as fault:
            if "does not fit" in str(fault):
                raise DoesNotFit(str(fault)) from None
            raise
