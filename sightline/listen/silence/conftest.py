"""A round in which one trust is low, and what can be said about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.silence import actions
from sightline.listen.silence.models import NoAction
from sightline.results.factories import make_dataset
from sightline.results.models import Dataset, Measure
from sightline.standards.models import FrameworkVersion


def _answers(count: int, low: int, high: int) -> list[list[int]]:
    kinds = list(range(low, high + 1))
    return [[kinds[(one + item) % len(kinds)] for item in range(3)] for one in range(count)]


@pytest.fixture
def dataset(country: Country, framework: FrameworkVersion) -> Dataset:
    """Aldermoor is low in all three items; the others are not."""
    return make_dataset(
        {
            ("ZN001", "ZN001A", "CST"): _answers(50, 1, 3),
            ("ZN002", "", "CST"): _answers(40, 3, 5),
            ("ZN002", "", "NADULT"): _answers(30, 3, 5),
            ("ZS001", "", "CST"): _answers(60, 3, 5),
            ("ZS001", "", "NADULT"): _answers(40, 2, 5),
        }
    )


def measures(*codes: str) -> list[Measure]:
    return list(Measure.objects.filter(code__in=codes).order_by("code"))


@pytest.fixture
def promise(country: Country, cast: Cast, dataset: Dataset) -> Callable[..., Commitment]:
    def agree(*codes: str) -> Commitment:
        return commitments.agree(
            kind="commitment",
            organisation=country.trust,
            programme=None,
            promise="Every shift has a named supervisor.",
            evidence_expected="",
            owner_name="",
            owner=cast.director,
            because_kind="concern",
            because_reference="Q-2026-0001",
            measures=measures(*codes),
            standards=[],
            due_date=TODAY,
            by=cast.north_manager,
            at=NOW,
        )

    return agree


@pytest.fixture
def sign(country: Country, cast: Cast, dataset: Dataset) -> Callable[..., NoAction]:
    def signed(*codes: str) -> NoAction:
        return actions.sign(
            organisation=country.trust,
            programme=None,
            dataset=dataset,
            measures=measures(*codes),
            reason="The ward closes in spring, and its learners move.",
            by=cast.north_manager,
            at=NOW,
        )

    return signed
