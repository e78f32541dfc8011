"""The rounds of every survey up to a day, and who is compared with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q

from sightline.insight.queries.lines import same_question
from sightline.insight.signals.finding.grid import Grid
from sightline.organisations.models import Organisation
from sightline.results import gate, mart, queries
from sightline.results.levels import NATION, GroupKey, Level
from sightline.results.models import Dataset
from sightline.stats.outliers import Colour


@dataclass(frozen=True)
class Rounds:
    """One survey: its rounds that are over, newest first, each opened."""

    datasets: tuple[Dataset, ...]
    opened: tuple[gate.Round, ...]

    @property
    def now(self) -> gate.Round:
        return self.opened[0]

    @property
    def dataset(self) -> Dataset:
        return self.datasets[0]

    @property
    def themes(self) -> list[gate.MeasureInfo]:
        return [one for one in self.now.measures if one.is_theme]

    @property
    def labels(self) -> dict[str, str]:
        """What each measure is called; "" stands for all themes together."""
        return {"": "All themes together", **{one.code: one.label for one in self.now.measures}}

    def same(self, codes: Sequence[str], before: int) -> list[bool]:
        """Of each measure, was it asked alike so many rounds ago? For "", all themes."""
        earlier = self.opened[before]
        whole = [one.code for one in self.themes]
        return [
            all(same_question(self.now, earlier, each) for each in ([code] if code else whole))
            for code in codes
        ]


def all_rounds(day: date) -> list[Rounds]:
    """Every survey with a round that ended by that day. One query."""
    found: dict[str, list[tuple[Dataset, gate.Round]]] = {}
    for dataset in sorted(queries.current_datasets(), key=lambda one: -one.year):
        if dataset.collected_to > day:
            continue
        try:
            found.setdefault(dataset.survey, []).append((dataset, gate.open_round(dataset)))
        except mart.NotPrepared:
            continue
    return [
        Rounds(tuple(one for one, _ in each), tuple(opened for _, opened in each))
        for each in found.values()
    ]


def types_on(day: date) -> dict[str, str]:
    """The type of every provider that is open on a day, by code. One query."""
    providers = Organisation.objects.providers().filter(
        Q(closed_date=None) | Q(closed_date__gt=day)
    )
    return dict(providers.order_by("code").values_list("code", "provider_type"))


def providers(round_: gate.Round, types: dict[str, str]) -> list[GroupKey]:
    """Providers that are open and have anything to show."""
    codes = [one.code for one in round_.measures]
    keys = [key for key in round_.children(NATION, Level.PROVIDER) if key.code in types]
    shown = round_.overview(keys, codes).shown.any(axis=1)
    return [keys[at] for at in np.flatnonzero(shown)]


def programmes(round_: gate.Round, types: dict[str, str]) -> list[GroupKey]:
    """Programmes at providers that are open, where they are shown."""
    return [
        key
        for programme in round_.children(NATION, Level.PROGRAMME)
        for key in round_.children(programme, Level.PROVIDER_PROGRAMME)
        if key.code in types
    ]


def low_and_closed(
    round_: gate.Round, types: dict[str, str], codes: Sequence[str]
) -> set[GroupKey]:
    """Providers that are no longer open and were clearly below others in anything."""
    keys = [key for key in round_.children(NATION, Level.PROVIDER) if key.code not in types]
    low = round_.overview(keys, codes).are(Colour.RED).any(axis=1)
    return {keys[at] for at in np.flatnonzero(low)}


def inside(round_: gate.Round) -> dict[GroupKey, list[GroupKey]]:
    """Of each profession its programmes, of each board its providers."""
    return {
        key: round_.children(key, low)
        for level, low in ((Level.PROFESSION, Level.PROGRAMME), (Level.ICB, Level.PROVIDER))
        for key in round_.children(NATION, level)
    }


def grid(round_: gate.Round, keys: Sequence[GroupKey], codes: Sequence[str]) -> Grid:
    numbers = round_.numbers(keys, codes)
    red = round_.overview(keys, codes).are(Colour.RED)
    return Grid(keys, codes, numbers.n, numbers.score, numbers.sd, red)
