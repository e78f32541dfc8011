"""What the stories need to hand: people, places, results, and moments in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from sightline.demo import people
from sightline.demo.clock import Clock
from sightline.demo.people import Cast
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.respond.register import results as from_results
from sightline.respond.register.models import IsfCategory
from sightline.results import gate
from sightline.results.levels import GroupKey
from sightline.results.models import Dataset, Measure
from sightline.standards.models import Standard


@dataclass
class World:
    """What the stories need to hand."""

    clock: Clock
    cast: Cast
    organisations: dict[str, Organisation]
    datasets: list[Dataset]  # first round to last
    categories: dict[int, IsfCategory]
    random: np.random.Generator
    measures: dict[str, Measure] = field(default_factory=dict)
    standards: dict[str, Standard] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)

    def __post_init__(self) -> None:
        yearly = Measure.objects.filter(survey=self.datasets[-1].survey)
        self.measures = {m.code: m for m in yearly.select_related("theme")}
        self.standards = {s.number: s for s in Standard.objects.filter(version__code="2024")}
        self.programmes = {p.code: p for p in Programme.objects.select_related("profession")}

    def manager(self, organisation: Organisation) -> User:
        region = organisation.region
        return self.cast.managers[region.code if region else organisation.code]

    def director(self, organisation: Organisation) -> User:
        """The provider's director of education, who begins when first asked for."""
        found = self.cast.directors.get(organisation.code)
        if found is None:
            since = self.clock.window(0)[0]
            found = self.cast.directors[organisation.code] = people.make_director(
                organisation, number=len(self.cast.directors), since=since,
                at=self.clock.moment(since),
            )  # fmt: skip
        return found

    def after_round(self, index: int, days: int, hour: int = 10) -> datetime:
        """A moment so many days after a round closed."""
        return self.clock.moment(self.clock.window(index)[1] + timedelta(days=days), hour)

    def items(self, theme: str) -> list[Measure]:
        return [
            m
            for m in self.measures.values()
            if m.theme and m.theme.code == theme and m.kind == Measure.Kind.ITEM and not m.branch
        ]

    def cell(self, index: int, key: GroupKey, measure: Measure) -> gate.Cell:
        return gate.open_round(self.datasets[index]).cell(key, measure.code)

    def lowest(
        self, index: int, key: GroupKey, measures: Sequence[Measure], how_many: int
    ) -> list[Measure]:
        """The measures with the lowest scores that are shown, lowest first."""
        cells = [(self.cell(index, key, m), m) for m in measures]
        shown = sorted(
            ((c.score, m.code, m) for c, m in cells if c.shown and c.score is not None),
            key=lambda one: one[:2],
        )
        return [m for _, _, m in shown[:how_many]]

    def evidence(self, index: int, key: GroupKey, measures: Sequence[Measure]) -> list[Any]:
        """Those of the results that may be shown, as people cite them."""
        manager = self.manager(self.organisations[key.code])
        found = [
            from_results.find(
                {
                    "dataset": str(self.datasets[index].pk),
                    "level": key.level.value,
                    "group": key.code,
                    "other": key.other_code,
                    "measure": measure.code,
                },
                manager,
            )
            for measure in measures
        ]
        return [one.as_evidence() for one in found if one is not None]

    def standards_of(self, measures: Sequence[Measure]) -> list[Standard]:
        numbers = {s.number for m in measures for s in m.standards.all()}
        found = [self.standards[n] for n in sorted(numbers) if n in self.standards]
        return found or [self.standards["3.5"]]


def categories_by_number() -> dict[int, IsfCategory]:
    """The categories in force, by number."""
    latest = IsfCategory.objects.order_by("-from_date").first()
    if latest is None:
        return {}
    return {one.number: one for one in IsfCategory.objects.filter(version=latest.version)}
