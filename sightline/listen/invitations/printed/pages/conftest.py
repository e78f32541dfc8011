import pytest

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations.factories import make_open_link
from sightline.listen.invitations.models import OpenLink
from sightline.listen.rounds.models import Collection


@pytest.fixture
def link(round_: Collection, country: Country, cast: Cast) -> OpenLink:
    """The open link of a ward."""
    return make_open_link(round_, country.trust, cast.north_manager, NOW, environment=country.ward)
