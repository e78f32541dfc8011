import pytest

from sightline.conftest import NOW, Cast
from sightline.listen.outside import actions
from sightline.listen.outside.factories import OutsideDesk


@pytest.fixture
def office(cast: Cast) -> OutsideDesk:
    """The surveys that come with the service, and somebody to import their files."""
    actions.load_shipped(by=cast.national, at=NOW)
    return OutsideDesk(cast.national, NOW)
