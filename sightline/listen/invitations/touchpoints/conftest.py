from datetime import timedelta

import pytest

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations.touchpoints import actions
from sightline.listen.invitations.touchpoints.models import Series
from sightline.listen.rounds.factories import make_notice, make_version


@pytest.fixture
def series(country: Country, cast: Cast) -> Series:
    """Touchpoints of the North: two weeks after the start, and a week before the end."""
    version = make_version(cast.north_manager)
    return actions.set_up(
        name="Placements 2026",
        place=country.north,
        wanted=[actions.Wanted("start", version, 14), actions.Wanted("end", version, -7)],
        notice=make_notice(),
        closes_at=NOW + timedelta(days=200),
        by=cast.north_manager,
        at=NOW,
    )
