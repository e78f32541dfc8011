"""Regulators' standards beside ours, both ways: complements, does not compete.

Evidence that is given for one of ours can serve a regulator's, so that it is asked for once. The
files come with the service (data/crosswalk); an administrator may load later editions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from sightline.standards import yaml_text
from sightline.standards.models import LoadedFile
from sightline.standards.succession.queries import Lineage

_FOLDER = Path(__file__).parent / "data" / "crosswalk"
#: In the order in which they are shown.
NAMES = ("gmc", "nmc", "hcpc", "gphc", "gdc")


class WrongCrosswalk(ValueError):
    """A file does not say what it has to. The message is a sentence."""


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
def shipped_text(code: str) -> str:
    return (_FOLDER / f"{code}.yaml").read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def read(text: str) -> Crosswalk:
    """A crosswalk from its file. Raises WrongCrosswalk or yaml_text.NotYaml."""
    content = yaml_text.content(text, "a crosswalk")
    needed = ("regulator", "name", "publisher", "version", "framework", "source", "requirements")
    _need(content, needed, "The file")
    code = slugify(str(content["regulator"]))
    if not 0 < len(code) <= 40:
        raise WrongCrosswalk("“regulator” must be a short name, such as GMC.")
    if not isinstance(content["requirements"], list) or not content["requirements"]:
        raise WrongCrosswalk("“requirements” must be a list of the regulator’s standards.")
    requirements = tuple(
        _requirement(one, str(content["regulator"])) for one in content["requirements"]
    )
    keys = [one.key for one in requirements]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise WrongCrosswalk(f"These stand in the file twice: {', '.join(twice)}.")
    return Crosswalk(
        code=code,
        regulator=str(content["regulator"]),
        name=str(content["name"]),
        publisher=str(content["publisher"]),
        version=str(content["version"]),
        framework=str(content["framework"]),
        is_checked=content.get("checked") is True,
        source=" ".join(str(content["source"]).split()),
        requirements=requirements,
    )


def _requirement(told: Any, regulator: str) -> Requirement:
    if not isinstance(told, dict):
        raise WrongCrosswalk("Each requirement must have a number, theme, wording and standards.")
    _need(told, ("number", "theme", "wording", "standards"), f"Requirement {told.get('number')}")
    standards = told["standards"]
    if not isinstance(told["number"], str):
        raise WrongCrosswalk(f"Write the number {told['number']} in quotation marks.")
    if not isinstance(standards, list) or not all(isinstance(one, str) for one in standards):
        raise WrongCrosswalk(
            f"Requirement {told['number']}: write standards in quotation marks, such as “1.2”."
        )
    return Requirement(
        regulator=regulator,
        number=str(told["number"]),
        theme=str(told["theme"]),
        wording=str(told["wording"]),
        standards=tuple(standards),
    )


def _need(content: Mapping[str, Any], names: Iterable[str], what: str) -> None:
    for name in names:
        if content.get(name) in (None, ""):
            raise WrongCrosswalk(f"{what} lacks “{name}”.")


def _editions() -> list[Crosswalk]:
    """Those that come with the service, then those that were loaded, oldest first. One query."""
    loaded = LoadedFile.objects.filter(kind=LoadedFile.Kind.CROSSWALK).order_by("pk")
    texts = [*map(shipped_text, NAMES), *loaded.values_list("text", flat=True)]
    return [read(text) for text in texts]


def all_crosswalks(lineage: Lineage | None = None) -> dict[str, Crosswalk]:
    """Every regulator's by its code, "gmc" first: the last edition, one query.

    With a lineage, the last one that is mapped to its version or to the nearest one before.
    """
    found: dict[str, Crosswalk] = {}
    for one in _editions():
        before = found.get(one.code)
        if lineage is None or (
            one.framework in lineage.codes
            and (
                before is None
                or lineage.codes.index(one.framework) >= lineage.codes.index(before.framework)
            )
        ):
            found[one.code] = one
    return found


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
            for found in all_crosswalks(lineage).values()
            for one in found.requirements
            if one.key == key
        )
    )


def asking_for(numbers: Collection[str], lineage: Lineage) -> list[Requirement]:
    """Regulators' standards that ask for what any standard of these numbers in a version asks."""
    wanted = set(numbers)
    return [
        one
        for found in all_crosswalks(lineage).values()
        for one in found.requirements
        if wanted & lineage.from_code(found.framework, one.standards)
    ]
