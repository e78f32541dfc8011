"""The questions of each kind of provider, from versioned files: shipped ones and loaded ones.

A file that has been asked is never changed: another wording is another version beside it, so that
a return is shown in the words in which it was answered. See data/questions.yaml for the questions
that journeys share; a journey may put them in words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

from sightline.standards import framework_file, yaml_text
from sightline.standards.models import LoadedFile, Standard

_DATA = Path(__file__).resolve().parent / "data"
_FRAMEWORKS = Path(framework_file.__file__).resolve().parent / "data"
_SAFE = yaml.SafeLoader


class WrongJourney(ValueError):
    """A file of a journey does not say what it has to."""


@dataclass(frozen=True)
class Question:
    """One thing to answer. ``minutes`` is an estimate; see questions.yaml.

    ``learners_from``: asked only of providers with at least so many learners a year.
    """

    code: str
    ask: str
    standards: tuple[str, ...]
    minutes: float
    hint: str = ""
    by_profession: bool = False
    learners_from: int = 0


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    questions: tuple[Question, ...]

    @property
    def minutes(self) -> int:
        return ceil(sum(one.minutes for one in self.questions))


@dataclass(frozen=True)
class Journey:
    """What a kind of provider is asked. ``kinds`` are kinds of organisation that it is usual for.

    ``most_minutes`` is how long it may take at most.
    """

    code: str
    version: int
    name: str
    framework: str
    kinds: tuple[str, ...]
    most_minutes: int
    sections: tuple[Section, ...]

    def asked(self, learners: int | None) -> Journey:
        """The same without what is only asked of larger providers. None: nobody has said."""
        number = learners or 0
        kept = (
            replace(
                section,
                questions=tuple(q for q in section.questions if number >= q.learners_from),
            )
            for section in self.sections
        )
        return replace(self, sections=tuple(section for section in kept if section.questions))

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def minutes(self) -> int:
        """How long it is expected to take, rounded up."""
        return ceil(sum(question.minutes for question in self.questions))

    @property
    def standards(self) -> frozenset[str]:
        """Numbers of the standards that apply in this setting."""
        return frozenset(number for question in self.questions for number in question.standards)

    def section(self, code: str) -> Section | None:
        return next((one for one in self.sections if one.code == code), None)

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)


def read(text: str, bank: Mapping[str, Any], standards: Mapping[str, Sequence[Any]]) -> Journey:
    """A journey from its file.

    Args:
        text: the YAML.
        bank: what stands in questions.yaml: code → the question's fields.
        standards: per number of a domain, its standards as (number, wording).

    Raises:
        WrongJourney: with what is wrong.
    """
    told = yaml.load(text, Loader=_SAFE)  # noqa: S506 - the safe loader
    words = {"here": told["here"], "people": told["people"]}
    known = {number for domain in standards.values() for number, _ in domain}
    sections = tuple(_section(one, bank, standards, words) for one in told["sections"])
    codes = [question.code for section in sections for question in section.questions]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise WrongJourney(f"{told['code']}: asked twice: {', '.join(twice)}")
    for section in sections:
        for question in section.questions:
            if not question.standards or set(question.standards) - known:
                raise WrongJourney(f"{told['code']}: {question.code} names no known standard")
    return Journey(
        code=told["code"],
        version=told.get("version", 0),
        name=told["name"],
        framework=told["framework"],
        kinds=tuple(told.get("kinds") or ()),
        most_minutes=told["most_minutes"],
        sections=sections,
    )


def _section(
    told: Mapping[str, Any],
    bank: Mapping[str, Any],
    standards: Mapping[str, Sequence[Any]],
    words: Mapping[str, str],
) -> Section:
    if "domain" in told:
        questions = [
            Question(
                code=f"s{number.replace('.', '-')}",
                ask=wording,
                standards=(number,),
                minutes=told["minutes"],
                by_profession=told.get("by_profession", False),
            )
            for number, wording in standards[str(told["domain"])]
        ]
    else:
        questions = [_question(one, bank, words) for one in told["questions"]]
    return Section(told["code"], told["title"], tuple(questions))


def _question(
    told: Mapping[str, Any], bank: Mapping[str, Any], words: Mapping[str, str]
) -> Question:
    code = told.get("use") or told["code"]
    if "use" in told and code not in bank:
        raise WrongJourney(f"There is no question called {code}")
    fields = {**bank[code], **told} if "use" in told else dict(told)
    return Question(
        code=code,
        ask=fields["ask"].format(**words),
        hint=fields.get("hint", "").format(**words),
        standards=tuple(fields["standards"]),
        minutes=fields["minutes"],
        by_profession=fields.get("by_profession", False),
        learners_from=fields.get("learners_from", 0),
    )


@cache
def _bank() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(
        (_DATA / "questions.yaml").read_text(encoding="utf-8"),
        Loader=_SAFE,  # noqa: S506 - the safe loader
    )
    return found


@cache
def _standards(framework: str) -> dict[str, list[tuple[str, str]]]:
    text = (_FRAMEWORKS / f"framework-{framework}.yaml").read_text(encoding="utf-8")
    read_ = framework_file.read(text)
    return {
        str(domain.number): [(one.number, one.wording) for one in domain.standards]
        for domain in read_.domains
    }


@cache
def shipped() -> tuple[Journey, ...]:
    """Every version of every journey that the service comes with, by code and version."""
    found = []
    for path in sorted(_DATA.glob("*-*.yaml")):
        text = path.read_text(encoding="utf-8")
        framework = yaml.load(text, Loader=_SAFE)["framework"]  # noqa: S506
        found.append(read(text, _bank(), _standards(framework)))
    return tuple(sorted(found, key=lambda one: (one.code, one.version)))


def shipped_text(journey: Journey) -> str:
    path = _DATA / f"{journey.code}-{journey.version}.yaml"
    return path.read_text(encoding="utf-8")


def written_out(told: Mapping[str, Any]) -> dict[str, Any]:
    """A question of a file with what it takes from the shared questions."""
    if "use" not in told:
        return dict(told)
    fields = {**_bank()[told["use"]], **told, "code": told["use"]}
    del fields["use"]
    return fields


def check(text: str) -> Journey:
    """A journey from a file that an administrator sends; its own "version" does not count.

    Raises WrongJourney or yaml_text.NotYaml with a sentence. One query.
    """
    told = yaml_text.content(text, "a journey")
    _refuse_shape(told)
    held = Standard.objects.filter(version__code=told["framework"])
    rows = held.order_by("position").values_list("domain__number", "number", "wording")
    standards: dict[str, list[tuple[str, str]]] = {}
    for domain, number, wording in rows:
        standards.setdefault(str(domain), []).append((number, wording))
    if not standards:
        raise WrongJourney(f"No version {told['framework']} of the framework is loaded.")
    try:
        found = read(text, _bank(), standards)
        _refuse_questions(found)
        return found
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        if isinstance(error, WrongJourney):
            raise
        raise WrongJourney(f"A question or section lacks {error}.") from None


def _refuse_shape(told: Mapping[str, Any]) -> None:
    for name in ("code", "name", "framework", "here", "people", "most_minutes", "sections"):
        if told.get(name) in (None, "", []):
            raise WrongJourney(f"The file lacks “{name}”.")
    if not isinstance(told["framework"], str):
        raise WrongJourney("Write the framework in quotation marks, such as “2024”.")
    if slugify(str(told["code"])) != told["code"] or len(told["code"]) > 40:
        raise WrongJourney("The code has small letters, numbers and hyphens only, 40 at most.")
    if not isinstance(told["sections"], list):
        raise WrongJourney("“sections” must be a list.")
    if not _is_minutes(told["most_minutes"]):
        raise WrongJourney("“most_minutes” must be a number of minutes.")
    kinds = told.get("kinds") or []
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise WrongJourney("“kinds” must be a list of kinds of organisation.")
    for one in told["sections"]:
        if not isinstance(one, dict) or not {"code", "title"} <= set(one):
            raise WrongJourney("Each section needs a code, a title and questions.")
        if not _is_code(one["code"]):
            raise WrongJourney(
                f"Section {one['code']}: a code has letters, numbers and hyphens only."
            )
        if ("domain" in one) == ("questions" in one):
            raise WrongJourney(f"Section {one['code']} needs either a domain or questions.")


def _is_code(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[\w-]{1,40}", value, re.ASCII) is not None


def _is_minutes(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 10_000


def _refuse_questions(journey: Journey) -> None:
    for section in journey.sections:
        for one in section.questions:
            if not _is_code(one.code):
                raise WrongJourney(f"Question {one.code}: a code has letters and numbers only.")
            if not _is_minutes(one.minutes):
                raise WrongJourney(f"Question {one.code}: “minutes” must be a number.")
            if not isinstance(one.learners_from, int):
                raise WrongJourney(f"Question {one.code}: “learners_from” must be a whole number.")


@cache
def _of_stored(pk: int, edition: int, text: str) -> Journey:
    """A stored file and the wording of a loaded version never change."""
    return replace(check(text), version=edition)


def of_file(stored: LoadedFile) -> Journey:
    return _of_stored(stored.pk, stored.edition, stored.text)


def every() -> tuple[Journey, ...]:
    """Those that the service comes with and those that were loaded, by code and version.

    One query, and one for each that was loaded.
    """
    loaded = LoadedFile.objects.filter(kind=LoadedFile.Kind.JOURNEY)
    found = [*shipped(), *map(of_file, loaded)]
    return tuple(sorted(found, key=lambda one: (one.code, one.version)))


def newest(framework: str) -> dict[str, Journey]:
    """By code, the newest version of each journey for a version of the framework."""
    return {one.code: one for one in every() if one.framework == framework}


def latest() -> dict[str, Journey]:
    """By code, the newest version of each journey, whatever the framework."""
    return {one.code: one for one in every()}


def find(code: str, version: int) -> Journey:
    """Raises KeyError where there is none. No query for what the service comes with."""
    for one in shipped():
        if (one.code, one.version) == (code, version):
            return one
    kind = LoadedFile.Kind.JOURNEY
    stored = LoadedFile.objects.filter(kind=kind, code=code, edition=version).first()
    if stored is None:
        raise KeyError(f"{code} {version}")
    return of_file(stored)


def usual(kind: str, among: Mapping[str, Journey]) -> Journey | None:
    """What a provider of that kind of organisation is asked unless somebody says otherwise."""
    return next((one for one in among.values() if kind in one.kinds), None)
