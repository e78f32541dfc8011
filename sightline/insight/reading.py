"""Which round is read: chosen in the address, the newest otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from sightline.insight import colours
from sightline.results import gate, queries
from sightline.results.levels import Audience
from sightline.results.models import Dataset


@dataclass(frozen=True)
class Reading:
    """A round in view, the other rounds of its survey, and the newest of each other survey."""

    dataset: Dataset
    round: gate.Round
    others: tuple[Dataset, ...]  # newest first
    surveys: tuple[Dataset, ...]
    asked: Mapping[str, str]  # what keeps this round in an address; empty for the usual one

    @property
    def before(self) -> Dataset | None:
        """The round before the one in view."""
        return next((one for one in self.others if one.year < self.dataset.year), None)

    @property
    def since(self) -> str:
        """What the round before is called; empty for a first round."""
        return self.before.label if self.before else ""

    @property
    def suffix(self) -> str:
        return f"?{urlencode(self.asked)}" if self.asked else ""

    @property
    def source(self) -> str:
        """Where its numbers are from, for files and pictures."""
        provisional = "" if self.dataset.is_final else " (not final yet)"
        return f"{self.dataset.survey_name}, {self.dataset.label}{provisional}"

    @property
    def quarters(self) -> str:
        """Whose quarters make the colours of this round, in a sentence or two."""
        return colours.quarters(self.round)

    @property
    def quarters_of_themes(self) -> str:
        return colours.quarters_of_themes(self.round)

    @property
    def made_up(self) -> bool:
        return self.dataset.is_made_up

    def plus(self, **more: str) -> str:
        """The question of this address with more in it, such as ``?round=2025&format=csv``."""
        return f"?{urlencode({**self.asked, **more})}"

    def other(self, dataset: Dataset) -> str:
        """The question that leads to another round or survey from the same page."""
        return f"?{urlencode({'survey': dataset.survey, 'round': dataset.year})}"

    def open(self, dataset: Dataset) -> gate.Round:
        return gate.open_round(dataset, Audience.INSIDE)

    def open_before(self) -> gate.Round | None:
        return self.open(self.before) if self.before else None


def chosen(request: HttpRequest, measure: str = "") -> Reading | None:
    """The round that ``?round=2025`` (and ``?survey=…``) names, else the newest.

    With ``measure``, the newest of these that asked it. None while there are no results.

    Raises Http404 for a round that does not exist.
    """
    datasets = queries.current_datasets()
    if not datasets:
        return None
    survey, year = request.GET.get("survey"), request.GET.get("round")
    fitting = [
        one for one in datasets if survey in (None, one.survey) and year in (None, str(one.year))
    ]
    if measure:
        fitting = [one for one in fitting if gate.open_round(one).measure(measure)]
    if not fitting:
        raise Http404
    return _of(fitting[0], datasets)


def of_dataset(dataset: Dataset) -> Reading | None:
    """That round, as long as its results are in use. One query."""
    datasets = queries.current_datasets()
    return _of(dataset, datasets) if dataset in datasets else None


def newest() -> list[Reading]:
    """The newest round of every survey, as a reading. One query."""
    datasets = queries.current_datasets()
    seen: dict[str, Dataset] = {}
    for one in datasets:
        seen.setdefault(one.survey, one)
    return [_of(one, datasets) for one in seen.values()]


def _of(dataset: Dataset, datasets: list[Dataset]) -> Reading:
    same = [one for one in datasets if one.survey == dataset.survey]
    newest = {one.survey: one for one in reversed(datasets)}
    asked = {}
    if dataset.survey != datasets[0].survey:
        asked["survey"] = dataset.survey
    if dataset != same[0]:
        asked["round"] = str(dataset.year)
    return Reading(
        dataset,
        gate.open_round(dataset, Audience.INSIDE),
        tuple(one for one in same if one != dataset),
        tuple(one for one in newest.values() if one.survey != dataset.survey),
        asked,
    )
