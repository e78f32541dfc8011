"""The kinds of source, from data/kinds.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sightline.assess.evidence.words import Voice

SELF_ASSESSMENT = "self_assessment"
VISIT = "visit"
CONCERN = "concern"
_FILE = Path(__file__).parent / "data" / "kinds.yaml"


@dataclass(frozen=True)
class Fact:
    """A status that a regulator can give. ``monitors``: it watches more closely."""

    code: str
    name: str
    monitors: bool


@dataclass(frozen=True)
class Kind:
    """A kind of source. ``voice`` is a Voice, or "" where each item says its own."""

    code: str
    name: str
    voice: str
    fresh_days: int
    is_added: bool
    by_provider: bool
    facts: tuple[Fact, ...]

    @property
    def voice_name(self) -> str:
        return str(Voice(self.voice).label) if self.voice else ""

    def fact(self, code: str) -> Fact | None:
        return next((one for one in self.facts if one.code == code), None)


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order of the file."""
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {one["code"]: _kind(one) for one in content["kinds"]}


def _kind(one: dict[str, Any]) -> Kind:
    facts = one.get("facts", [])
    voice = str(one["voice"])
    return Kind(
        code=str(one["code"]),
        name=str(one["name"]),
        voice="" if voice == "none" else Voice(voice).value,
        fresh_days=int(one["fresh_days"]),
        is_added=one["from"] == "added",
        by_provider=one.get("by") == "provider",
        facts=tuple(Fact(fact["code"], fact["name"], bool(fact["monitors"])) for fact in facts),
    )


def kind(code: str) -> Kind:
    """Raises KeyError for a code that is in no file."""
    return all_kinds()[code]


def name_of(code: str) -> str:
    """The name of a kind; its code where a later file does not list it any more."""
    found = all_kinds().get(code)
    return found.name if found else code


def voice_of(code: str) -> str:
    found = all_kinds().get(code)
    return found.voice if found else ""


def added(*, by_quality_team: bool) -> list[Kind]:
    """The kinds that somebody can add by hand."""
    return [
        one for one in all_kinds().values() if one.is_added and (by_quality_team or one.by_provider)
    ]
