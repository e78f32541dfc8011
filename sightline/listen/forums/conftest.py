from __future__ import annotations

import pytest

from sightline.conftest import NOW, Cast, Country
from sightline.listen.forums import factories
from sightline.listen.forums.models import Forum, Meeting
from sightline.listen.forums.points.models import Point


@pytest.fixture
def forum(country: Country, cast: Cast) -> Forum:
    """A forum of one trust, run by the regional manager."""
    return factories.forum(country.trust, cast.north_manager, NOW)


@pytest.fixture
def meeting(forum: Forum, cast: Cast) -> Meeting:
    return factories.meeting(forum, cast.north_manager, NOW)


@pytest.fixture
def point(meeting: Meeting, cast: Cast) -> Point:
    return factories.point(meeting, cast.north_manager, NOW)
