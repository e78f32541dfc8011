"""Characters that a file cannot hold, or that no font at hand can draw: people write anything."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

#: What XML 1.0 refuses, and so every Office file.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: Blocks by the names of their letters that the fonts of every machine have.
_DRAWN = ("LATIN ", "GREEK ", "CYRILLIC ", "DIGIT ", "COMBINING ")
STANDS_FOR_ANOTHER = "?"


def storable(value: T) -> T:
    """The same texts, objects and lists without what a file cannot hold."""
    return _each(value, lambda text: _UNSTORABLE.sub(" ", text))


def drawable(value: T) -> T:
    """The same with a question mark for each letter that a font may lack."""
    return _each(value, lambda text: "".join(map(_drawn, text)))


def _drawn(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() or character in "\n\t" else " "
    kind = unicodedata.category(character)
    if kind[0] in "PZS" and ord(character) < 0x2070:
        return character
    if kind[0] in "LMN" and unicodedata.name(character, "").startswith(_DRAWN):
        return character
    return STANDS_FOR_ANOTHER


def _each(value: Any, of: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        # A word of a closed list stays what it is.
        return of(value) if type(value) is str else value
    if isinstance(value, Mapping):
        return {_each(key, of): _each(one, of) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_each(one, of) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value,
            **{
                one.name: _each(getattr(value, one.name), of)
                for one in dataclasses.fields(value)
                if one.init
            },
        )
    return value
