from datetime import date

import pytest

from sightline.commitments import actions
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, Cast, Country


@pytest.fixture
def commitment(country: Country, cast: Cast) -> Commitment:
    """The trust promises its surgeons in training a named supervisor, because of a concern."""
    return actions.agree(
        kind="commitment",
        organisation=country.trust,
        programme=country.surgery,
        promise="Every trainee has a named supervisor on every shift.",
        evidence_expected="The rota of two months",
        owner_name="",
        owner=cast.director,
        because_kind="concern",
        because_reference="Q-2026-0001",
        measures=[],
        standards=[],
        due_date=date(2026, 12, 24),
        by=cast.north_manager,
        at=NOW,
    )
