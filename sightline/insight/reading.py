"""Which round is read: chosen in the address, the newest otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from sightline.results import gate, queries
from sightline.results.levels import Audience
from sightline.results.models import Dataset


@dataclass(frozen=True)
class Reading:
    """A round in view and the others of its survey, newest first."""

    dataset: Dataset
    round: gate.Round
    others: tuple[Dataset, ...]

    @property
    def before(self) -> Dataset | None:
        """The round before the one in view."""
        return next((one for one in self.others if one.year < self.dataset.year), None)

    @property
    def suffix(self) -> str:
        """What keeps the round in an address; empty for the newest."""
        newest = all(one.year < self.dataset.year for one in self.others)
        return "" if newest else f"?round={self.dataset.year}"

    def open(self, dataset: Dataset) -> gate.Round:
        return gate.open_round(dataset, Audience.INSIDE)


def chosen(request: HttpRequest) -> Reading | None:
    """The round that ``?round=2025`` names, else the newest; None while there are no results.

    Raises Http404 for a round that does not exist.
    """
    datasets = queries.current_datasets()
    if not datasets:
        return None
    dataset = datasets[0]
    if wanted := request.GET.get("round"):
        found = [one for one in datasets if str(one.year) == wanted]
        if not found:
            raise Http404
        dataset = found[0]
    others = tuple(one for one in datasets if one.survey == dataset.survey and one.pk != dataset.pk)
    return Reading(dataset, gate.open_round(dataset, Audience.INSIDE), others)
