"""The settings and what does not apply in each, from data/settings.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

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


@cache
def read() -> Settings:
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found = [
        Setting(
            code=one["code"],
            name=one["name"],
            level=one["level"],
            environments=tuple(one.get("environments", ())),
            kinds=tuple(one.get("kinds", ())),
            is_chosen=bool(one.get("chosen", False)),
            not_applicable={
                number: " ".join(reason.split()) for number, reason in one["not_applicable"].items()
            },
        )
        for one in content["settings"]
    ]
    return Settings(
        version=str(content["version"]),
        framework=str(content["framework"]),
        is_checked=bool(content["checked"]),
        by_code={one.code: one for one in found},
    )


def for_level(level: str) -> list[Setting]:
    """The settings that a place of a level can be said to be."""
    return [one for one in read().by_code.values() if one.level == level]
