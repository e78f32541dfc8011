"""Two small rounds of the small country, and a way to read a page as a person does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from sightline.assess.places import Level, Place
from sightline.conftest import NOW, Country
from sightline.people.models import User
from sightline.results.factories import make_dataset, spread
from sightline.results.models import Dataset
from sightline.standards.models import FrameworkVersion, Standard


def answers(respondents: int, low: int, high: int) -> list[list[int]]:
    """Answers to three items that spread evenly from ``low`` to ``high`` (1 worst, 5 best)."""
    kinds = list(range(low, high + 1))
    return [
        [kinds[(person + item) % len(kinds)] for item in range(3)] for person in range(respondents)
    ]


@dataclass
class Rounds:
    before: Dataset
    now: Dataset


@pytest.fixture
def rounds(country: object) -> Rounds:
    """Aldermoor falls from one round to the next; its neighbours stay as they are."""
    rest = {
        ("ZN002", "", "CST"): spread(40, seed=1),
        ("ZN002", "", "NADULT"): answers(30, 3, 5),
        ("ZS001", "", "CST"): answers(60, 3, 5),
        ("ZS001", "", "NADULT"): spread(22, seed=2),
    }
    return Rounds(
        make_dataset({("ZN001", "ZN001A", "CST"): answers(50, 3, 5), **rest}, year=2025),
        make_dataset(
            {
                ("ZN001", "ZN001A", "CST"): answers(50, 1, 3),
                **rest,
            },
            year=2026,
        ),
    )


@pytest.fixture
def page_of(client: Client) -> Callable[[User, str], str]:
    """The page that somebody gets at an address, without its one-off token."""

    def get(user: User, path: str) -> str:
        client.force_login(user)
        answer = client.get(path)
        assert answer.status_code == 200, path
        return without_token(answer.content.decode())

    return get


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def text_of(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


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
