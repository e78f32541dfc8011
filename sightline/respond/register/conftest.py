from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.organisations.models import Organisation
from sightline.respond.register import factories
from sightline.respond.register.models import Concern, IsfCategory
from sightline.results import factories as results
from sightline.results.models import Dataset
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


#: Everybody of the cast, and what they get of a page for quality teams of the north.
QUALITY_TEAM = {"national", "north_manager"}


def statuses(client: Client, cast: Cast, path: str) -> dict[str, int]:
    """What each of the cast gets at an address; "nobody" is not signed in."""
    found = {}
    for name, user in vars(cast).items():
        client.force_login(user)
        found[name] = client.get(path).status_code
    client.logout()
    found["nobody"] = client.get(path).status_code
    return found


def only(*allowed: str) -> dict[str, int]:
    """What ``statuses`` finds when these few may open a page: 404 for all others."""
    names = Cast.__dataclass_fields__
    return {name: 200 if name in allowed else 404 for name in names} | {"nobody": 302}


def page(concern: Concern, name: str = "") -> str:
    """The address of a page of a concern."""
    return f"/respond/register/{concern.reference}/{name}/".replace("//", "/")


def day(prefix: str, when: date) -> dict[str, str]:
    """A day as a form sends it."""
    parts = {"day": when.day, "month": when.month, "year": when.year}
    return {f"{prefix}_{part}": str(value) for part, value in parts.items()}


def text(response: HttpResponse) -> str:
    return html.unescape(response.content.decode())


@pytest.fixture
def surveyed(
    country: Country, framework: FrameworkVersion, settings: Any, tmp_path: Path
) -> Dataset:
    """A small round. Of the sixty at the northern trust only three answered the last question."""
    settings.MART_DIR = tmp_path
    northern = [
        [*answers[:2], answers[2] if number < 3 else 0]
        for number, answers in enumerate(results.spread(60))
    ]
    return results.make_dataset(
        {
            (country.trust.code, country.site.code, country.surgery.code): northern,
            (country.other_trust.code, "", country.adult_nursing.code): results.spread(30),
            (country.southern_trust.code, "", country.adult_nursing.code): results.spread(40),
        }
    )


def result_of(dataset: Dataset, organisation: Organisation, **other: str) -> dict[str, str]:
    """How an address names a result of a provider."""
    return {
        "dataset": str(dataset.pk),
        "level": "provider",
        "group": organisation.code,
        "other": "",
        "measure": "LS01",
        **other,
    }
