import pytest

from sightline.conftest import NOW, Cast
from sightline.listen.invitations.messages import actions
from sightline.listen.invitations.messages.models import Wave
from sightline.listen.rounds.models import Collection


@pytest.fixture
def wave(asked: Collection, cast: Cast) -> Wave:
    """Invitations that are planned."""
    return actions.plan(
        collection=asked,
        kind=Wave.Kind.INVITATION,
        planned_at=NOW,
        by=cast.north_manager,
        at=NOW,
    )
