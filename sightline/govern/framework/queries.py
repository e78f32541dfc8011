"""What a new version touches, counted, and what is proposed for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from sightline.access.viewer import Viewer
from sightline.assess.applicable import settings_file
from sightline.assess.evidence.models import Evidence
from sightline.assess.returns.journeys import reading
from sightline.govern.framework import listed, open_work, rules
from sightline.govern.framework.models import OpenWorkDecision
from sightline.govern.framework.rules import Proposal
from sightline.govern.framework.words import Kind
from sightline.standards import crosswalk
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import queries as succession
from sightline.standards.succession.queries import Line


@dataclass(frozen=True)
class Touched:
    """A standard of the version before that changes, and how much names it, by what it is."""

    line: Line
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Work:
    """Open work of one kind: how many records name old standards, and what is proposed.

    ``decision`` is the latest about it. ``records`` of self-assessments are those that are on their
    way; nothing is proposed for them but that they are finished as they were begun.
    """

    kind: Kind
    records: int
    proposal: Proposal
    decision: OpenWorkDecision | None

    @property
    def waits(self) -> bool:
        """Somebody has to decide: there is something to carry over, or answers to be left."""
        if self.kind is Kind.RETURNS:
            return self.records > 0 and self.decision is None
        return bool(self.proposal.additions) and (
            self.decision is None or self.decision.how != "left"
        )


@dataclass(frozen=True)
class File:
    """Something that comes as a file and names standards by number."""

    what: str
    name: str
    framework: str
    changed: tuple[str, ...]  # numbers that it names and that change
    key: str
    regulator: str = ""  # whose standards it lays beside ours


@dataclass(frozen=True)
class Report:
    old: FrameworkVersion
    new: FrameworkVersion
    lines: Sequence[Line]
    touched: Sequence[Touched]
    work: Sequence[Work]
    files: Sequence[File]

    @property
    def waiting(self) -> int:
        """Standards of which nobody has said what follows."""
        return sum(one.waits for one in self.lines)


#: What is counted of each standard, and the list that says it by name.
COUNTED: Mapping[str, str] = {
    "Open concerns": Kind.CONCERNS,
    "Open commitments": Kind.COMMITMENTS,
    "Judgements that stand": listed.JUDGEMENTS,
    "Evidence": listed.EVIDENCE,
    "Survey items": Kind.MEASURES,
}


def report(new: FrameworkVersion, day: date, viewer: Viewer | None = None) -> Report | None:
    """Everything that a version touches; None for the first. As many queries for any number.

    Of the whole country, as who decides has to know, or of what a viewer may see.
    """
    found = way(new)
    if found is None:
        return None
    old, lines = found.old, found.lines
    keys = dict(old.standards.values_list("number", "pk"))
    named = {kind: open_work.pairs(kind, old, day, viewer) for kind in open_work.SOURCES}
    counts = _counts(old, named, day, viewer)
    decided = {one.kind: one for one in OpenWorkDecision.objects.filter(into=new).order_by("pk")}
    work = [
        Work(
            kind,
            len({record for record, _ in pairs}),
            _proposed(kind, found, pairs, day, viewer),
            decided.get(kind),
        )
        for kind, pairs in named.items()
    ]
    nothing = Proposal(frozenset(), frozenset())
    on_their_way = open_work.returns(old, day)
    if viewer is not None:
        on_their_way = on_their_way.visible_to(viewer)
    work.append(Work(Kind.RETURNS, on_their_way.count(), nothing, decided.get(Kind.RETURNS)))
    changing = [one for one in lines if one.step.needs_a_person]
    touched = [
        Touched(one, {name: counts[name][keys[one.step.old.number]] for name in COUNTED})
        for one in changing
        if one.step.old
    ]
    numbers = {one.step.old.number for one in changing if one.step.old}
    return Report(old, new, lines, touched, work, files_naming(old.code, numbers))


@dataclass(frozen=True)
class Way:
    """From one version to the next: what follows each standard, and of which nobody has said."""

    old: FrameworkVersion
    new: FrameworkVersion
    lines: Sequence[Line]
    follows: Mapping[int, frozenset[int]]
    undecided: frozenset[int]


def way(new: FrameworkVersion) -> Way | None:
    """None for the first version. Nine queries."""
    old = succession.before(new)
    if old is None:
        return None
    lines = succession.lines(old, new)
    lineage = succession.lineage(new)
    of_new = dict(new.standards.values_list("number", "pk"))
    of_old = dict(old.standards.values_list("number", "pk"))
    return Way(
        old,
        new,
        lines,
        {
            key: frozenset(of_new[number] for number in lineage.numbers([key]))
            for key in of_old.values()
        },
        frozenset(of_old[one.step.old.number] for one in lines if one.waits and one.step.old),
    )


def propose(kind: Kind, found: Way, day: date) -> Proposal:
    """What carrying over one kind of open work would add. Two queries."""
    return _proposed(kind, found, open_work.pairs(kind, found.old, day), day)


def _proposed(
    kind: Kind, found: Way, named: set[rules.Pair], day: date, viewer: Viewer | None = None
) -> Proposal:
    held = open_work.pairs(kind, found.new, day, viewer)
    return rules.propose(named, held, found.follows, found.undecided)


def _counts(
    old: FrameworkVersion,
    pairs: Mapping[Kind, set[tuple[int, int]]],
    day: date,
    viewer: Viewer | None,
) -> dict[str, Counter[int]]:
    """How many name each standard, by its key. Two queries."""
    judged, fresh = listed.judgements(old, day), listed.evidence(day)
    if viewer is not None:
        judged, fresh = judged.visible_to(viewer), fresh.visible_to(viewer)
    evidence = Evidence.standards.through.objects.filter(
        standard__version=old, evidence__in=fresh.order_by().values("pk")
    )
    return {
        "Open concerns": Counter(standard for _, standard in pairs[Kind.CONCERNS]),
        "Open commitments": Counter(standard for _, standard in pairs[Kind.COMMITMENTS]),
        "Judgements that stand": _by_standard(judged),
        "Evidence": _by_standard(evidence),
        "Survey items": Counter(standard for _, standard in pairs[Kind.MEASURES]),
    }


def _by_standard(rows: object) -> Counter[int]:
    found = rows.order_by().values_list("standard").annotate(count=Count("pk"))  # type: ignore[attr-defined]
    return Counter(dict(found))


def files_naming(framework: str, changing: set[str]) -> list[File]:
    """Files in force that name standards of a version by number."""
    found = [
        File("Regulator’s standards", f"{one.regulator}: {one.name}", one.framework,
             _named((n for part in one.requirements for n in part.standards), changing),
             f"crosswalk-{one.code}", one.regulator)
        for one in crosswalk.all_crosswalks().values()
        if one.framework == framework
    ]  # fmt: skip
    for journey in reading.newest(framework).values():
        named = _named(journey.standards, changing)
        found.append(
            File("Self-assessment", journey.name, framework, named, f"journey-{journey.code}")
        )
    settings = settings_file.read([framework])
    if settings.framework == framework:
        named = _named(
            (n for one in settings.by_code.values() for n in one.not_applicable), changing
        )
        found.append(File("What applies where", "Settings", framework, named, "settings"))
    return found


def _named(numbers: object, changing: set[str]) -> tuple[str, ...]:
    found = set(numbers) & changing  # type: ignore[call-overload]
    return tuple(sorted(found, key=lambda number: [part.zfill(4) for part in number.split(".")]))
