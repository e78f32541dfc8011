from datetime import timedelta

import pytest
from django.utils import timezone

from sightline.commitments import actions
from sightline.commitments.models import Commitment
from sightline.conftest import Cast, Country


@pytest.fixture
def commitment(country: Country, cast: Cast) -> Commitment:
    return actions.agree(
        kind="commitment",
        organisation=country.trust,
        programme=None,
        promise="Every <b>shift</b> has a named supervisor.",
        evidence_expected="Rotas",
        owner_name="Dr A Head",
        owner=None,
        because_kind="concern",
        because_reference="Q-2026-0001",
        measures=[],
        standards=[],
        due_date=timezone.localdate() + timedelta(days=30),
        by=cast.north_manager,
        at=timezone.now(),
    )
