from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sightline.assess.places import Level, Place
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.capacity import actions as capacity
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.expansions import actions as expansions
from sightline.govern.expansions.models import ExpansionRequest
from sightline.standards.models import FrameworkVersion, Standard

#: From when the numbers of these tests hold, and from when more is asked for.
SINCE = date(2026, 9, 1)
JANUARY = date(2027, 1, 4)


@pytest.fixture
def standard(framework: FrameworkVersion) -> Standard:
    """Supervision fits the learner."""
    return Standard.objects.get(version=framework, number="3.1")


@pytest.fixture
def place(country: Country) -> Place:
    """A trust."""
    return Place(Level.ORGANISATION, country.trust)


@pytest.fixture
def ward(country: Country) -> Place:
    return Place(Level.ENVIRONMENT, country.trust, environment=country.ward)


Say = Callable[..., CapacityFigure]
Ask = Callable[..., ExpansionRequest]


@pytest.fixture
def say(country: Country, cast: Cast, place: Place) -> Say:
    """Record a number: 20 approved student nurses of the trust, unless told otherwise."""

    def record(count: int = 20, kind: str = "approved", **changes: Any) -> CapacityFigure:
        said: dict[str, Any] = {
            "place": place,
            "profession": country.nursing,
            "study": "undergraduate",
            "from_date": SINCE,
            "to_date": None,
            "said_date": TODAY,
            "source": "Placement agreement",
            "by": cast.north_manager,
            "at": NOW,
        }
        return capacity.say(count=count, kind=kind, **{**said, **changes})

    return record


@pytest.fixture
def ask(country: Country, cast: Cast, place: Place, framework: FrameworkVersion) -> Ask:
    """The director asks for six more student nurses from January."""

    def request(**changes: Any) -> ExpansionRequest:
        said: dict[str, Any] = {
            "place": place,
            "profession": country.nursing,
            "study": "undergraduate",
            "extra": 6,
            "from_date": JANUARY,
            "supervision": "Two more practice educators from December.",
            "why": "A second ward takes students.",
            "by": cast.director,
            "at": NOW,
        }
        return expansions.ask(**{**said, **changes})

    return request


@pytest.fixture
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of pages stands at the moment at which tests play."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
