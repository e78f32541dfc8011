"""What loading a file would do, and the framework as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sightline.standards import framework_file, rules
from sightline.standards.framework_file import FrameworkText
from sightline.standards.models import FrameworkVersion, Standard
from sightline.standards.succession import queries as succession
from sightline.standards.succession.rules import Step, Wording, compare, plain


@dataclass(frozen=True)
class LoadPlan:
    """What loading would change: nothing, marks and dates of a loaded version, or a new one.

    ``changes`` are sentences; empty when there is nothing to do. ``steps`` are what a new version
    makes of each standard of the one ``before``.
    """

    framework: FrameworkText
    is_new: bool
    changes: tuple[str, ...]
    before: str = ""
    steps: tuple[Step, ...] = ()


def plan_load(text: str) -> LoadPlan:
    """Read a file and compare it with what is loaded. Changes nothing.

    Raises framework_file.CannotRead, or rules.CannotLoad when it may not be loaded.
    """
    wanted = framework_file.read(text)
    held = [
        rules.Held(*row)
        for row in FrameworkVersion.objects.values_list("code", "name", "from_date", "to_date")
    ]
    rules.refuse_if_dates_overlap(wanted, held)
    version = FrameworkVersion.objects.filter(code=wanted.code).first()
    if version is None:
        count = len(wanted.standards)
        return LoadPlan(
            wanted,
            True,
            (f"A new version with {len(wanted.domains)} domains and {count} standards",),
            *_steps(wanted),
        )
    return LoadPlan(wanted, False, tuple(_changes(version, wanted)))


def _steps(wanted: FrameworkText) -> tuple[str, tuple[Step, ...]]:
    """The code of the version before, and what becomes of its standards; "" where there is none."""
    before = (
        FrameworkVersion.objects.filter(from_date__lt=wanted.from_date)
        .order_by("-from_date")
        .first()
    )
    if before is None:
        return "", ()
    new = [Wording(one.number, one.wording) for one in wanted.standards]
    return before.code, tuple(compare(succession.wordings(before), new))


def _changes(version: FrameworkVersion, wanted: FrameworkText) -> list[str]:
    domains = {domain.number: domain for domain in version.domains.all()}
    standards = {standard.number: standard for standard in version.standards.all()}
    rules.refuse_if_wording_changes(
        version.code,
        {str(number): domain.title for number, domain in domains.items()},
        {str(domain.number): domain.title for domain in wanted.domains},
        "the title of domain",
    )
    rules.refuse_if_wording_changes(
        version.code,
        {number: standard.wording for number, standard in standards.items()},
        {standard.number: standard.wording for standard in wanted.standards},
        "the wording of standard",
    )
    if version.from_date != wanted.from_date:
        raise rules.CannotLoad(
            f"Version {version.code} is in force from {version.from_date:%-d %B %Y} already. "
            "Its first day cannot change, because records point to it."
        )
    changes = []
    if version.to_date != wanted.to_date:
        until = f"{wanted.to_date:%-d %B %Y}" if wanted.to_date else "no end"
        changes.append(f"Last day: {until}")
    if version.name != wanted.name:
        changes.append(f"Name: {wanted.name}")
    if version.source != wanted.source:
        changes.append("Where the wording comes from")
    marks = int(version.is_checked != wanted.is_checked)
    marks += sum(domains[d.number].is_checked != d.is_checked for d in wanted.domains)
    marks += sum(standards[s.number].is_checked != s.is_checked for s in wanted.standards)
    if marks:
        changes.append(f"Marks “checked against the official text”: {marks} differ")
    return changes


def wordings_of(number: str) -> list[Standard]:
    """The standard of a number in every version, newest first, with version and domain."""
    return list(
        Standard.objects.filter(number=number)
        .select_related("version", "domain")
        .order_by("-version__from_date")
    )


@dataclass(frozen=True)
class BearingMeasure:
    """A survey item or theme that bears on a standard, as surveys name it."""

    code: str
    label: str
    wording: str


def measures_bearing_on(standards: Iterable[int]) -> list[BearingMeasure]:
    """What bears on any of these standards, given by their keys: once in however many surveys."""
    rows = (
        Standard.objects.filter(pk__in=standards, measures__isnull=False)
        .order_by("measures__survey", "measures__position", "measures__code")
        .values_list("measures__code", "measures__label", "measures__wording")
    )
    return list(dict.fromkeys(BearingMeasure(*row) for row in rows))


@dataclass(frozen=True)
class Named:
    """A number under which something names standards, once, in the words of the newest version.

    ``versions``: codes of those in which it has these words, newest first. ``earlier``: (code,
    wording) of others that are named too.
    """

    number: str
    wording: str
    versions: tuple[str, ...]
    earlier: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.number} {self.wording}"

    @property
    def codes(self) -> tuple[str, ...]:
        """Of every version that is meant."""
        return (*self.versions, *(code for code, _ in self.earlier))


def named(standards: Iterable[Standard]) -> list[Named]:
    """Standards, maybe of several versions, each number once, in the order of the newest.

    They come with their versions. What follows under another number has a line of its own.
    """
    newest_first = sorted(standards, key=lambda one: (-one.version.from_date.toordinal(),
                                                      one.position))  # fmt: skip
    by_number: dict[str, list[Standard]] = {}
    for one in newest_first:
        by_number.setdefault(one.number, []).append(one)
    found = []
    for number, held in by_number.items():
        same = [one for one in held if plain(one.wording) == plain(held[0].wording)]
        others = [one for one in held if one not in same]
        found.append(
            Named(
                number,
                held[0].wording,
                tuple(one.version.code for one in same),
                tuple((one.version.code, one.wording) for one in others),
            )
        )
    return found
