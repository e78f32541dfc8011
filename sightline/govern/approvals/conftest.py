from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sightline.access.roles import Role
from sightline.conftest import NOW, Cast, Country, make_users
from sightline.govern.approvals.joining import actions as joining
from sightline.listen.outside.models import EducationProvider
from sightline.people.models import User


@dataclass
class Schools:
    """Two education providers, and who acts for each; and the one who runs a small practice."""

    first: EducationProvider
    second: EducationProvider
    lead: User
    second_lead: User
    manager: User


@pytest.fixture
def schools(country: Country, cast: Cast) -> Schools:
    first = EducationProvider.objects.create(ukprn="90000001", name="Fernhill University")
    second = EducationProvider.objects.create(ukprn="90000002", name="Gorsley College")
    lead, second_lead, manager = make_users(
        ("Uma University", Role.EDUCATION_LEAD, None),
        ("Cole College", Role.EDUCATION_LEAD, None),
        ("Pru Practice", Role.DIRECTOR_OF_EDUCATION, country.practice),
    )
    for person, school in ((lead, first), (second_lead, second)):
        joining.say_acts_for(user=person, education_provider=school, by=None, at=NOW)
    return Schools(first, second, lead, second_lead, manager)


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
