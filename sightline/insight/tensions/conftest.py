from __future__ import annotations

import pytest

from sightline.assess.places import Level, Place
from sightline.conftest import NOW, Country
from sightline.standards.models import FrameworkVersion, Standard


@pytest.fixture
def standard(framework: FrameworkVersion) -> Standard:
    """Supervision fits the learner."""
    return Standard.objects.get(version=framework, number="3.1")


@pytest.fixture
def place(country: Country) -> Place:
    return Place(Level.ORGANISATION, country.trust)


@pytest.fixture
def ward(country: Country) -> Place:
    return Place(Level.ENVIRONMENT, country.trust, environment=country.ward)


@pytest.fixture
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of pages stands at the moment at which tests play."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
