"""Survey results as evidence: found through the disclosure gate, frozen as they passed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.respond.register.actions import NewEvidence
from sightline.results import gate, mart
from sightline.results.levels import CROSSINGS, Audience, GroupKey, Level
from sightline.results.models import Dataset, Measure

_PLACES = (Level.REGION, Level.ICB, Level.PROVIDER, Level.SITE)
_AT_PROVIDER = (Level.PROVIDER, *CROSSINGS)


@dataclass(frozen=True)
class FoundResult:
    """A result that may be shown to the viewer, and what it says about where a concern sits."""

    dataset: Dataset
    measure: Measure
    key: GroupKey
    organisation: Organisation | None
    programme: Programme | None
    profession: Profession | None
    frozen: dict[str, Any]

    def first_words(self) -> dict[str, Any]:
        """What the form of a concern begins with."""
        cell = self.frozen
        compared = cell["benchmark"]
        against = f", against {compared['mean']:.1f} for {compared['name']}" if compared else ""
        return {
            "source": "survey",
            "programme": self.programme.pk if self.programme else None,
            "professions": [self.profession.pk] if self.profession else [],
            "standards": list(self.measure.standards.values_list("pk", flat=True)),
            "title": f"{self.measure.label}: {called(cell)}"[:160],
            "summary": (
                f"{cell['group']} scored {cell['score']:.1f} out of 100 for “{cell['measure']}” in "
                f"{cell['round']}{against}. {cell['n']} learners answered."
            ),
        }

    def as_evidence(self, text: str = "", *, is_internal: bool = False) -> NewEvidence:
        return NewEvidence(
            dataset=self.dataset,
            measure=self.measure,
            group_level=self.key.level.value,
            group_code=self.key.code,
            group_other_code=self.key.other_code,
            frozen=self.frozen,
            text=text,
            is_internal=is_internal,
        )


def called(cell: Mapping[str, Any]) -> str:
    """A title calls a result low only when it is lower than what it is compared with."""
    compared = cell["benchmark"]
    is_low = compared is not None and cell["score"] < compared["mean"]
    return "low survey result" if is_low else "survey result"


def find(query: Mapping[str, Any], viewer: Viewer) -> FoundResult | None:
    """The result that an address names: dataset, level, group, other, measure.

    None when there is no such result, when it is withheld or when this viewer may not see it.
    """
    place = _place(query, viewer)
    if place is None:
        return None
    dataset = Dataset.objects.filter(pk=place.dataset_id).first()
    if dataset is None:
        return None
    measures = Measure.objects.filter(survey=dataset.survey, code=query.get("measure", ""))
    measure = measures.first()
    if measure is None:
        return None
    try:
        round_ = gate.open_round(dataset, Audience.INSIDE)
    except mart.NotPrepared:
        return None
    cell = round_.cell(place.key, measure.code)
    info = round_.measure(measure.code)
    if not cell.shown or info is None:
        return None
    return FoundResult(
        dataset=dataset,
        measure=measure,
        key=place.key,
        organisation=place.organisation,
        programme=place.programme,
        profession=place.profession,
        frozen=frozen(cell, info, dataset, place.name),
    )


def frozen(
    cell: gate.Cell, info: gate.MeasureInfo, dataset: Dataset, group_name: str
) -> dict[str, Any]:
    """A cell as JSON values, with the words that make sense of it years later."""
    benchmark = cell.benchmark
    return {
        "group": group_name,
        "measure": info.label,
        "wording": info.wording,
        "is_theme": info.is_theme,
        "round": str(dataset),
        "year": dataset.year,
        "n": cell.n,
        "respondents": cell.respondents,
        "score": cell.score,
        "low": cell.low,
        "high": cell.high,
        "positive": cell.positive,
        "flag": str(cell.flag.value),
        "benchmark": None
        if benchmark is None
        else {"name": benchmark.name, "groups": benchmark.groups, "mean": benchmark.score},
        "difference": cell.difference,
    }


@dataclass(frozen=True)
class _Place:
    dataset_id: int
    key: GroupKey
    name: str
    organisation: Organisation | None = None
    programme: Programme | None = None
    profession: Profession | None = None


def _place(query: Mapping[str, Any], viewer: Viewer) -> _Place | None:
    number = str(query.get("dataset", ""))
    level = str(query.get("level", ""))
    if level not in list(Level) or not (number.isascii() and number.isdigit()):
        return None
    if len(number) > 18:  # more than a key of the database can be
        return None
    code, other = str(query.get("group", ""))[:24], str(query.get("other", ""))[:24]
    key = GroupKey(Level(level), code, other if level in CROSSINGS else "")
    start = _Place(int(number), key, "England")
    if key.level in _PLACES or key.level in CROSSINGS:
        return _at_organisation(start, viewer)
    if not viewer.patch(Permission.VIEW_RESULTS).nation:
        return None
    if key.level is Level.NATION:
        return start
    return _of_learners(start, key.level, code)


def _at_organisation(start: _Place, viewer: Viewer) -> _Place | None:
    organisation = Organisation.objects.filter(code=start.key.code).first()
    if organisation is None or not access.may(viewer, Permission.VIEW_RESULTS, at=organisation):
        return None
    placed = replace(start, organisation=organisation, name=organisation.name)
    if start.key.level in CROSSINGS:
        return _of_learners(placed, start.key.level, start.key.other_code)
    return placed


def _of_learners(start: _Place, level: Level, code: str) -> _Place | None:
    before = f"{start.name}, " if start.organisation else ""
    if level in (Level.PROGRAMME, Level.PROVIDER_PROGRAMME):
        programme = Programme.objects.select_related("profession").filter(code=code).first()
        if programme is None:
            return None
        return replace(
            start,
            programme=programme,
            profession=programme.profession,
            name=f"{before}{programme.name}",
        )
    profession = Profession.objects.filter(code=code).first()
    if profession is None:
        return None
    return replace(start, profession=profession, name=f"{before}{profession.name}")


def path_arguments(level: str, code: str, other: str, measure: str) -> tuple[str, ...]:
    """Arguments of the address of the item page that shows this result."""
    return (level, code, other, measure) if other else (level, code, measure)
