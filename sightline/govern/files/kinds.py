"""The kinds of files that name standards by number: what comes with the service, and checking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sightline.assess.applicable import settings_file
from sightline.assess.returns.journeys import reading
from sightline.govern.files.rules import CannotLoad
from sightline.standards import crosswalk, yaml_text
from sightline.standards.models import FrameworkVersion, LoadedFile, Standard

Kind = LoadedFile.Kind


@dataclass(frozen=True)
class Read:
    """What a file says of itself, and every number of a standard that it names."""

    code: str
    name: str
    framework: str
    numbers: frozenset[str]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shipped:
    """A file that comes with the service. Its edition is 1."""

    kind: str
    code: str
    name: str
    framework: str
    text: str


def _crosswalk(text: str) -> Read:
    found = crosswalk.read(text)
    numbers = frozenset(number for one in found.requirements for number in one.standards)
    return Read(
        found.code,
        f"{found.regulator}: {found.name}",
        found.framework,
        numbers,
        (
            ("Regulator’s version", found.version),
            ("Standards of the regulator", str(len(found.requirements))),
            ("Checked against the official text", "Yes" if found.is_checked else "No"),
        ),
    )


def _journey(text: str) -> Read:
    found = reading.check(text)
    return Read(
        found.code,
        found.name,
        found.framework,
        found.standards,
        (
            ("Questions", str(len(found.questions))),
            ("Minutes", f"{found.minutes}, at most {found.most_minutes}"),
            ("Usual for", ", ".join(found.kinds) or "Nobody: it is chosen"),
        ),
    )


def _settings(text: str) -> Read:
    found = settings_file.parse(text)
    numbers = frozenset(number for one in found.by_code.values() for number in one.not_applicable)
    return Read(
        "settings",
        "What does not apply in which setting",
        found.framework,
        numbers,
        (("Settings", str(len(found.by_code))), ("Version", found.version)),
    )


_READERS: Mapping[str, Callable[[str], Read]] = {
    Kind.CROSSWALK: _crosswalk,
    Kind.JOURNEY: _journey,
    Kind.SETTINGS: _settings,
}


def read(kind: str, text: str) -> Read:
    """What a file of a kind says. Raises CannotLoad with a sentence. At most three queries."""
    if kind not in _READERS:
        raise CannotLoad("Choose what the file is.")
    try:
        found = _READERS[kind](text)
    except (
        yaml_text.NotYaml,
        crosswalk.WrongCrosswalk,
        reading.WrongJourney,
        settings_file.WrongSettings,
    ) as refusal:
        raise CannotLoad(_sentence(str(refusal))) from None
    if not FrameworkVersion.objects.filter(code=found.framework).exists():
        raise CannotLoad(f"No version {found.framework} of the framework is loaded. Load it first.")
    known = set(
        Standard.objects.filter(version__code=found.framework).values_list("number", flat=True)
    )
    if unknown := sorted(found.numbers - known):
        raise CannotLoad(
            f"Version {found.framework} has no standard {', '.join(unknown[:5])}"
            f"{' and others' if len(unknown) > 5 else ''}. Nothing was loaded."
        )
    return found


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def shipped() -> list[Shipped]:
    """What comes with the service, in the order of the kinds."""
    found = []
    for code in crosswalk.NAMES:
        text = crosswalk.shipped_text(code)
        one = crosswalk.read(text)
        found.append(
            Shipped(Kind.CROSSWALK, one.code, f"{one.regulator}: {one.name}", one.framework, text)
        )
    found += [
        Shipped(Kind.JOURNEY, one.code, one.name, one.framework, reading.shipped_text(one))
        for one in reading.shipped()
    ]
    settings = settings_file.parse_shipped()
    found.append(
        Shipped(
            Kind.SETTINGS,
            "settings",
            "What does not apply in which setting",
            settings.framework,
            settings_file.shipped_text(),
        )
    )
    return found
