"""Languages of a file: "English (en)", "العربية", "Luganda"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from django.conf.locale import LANG_INFO

from sightline.listen.questionnaires.form import Language

_NAMED = re.compile(r"(?P<name>.*?)\s*\(\s*(?P<code>[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*)\s*\)")
#: Languages that Django does not list by this name, with their ISO 639-1 codes.
_MORE = {
    "amharic": "am", "bengali": "bn", "chinese": "zh", "gujarati": "gu", "hausa": "ha",
    "luganda": "lg", "macedonian": "mk", "nepali": "ne", "pashto": "ps", "punjabi": "pa",
    "somali": "so", "swahili": "sw", "tagalog": "tl", "tigrinya": "ti", "yoruba": "yo",
}  # fmt: skip
_RIGHT_TO_LEFT = {"ar", "az-arab", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi"}


@cache
def _by_name() -> Mapping[str, str]:
    found = dict(_MORE)
    for code, info in LANG_INFO.items():
        for key in ("name", "name_local"):
            if name := info.get(key):
                found.setdefault(_plain(str(name)), code)
    return found


def _plain(text: str) -> str:
    """Small letters without marks: languages are written with and without them."""
    apart = unicodedata.normalize("NFKD", text.strip().lower())
    return "".join(one for one in apart if not unicodedata.combining(one))


def code_of(text: str) -> str:
    """The code of a language as a file names it; ``x-…`` for one that is not known."""
    if found := _NAMED.fullmatch(text.strip()):
        return found["code"].lower().replace("_", "-")
    plain = _plain(text)
    if known := _by_name().get(plain):
        return known
    if plain in LANG_INFO:
        return plain
    return "x-" + (re.sub(r"[^a-z0-9]+", "", plain)[:8] or f"{sum(map(ord, plain)) % 10_000:04d}")


def language(text: str) -> Language:
    """A language by the name in a file. Its direction follows from its code."""
    code = code_of(text)
    found = _NAMED.fullmatch(text.strip())
    name = (found["name"] if found else text).strip() or code
    return Language(code, name, is_right_to_left(code))


def name_of(code: str) -> str:
    """The name of a language in itself, as far as it is known; else its code."""
    info = LANG_INFO.get(code) or LANG_INFO.get(code.split("-")[0]) or {}
    return str(info.get("name_local") or code)


def is_right_to_left(code: str) -> bool:
    return code.lower() in _RIGHT_TO_LEFT or code.split("-")[0].lower() in _RIGHT_TO_LEFT


def of_names(names: Iterable[str], first: str) -> tuple[Language, ...]:
    """Each language once; the one that the settings call the default stands first."""
    found: dict[str, Language] = {}
    for name in names:
        one = language(name)
        found.setdefault(one.code, one)
    default = code_of(first) if first else ""
    return tuple(sorted(found.values(), key=lambda one: one.code != default))
