"""Rounds in which something is to be found."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from sightline.conftest import NOW, Country, make_organisation
from sightline.insight.signals import actions
from sightline.insight.signals.models import Signal, SignalLook
from sightline.organisations.models import Organisation
from sightline.results.factories import MEASURES, make_dataset, spread
from sightline.results.models import Dataset
from sightline.standards.models import Standard

Found = list[Signal]
#: A reason that others can judge.
WHY = "The ward closed in spring and has opened again."


def look(at: datetime = NOW) -> Found:
    """Look as if no look had been before; what waits, in the order in which it was found."""
    SignalLook.objects.all().delete()
    actions.look_nightly(by=None, at=at)
    return list(Signal.objects.waiting().order_by("pk"))


def low_round(year: int, low: tuple[str, ...], others: tuple[str, ...]) -> Dataset:
    """A round in which some acute trusts are clearly below the others in all questions."""
    answers: Any = {(code, "", "CST"): spread(60, seed=3) for code in others}
    answers |= {(code, "", "CST"): [[1, 1, 1]] * 55 + [[2, 2, 2]] * 5 for code in low}
    measures = [replace(one, standards=("3.1",)) if one.kind == "item" else one for one in MEASURES]
    return make_dataset(answers, measures=measures, year=year)


def make_trusts(country: Country, how_many: int) -> tuple[str, ...]:
    """Acute trusts of the south, by code."""
    codes = tuple(f"ZX{number:03}" for number in range(how_many))
    acute = Organisation.ProviderType.ACUTE
    for code in codes:
        make_organisation(
            code, Organisation.Kind.TRUST, f"Trust {code}", country.south_icb, provider_type=acute
        )
    return codes


@pytest.fixture
def low_thrice(country: Country, standard: Standard) -> list[Dataset]:
    """Aldermoor (north) and Calverton (south) are low in three rounds, the others never."""
    others = ("ZN002", *make_trusts(country, 9))
    return [low_round(year, ("ZN001", "ZS001"), others) for year in (2024, 2025, 2026)]
