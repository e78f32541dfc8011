"""How a survey round stands on the register of a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from sightline.access.viewer import Viewer
from sightline.listen.silence import queries as silence
from sightline.listen.silence.queries import Place
from sightline.organisations.models import Organisation
from sightline.respond.rounds.models import RoundStep
from sightline.results import gate
from sightline.results.models import Dataset


@dataclass(frozen=True)
class Left:
    """A low result with neither a commitment nor a signed reason."""

    provider: Organisation
    label: str
    is_silent: bool

    @property
    def text(self) -> str:
        return f"{self.provider.name}: {self.label}"


@dataclass(frozen=True)
class Standing:
    """How many low results a place has, and those that are left to settle."""

    low: int
    left: Sequence[Left]


@dataclass(frozen=True)
class Row:
    """One place in the list of a round; ``step`` is the latest, None while it was never closed."""

    place: Organisation
    low: int
    left: int
    step: RoundStep | None

    @property
    def is_closed(self) -> bool:
        return self.step is not None and self.step.kind == RoundStep.Kind.CLOSED


def within(place: Organisation) -> Place:
    """A region with everything in it, or one provider."""
    if place.kind == Organisation.Kind.REGION:
        return lambda path: Q(**{f"{path}__region" if path else "region": place.pk})
    return silence.at_provider(place)


def standing(dataset: Dataset, place: Organisation) -> Standing:
    """The same four queries for a provider and for a region."""
    found = silence.standings(dataset, within(place))
    labels = {one.code: one.label for one in gate.open_round(dataset).measures}
    return Standing(
        low=sum(len(one.low) for one in found),
        left=[
            Left(one.provider, labels[code], code in one.silent)
            for one in found
            for code in one.unsettled
        ],
    )


def history(dataset: Dataset, place: Organisation) -> list[RoundStep]:
    """Every closing and opening here, the latest last."""
    return list(RoundStep.objects.of_round(dataset).filter(organisation=place).select_related("by"))


def is_closed(dataset: Dataset, place: Organisation) -> bool:
    latest = RoundStep.objects.of_round(dataset).filter(organisation=place).last()
    return latest is not None and latest.kind == RoundStep.Kind.CLOSED


def rows(dataset: Dataset, viewer: Viewer, place: Place) -> list[Row]:
    """The regions that lie wholly in the viewer's patch, then its providers with a low result."""
    found = silence.standings(dataset, place)
    steps: Mapping[int, RoundStep] = {
        one.organisation_id: one
        for one in RoundStep.objects.visible_to(viewer).of_round(dataset).select_related("by")
    }
    regions = [
        Row(
            region,
            sum(len(one.low) for one in found if one.provider.region_id == region.pk),
            sum(len(one.unsettled) for one in found if one.provider.region_id == region.pk),
            steps.get(region.pk),
        )
        for region in Organisation.objects.filter(
            place(""), kind=Organisation.Kind.REGION
        ).order_by("name")
    ]
    providers = [
        Row(one.provider, len(one.low), len(one.unsettled), steps.get(one.provider.pk))
        for one in found
    ]
    return regions + sorted(providers, key=lambda one: (-one.left, one.place.name))
