from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.replies import actions
from sightline.listen.replies.models import Reply
from sightline.results import factories
from sightline.results.models import Dataset, Measure
from sightline.standards.models import FrameworkVersion


@pytest.fixture
def dataset(
    country: Country, framework: FrameworkVersion, settings: Any, tmp_path: Path
) -> Dataset:
    """Three trusts with enough answers for the public; a practice that nobody answered for."""
    settings.MART_DIR = tmp_path / "mart"
    low = [[1, 2, 2]] * 20 + [[4, 4, 4]] * 12
    fine = [[4, 5, 4]] * 20 + [[2, 3, 2]] * 12
    return factories.make_dataset(
        {
            (country.trust.code, country.site.code, country.surgery.code): low,
            (country.other_trust.code, "", country.surgery.code): fine,
            (country.southern_trust.code, "", country.adult_nursing.code): fine,
        }
    )


@pytest.fixture
def measure(dataset: Dataset) -> Measure:
    return Measure.objects.get(code="LS01")


@pytest.fixture
def commitment(country: Country, cast: Cast, measure: Measure) -> Commitment:
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
        measures=[measure],
        standards=[],
        due_date=TODAY,
        by=cast.north_manager,
        at=NOW,
    )


@pytest.fixture
def reply(
    country: Country, cast: Cast, dataset: Dataset, measure: Measure, commitment: Commitment
) -> Reply:
    return actions.draft(
        organisation=country.trust,
        programme=None,
        commitment=commitment,
        dataset=dataset,
        measures=[measure],
        you_said="Supervisors are hard to find at night.",
        outcome="changed",
        we_did="Every shift now names one.",
        passed_to="",
        by=cast.director,
        at=NOW,
    )
