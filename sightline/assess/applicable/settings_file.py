"""The settings and what does not apply in each, from data/settings.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from sightline.standards import yaml_text
from sightline.standards.models import LoadedFile
from sightline.standards.succession import queries as succession

_FILE = Path(__file__).parent / "data" / "settings.yaml"


@dataclass(frozen=True)
class Setting:
    """``not_applicable``: the number of a standard → why it does not apply there."""

    code: str
    name: str
    level: str
    environments: tuple[str, ...]
    kinds: tuple[str, ...]
    is_chosen: bool
    not_applicable: Mapping[str, str]


@dataclass(frozen=True)
class Settings:
    version: str
    framework: str
    is_checked: bool
    by_code: Mapping[str, Setting]


#: Of the places that a setting can be.
LEVELS = ("environment", "organisation", "programme", "system")


class WrongSettings(ValueError):
    """A file does not say what it has to. The message is a sentence."""


def shipped_text() -> str:
    return _FILE.read_text(encoding="utf-8")


@cache
def parse_shipped() -> Settings:
    return _of(yaml.safe_load(shipped_text()))


@lru_cache(maxsize=8)
def parse(text: str) -> Settings:
    """Settings from a file. Raises WrongSettings or yaml_text.NotYaml."""
    return _of(yaml_text.content(text, "a file of settings"))


def read(framework_codes: Sequence[str]) -> Settings:
    """The last edition that is written for the latest of these versions; else the shipped one.

    One query.
    """
    every = [parse_shipped(), *_loaded()]
    for code in reversed(framework_codes):
        if found := [one for one in every if one.framework == code]:
            return found[-1]
    return every[0]


def in_force(day: date) -> Settings:
    """What holds on a day. Four queries at most."""
    return read(succession.lineage_on(day).codes)


def name_of(code: str) -> str:
    """What a setting is called, in whatever edition. No query for those that are shipped."""
    for settings in (parse_shipped(), *([] if code in parse_shipped().by_code else _loaded())):
        if code in settings.by_code:
            return settings.by_code[code].name
    return code


def _loaded() -> list[Settings]:
    """Loaded editions, oldest first."""
    kind = LoadedFile.Kind.SETTINGS
    texts = LoadedFile.objects.filter(kind=kind).order_by("pk").values_list("text", flat=True)
    return [parse(text) for text in texts]


def _of(content: Mapping[str, Any]) -> Settings:
    told = content.get("settings")
    if not isinstance(told, list) or not told:
        raise WrongSettings("The file lacks “settings”, a list.")
    for name in ("version", "framework"):
        if not content.get(name):
            raise WrongSettings(f"The file lacks “{name}”.")
    found = [_setting(one) for one in told]
    return Settings(
        version=str(content["version"]),
        framework=str(content["framework"]),
        is_checked=content.get("checked") is True,
        by_code={one.code: one for one in found},
    )


def _setting(told: Any) -> Setting:
    if not isinstance(told, dict):
        raise WrongSettings("Each setting must have a code, a name, a level and what is set aside.")
    for name in ("code", "name", "level", "not_applicable"):
        if told.get(name) is None:
            raise WrongSettings(f"Setting {told.get('code', 'without code')} lacks “{name}”.")
    if told["level"] not in LEVELS:
        raise WrongSettings(f"Setting {told['code']}: the level is one of {', '.join(LEVELS)}.")
    for name in ("environments", "kinds"):
        words = told.get(name) or []
        if not isinstance(words, (list, tuple)) or not all(isinstance(one, str) for one in words):
            raise WrongSettings(f"Setting {told['code']}: “{name}” must be a list of words.")
    aside = told["not_applicable"]
    if not isinstance(aside, dict) or not all(
        isinstance(number, str) and isinstance(reason, str) and reason.strip()
        for number, reason in aside.items()
    ):
        raise WrongSettings(
            f"Setting {told['code']}: write each number in quotation marks, and give its reason."
        )
    return Setting(
        code=str(told["code"]),
        name=str(told["name"]),
        level=str(told["level"]),
        environments=tuple(told.get("environments") or ()),
        kinds=tuple(told.get("kinds") or ()),
        is_chosen=bool(told.get("chosen", False)),
        not_applicable={number: " ".join(reason.split()) for number, reason in aside.items()},
    )


def for_level(level: str, day: date) -> list[Setting]:
    """The settings that a place of a level can be said to be on a day."""
    return [one for one in in_force(day).by_code.values() if one.level == level]
