from __future__ import annotations

import pytest
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.listen.codesign import factories
from sightline.listen.codesign.models import Conversation


@pytest.fixture
def conversation(country: Country, cast: Cast) -> Conversation:
    """Open for a trust, with four statements and nobody's vote."""
    return factories.conversation(country.trust, cast.north_manager, timezone.now())
