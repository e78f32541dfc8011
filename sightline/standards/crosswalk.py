"""Regulators' standards beside ours, both ways, from data/crosswalk: complements, does not compete.

Evidence that is given for one of ours can serve a regulator's, so that it is asked for once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.text import slugify

from sightline.standards.succession.queries import Lineage

_FOLDER = Path(__file__).parent / "data" / "crosswalk"
#: In the order in which they are shown.
NAMES = ("gmc", "nmc", "hcpc", "gphc", "gdc")


@dataclass(frozen=True)
class Requirement:
    """One standard of a regulator. ``standards`` are numbers of ours that ask for the same."""

    regulator: str
    number: str
    theme: str
    wording: str
    standards: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.regulator.lower()}-{slugify(self.number.replace('.', '-'))}"

    @property
    def anchor(self) -> str:
        return self.key


@dataclass(frozen=True)
class Crosswalk:
    """A version of a regulator's standards. ``framework``: the version of ours it is mapped to."""

    code: str
    regulator: str
    name: str
    publisher: str
    version: str
    framework: str
    is_checked: bool
    source: str
    requirements: tuple[Requirement, ...]


@cache
def all_crosswalks() -> dict[str, Crosswalk]:
    """Every regulator's by its code, "gmc" first."""
    return {code: _read(code) for code in NAMES}


def _read(code: str) -> Crosswalk:
    content = yaml.safe_load((_FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    return Crosswalk(
        code=code,
        regulator=content["regulator"],
        name=content["name"],
        publisher=content["publisher"],
        version=content["version"],
        framework=content["framework"],
        is_checked=bool(content["checked"]),
        source=" ".join(content["source"].split()),
        requirements=tuple(
            Requirement(
                regulator=content["regulator"],
                number=one["number"],
                theme=one["theme"],
                wording=one["wording"],
                standards=tuple(one["standards"]),
            )
            for one in content["requirements"]
        ),
    )


def all_requirements() -> list[Requirement]:
    return [one for found in all_crosswalks().values() for one in found.requirements]


def requirement(key: str) -> Requirement | None:
    """The requirement of a key such as "gmc-s1-1"."""
    return next((one for one in all_requirements() if one.key == key), None)


def serving(key: str, lineage: Lineage) -> frozenset[str]:
    """Numbers in a version of ours that ask for what the regulator's standard of a key asks."""
    return frozenset().union(
        *(
            lineage.from_code(found.framework, one.standards)
            for found in all_crosswalks().values()
            for one in found.requirements
            if one.key == key
        )
    )


def asking_for(numbers: Collection[str], lineage: Lineage) -> list[Requirement]:
    """Regulators' standards that ask for what any standard of these numbers in a version asks."""
    wanted = set(numbers)
    return [
        one
        for found in all_crosswalks().values()
        for one in found.requirements
        if wanted & lineage.from_code(found.framework, one.standards)
    ]
