"""Standing views, as data: questions, standards and themes that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

#: The version of the framework whose numbers the file names.
FRAMEWORK = "2024"
_FILE = Path(__file__).resolve().parent / "data" / "views.yaml"
#: Which of the cases that people raise belong to a view.
VOICES = ("all", "educators", "patients", "people", "none")


@dataclass(frozen=True)
class View:
    code: str
    title: str
    about: str
    items: tuple[str, ...]
    standards: tuple[str, ...]
    themes: tuple[str, ...]
    voices: str


@cache
def every() -> tuple[View, ...]:
    """The views, in the order of the file."""
    stored = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["views"]
    return tuple(
        View(
            code=one["code"],
            title=one["title"],
            about=one["about"],
            items=tuple(one["items"]),
            standards=tuple(one["standards"]),
            themes=tuple(one["themes"]),
            voices=one["voices"],
        )
        for one in stored
    )


def named(code: str) -> View | None:
    return next((one for one in every() if one.code == code), None)
