from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from sightline.access.roles import Role
from sightline.conftest import NOW, Country, make_user
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.models import Voice
from sightline.people.models import User


@pytest.fixture(autouse=True)
def own_secrets(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a key of its own, in its own folder."""
    monkeypatch.delenv("VOICES_KEY", raising=False)
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def that_day(db: None) -> Iterator[None]:
    """Everything happens at NOW, and nothing was raised in this hour before."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def voice(country: Country) -> Voice:
    """A learner's anonymous concern at the trust in the north."""
    found: Voice = make_voice(country.trust)
    return found


@pytest.fixture
def restricted(country: Country) -> Voice:
    """One that names an individual."""
    found: Voice = make_voice(country.trust, names_individual=True)
    return found


@pytest.fixture
def keeper(country: Country) -> User:
    """Handles the restricted cases of the north."""
    return make_user("Rhoda Restricted", Role.RESTRICTED_CASES, country.north)
