"""A browser and a service for the journeys; each journey gets people of the demo's cast."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.person import Person
from tests.journeys.service import Service, running

PASSPHRASE = "every learner is heard"
_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A small made-up nation."""
    with running(tmp_path_factory.mktemp("made-up"), demo=True) as found:
        yield found


@pytest.fixture(scope="session")
def empty_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service as an organisation would begin with it: no data, one administrator to make."""
    with running(tmp_path_factory.mktemp("empty"), demo=False) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = os.environ.get("SIGHTLINE_CHROMIUM", "/usr/bin/chromium")
    assert Path(program).exists(), "Journeys need Chromium: run them with ./test --only journeys"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield found
        found.close()


SignIn = Callable[..., Person]


@pytest.fixture
def visitor(browser: Browser, service: Service) -> Iterator[Callable[..., Person]]:
    """``visitor()`` is somebody who has not signed in."""
    here: list[Person] = []

    def arrive(**kwargs: object) -> Person:
        person = Person(browser, service.address, **kwargs)  # type: ignore[arg-type]
        here.append(person)
        return person

    yield arrive
    for person in here:
        person.leaves()


@pytest.fixture
def sign_in(visitor: Callable[..., Person]) -> SignIn:
    """``sign_in("mehreen")`` is that person of the cast, signed in."""

    def arrive(name: str, **kwargs: object) -> Person:
        person = visitor(**kwargs)
        person.signs_in(f"{name}@example.org", PASSPHRASE)
        return person

    return arrive
