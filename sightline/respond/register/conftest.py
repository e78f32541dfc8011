from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sightline.conftest import NOW, Cast, Country
from sightline.respond.register import factories
from sightline.respond.register.models import Concern, IsfCategory
from sightline.standards.models import FrameworkVersion

#: Concerns of the tests are raised ten weeks before NOW, so that much can happen after.
RAISED = NOW - timedelta(days=70)


@pytest.fixture
def categories(db: None) -> dict[int, IsfCategory]:
    return factories.categories(NOW - timedelta(days=400))


@pytest.fixture
def raise_concern(
    country: Country, cast: Cast, framework: FrameworkVersion
) -> Callable[..., Concern]:
    """Raise a concern at the northern trust by its region's manager; say what differs."""

    def raise_one(**other: Any) -> Concern:
        given = {"organisation": country.trust, "by": cast.north_manager, "at": RAISED, **other}
        return factories.raise_concern(**given)

    return raise_one


@pytest.fixture
def concern(raise_concern: Callable[..., Concern]) -> Concern:
    """Not shared."""
    return raise_concern()


@pytest.fixture
def shared(raise_concern: Callable[..., Concern]) -> Concern:
    return raise_concern(share=True)
