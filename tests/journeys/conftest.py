"""A browser and a service for the journeys; each journey gets people of the demo's cast."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.person import Person
from tests.journeys.service import Service, prepare, running

PASSPHRASE = "every learner is heard"
_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The made-up nation, made by the first process that asks; nobody runs a service on it."""
    base = tmp_path_factory.getbasetemp()
    # Each of several processes has a folder of its own in the one of the whole run.
    made = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "nation"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            being_made = made.with_suffix(".part")
            being_made.mkdir()
            prepare(being_made, demo=True)
            being_made.rename(made)
        yield made


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A small made-up nation, shared by journeys that add to it and change nothing in it."""
    folder = tmp_path_factory.mktemp("shared")
    with made_once(tmp_path_factory) as made:
        shutil.copytree(made, folder, dirs_exist_ok=True)
    with running(folder) as found:
        yield found


Arrive = Callable[..., Person]


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Arrive]:
    """``arrive(address)`` is somebody at a browser of their own."""
    here: list[Person] = []

    def at(address: str, **kwargs: Any) -> Person:
        here.append(Person(browser, address, **kwargs))
        return here[-1]

    yield at
    for person in here:
        person.leaves()  # nothing happens to whoever has left before


@pytest.fixture
def arrive_untouched(
    arrive: Arrive, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Arrive]:
    """``arrive_untouched("mehreen")`` comes to the made-up nation as it was made, to nobody else's.

    For journeys that look for what lies in it. Without a name, somebody who has not signed in.
    """
    with made_once(tmp_path_factory) as made:
        shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    with running(tmp_path) as found:

        def begin(name: str = "", **kwargs: Any) -> Person:
            person = arrive(found.address, **kwargs)
            if name:
                person.signs_in(f"{name}@example.org", PASSPHRASE)
            return person

        yield begin


@pytest.fixture
def empty_service(tmp_path: Path) -> Iterator[Service]:
    """A service as an organisation would begin with it: no data, one administrator to make."""
    prepare(tmp_path, demo=False)
    with running(tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = os.environ.get("SIGHTLINE_CHROMIUM", "/usr/bin/chromium")
    assert Path(program).exists(), "Journeys need Chromium: run them with ./test --only journeys"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield found
        found.close()


@pytest.fixture
def visitor(arrive: Arrive, service: Service) -> Arrive:
    """``visitor()`` is somebody who has not signed in."""
    return lambda **kwargs: arrive(service.address, **kwargs)


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """The cookies of those of the cast who have signed in, by name."""
    return {}


@pytest.fixture
def sign_in(visitor: Arrive, sessions: dict[str, Any]) -> Arrive:
    """``sign_in("mehreen")`` is that person of the cast, signed in, on the home page.

    Whoever has signed in before goes on with the same session.
    """

    def begin(name: str, **kwargs: Any) -> Person:
        if name in sessions:
            person = visitor(cookies=sessions[name], **kwargs)
            person.goes_to("/")
        else:
            person = visitor(**kwargs)
            person.signs_in(f"{name}@example.org", PASSPHRASE)
            sessions[name] = person.context.storage_state()
        return person

    return begin
