"""What follows what: as proposed, as decided, and as other pages read it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sightline.standards.models import FrameworkVersion, Standard, Succession
from sightline.standards.succession import rules
from sightline.standards.succession.rules import Step, Wording


@dataclass(frozen=True)
class Lineage:
    """Which standards, of whatever version, ask what those of one version ask.

    Whoever reads what is known about a standard reads it through this, so that a number that was
    given to another standard does not take over what was said about the one before.
    """

    version: FrameworkVersion | None
    _stands: Mapping[int, frozenset[int]]
    _numbers: Mapping[int, str]
    _keys: Mapping[tuple[int, str], int]
    _versions: tuple[tuple[int, date, str], ...]  # key, first day and code: oldest first
    # What would be added to `_stands` if every proposal were accepted.
    _perhaps: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @property
    def waiting(self) -> Lineage | None:
        """What would be read here if all that is proposed were accepted, and that only.

        None where nothing waits for a decision. What it gives counts nowhere: it is there to be
        said, so that nothing that was known is taken for silence.
        """
        if not any(self._perhaps.values()):
            return None
        return replace(self, _stands=self._perhaps, _perhaps={})

    @property
    def codes(self) -> list[str]:
        """Codes of this version and those before, oldest first."""
        return [code for _, _, code in self._versions]

    def numbers(self, standards: Iterable[int]) -> frozenset[str]:
        """Numbers in this version for keys of standards of any version."""
        return frozenset(
            self._numbers[found]
            for key in standards
            for found in self._stands.get(key, frozenset())
        )

    def standing_for(self, number: str) -> frozenset[int]:
        """Keys of every standard that asks what the number asks in this version."""
        wanted = self._keys.get((self.version.pk, number)) if self.version else None
        return frozenset(key for key, found in self._stands.items() if wanted in found)

    def as_on(self, day: date, numbers: Iterable[str]) -> frozenset[str]:
        """Numbers in this version for numbers of the version that was in force on a day."""
        began = [key for key, first, _ in self._versions if first <= day]
        return self._of_version(began[-1], numbers) if began else frozenset()

    def from_code(self, code: str, numbers: Iterable[str]) -> frozenset[str]:
        """Numbers in this version for numbers of the version of a code, as files name it."""
        held = [key for key, _, its_code in self._versions if its_code == code]
        return self._of_version(held[0], numbers) if held else frozenset()

    def _of_version(self, version: int, numbers: Iterable[str]) -> frozenset[str]:
        keys = (self._keys.get((version, number)) for number in numbers)
        return self.numbers(key for key in keys if key is not None)


def lineage(version: FrameworkVersion | None) -> Lineage:
    """Two queries, however many versions; one where there is only one."""
    if version is None:
        return Lineage(None, {}, {}, {}, ())
    rows = list(
        Standard.objects.filter(version__from_date__lte=version.from_date)
        .order_by("version__from_date", "position")
        .values_list("pk", "version_id", "number", "wording", "version__from_date", "version__code")
    )
    versions = tuple(dict.fromkeys((row[1], row[4], row[5]) for row in rows))
    keys = [key for key, _, _ in versions]
    decided = _decided(keys) if len(versions) > 1 else {}
    standards = {row[0]: (row[1], row[2], row[3]) for row in rows}
    stands = rules.carried(keys, standards, decided)
    proposed = rules.proposed(keys, standards, decided)
    perhaps = rules.carried(keys, standards, {**decided, **proposed}) if proposed else {}
    return Lineage(
        version,
        stands,
        {row[0]: row[2] for row in rows},
        {(row[1], row[2]): row[0] for row in rows},
        versions,
        {key: found - stands.get(key, frozenset()) for key, found in perhaps.items()},
    )


def lineage_on(day: date) -> Lineage:
    """That of the version in force on a day. Three queries."""
    return lineage(FrameworkVersion.in_force_on(day))


def _decided(versions: list[int]) -> dict[int, frozenset[int]]:
    """What was said last of each standard about the version after its own."""
    after = dict(itertools.pairwise(versions))
    latest: dict[int, tuple[int, set[int]]] = {}
    rows = (
        Succession.objects.filter(into__in=versions)
        .order_by("at", "pk")
        .values_list("pk", "old_id", "old__version_id", "into_id", "follows")
    )
    for pk, old, of_version, into, follows in rows:
        if after.get(of_version) != into:
            continue
        if latest.get(old, (0, set()))[0] != pk:
            latest[old] = (pk, set())
        if follows is not None:
            latest[old][1].add(follows)
    return {old: frozenset(follows) for old, (_, follows) in latest.items()}


def before(version: FrameworkVersion) -> FrameworkVersion | None:
    """The version that was in force before."""
    return (
        FrameworkVersion.objects.filter(from_date__lt=version.from_date)
        .order_by("-from_date")
        .first()
    )


def wordings(version: FrameworkVersion) -> list[Wording]:
    rows = version.standards.order_by("position").values_list("number", "wording")
    return [Wording(*row) for row in rows]


@dataclass(frozen=True)
class Line:
    """A step from one version to the next, and what was decided of it, if anything was."""

    step: Step
    decision: Succession | None

    @property
    def waits(self) -> bool:
        return self.step.needs_a_person and self.decision is None

    @property
    def follows(self) -> list[str]:
        """Numbers that follow: as decided, else as proposed."""
        if self.decision is not None:
            return [one.number for one in self.decision.follows.all()]
        return [self.step.new.number] if self.step.new else []


def lines(old: FrameworkVersion, new: FrameworkVersion) -> list[Line]:
    """Every step from one version to another. Four queries."""
    found = (
        Succession.objects.filter(old__version=old, into=new)
        .select_related("old", "by")
        .prefetch_related("follows")
        .order_by("at", "pk")
    )
    decided = {one.old.number: one for one in found}
    steps = rules.compared(tuple(wordings(old)), tuple(wordings(new)))
    return [Line(step, decided.get(step.old.number) if step.old else None) for step in steps]
