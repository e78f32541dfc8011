"""What the service says by itself, in the languages that it has been given: a file for each.

A file holds ``language``, ``name``, ``right_to_left``, ``words`` and ``status`` until a translator
has read it. What it does not say is said in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FALLBACK = "en"
#: Around a piece whose direction is its own (Unicode's first strong isolate, and its end).
_ISOLATE, _END = "\u2068", "\u2069"
#: What a file says of itself until a translator has read it.
DRAFTED = "machine-drafted: to be read by a translator"


@dataclass(frozen=True)
class Tongue:
    """A language and the words for every key."""

    code: str
    name: str
    right_to_left: bool
    status: str
    words: Mapping[str, str]

    @property
    def direction(self) -> str:
        """For an attribute ``dir``."""
        return "rtl" if self.right_to_left else "ltr"

    def say(self, key: str, **parts: object) -> str:
        """The words of a key with its gaps filled. Raises KeyError for a key that there is not.

        What fills a gap runs its own way: a date in English stays in one piece in Arabic.
        """
        if self.right_to_left:
            parts = {name: f"{_ISOLATE}{part}{_END}" for name, part in parts.items()}
        return self.words[key].format(**parts)


def read(folder: Path) -> dict[str, Tongue]:
    """Every language of a folder by its code, English first.

    Raises ValueError for a file with a key that the English one does not have.
    """
    found = {one.code: one for one in map(_read, sorted(folder.glob("*.yaml")))}
    english = found[FALLBACK]
    for one in found.values():
        if strange := sorted(set(one.words) - set(english.words)):
            raise ValueError(f"{one.code} has words for {strange[0]!r}, which nothing says")
    return {
        code: Tongue(code, one.name, one.right_to_left, one.status, {**english.words, **one.words})
        for code, one in sorted(found.items(), key=lambda item: item[0] != FALLBACK)
    }


def _read(path: Path) -> Tongue:
    given = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Tongue(
        code=given["language"],
        name=given["name"],
        right_to_left=bool(given["right_to_left"]),
        status=given.get("status", ""),
        words={key: str(text) for key, text in given["words"].items()},
    )
