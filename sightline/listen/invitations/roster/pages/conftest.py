import pytest

from sightline.conftest import NOW, Cast
from sightline.listen.invitations.factories import row, upload
from sightline.listen.invitations.roster.models import Roster
from sightline.listen.rounds.models import Collection


@pytest.fixture
def roster(round_: Collection, cast: Cast) -> Roster:
    """A roster that was checked: six good rows and one in error."""
    rows = [*[row(number) for number in range(6)], row(9, provider="ZN01")]
    return upload(round_, rows, cast.north_manager, NOW)
