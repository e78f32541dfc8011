import pytest

from sightline.conftest import Cast
from sightline.listen.answering.factories import Ward
from sightline.standards.models import FrameworkVersion


@pytest.fixture
def ward(cast: Cast, framework: FrameworkVersion) -> Ward:
    """A national round, open since now."""
    return Ward.opened(cast.national)
