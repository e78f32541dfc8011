"""Each file of rules has the made-up nation to itself, so that it may change what lies in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import PASSPHRASE, made_once
from tests.journeys.person import Person
from tests.journeys.service import Service, running

Come = Callable[..., Person]


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("rules")
    with made_once(tmp_path_factory) as made:
        shutil.copytree(made, folder, dirs_exist_ok=True)
    with running(folder) as found:
        yield found


@pytest.fixture(scope="module")
def come(browser: Browser, nation: Service) -> Iterator[Come]:
    """``come("mehreen")`` is that person, signed in; ``come()`` somebody who is not.

    Whoever has come before in this file comes back.
    """
    here: dict[str, Person] = {}
    strangers: list[Person] = []

    def begin(name: str = "", **kwargs: Any) -> Person:
        if not name:
            strangers.append(Person(browser, nation.address, **kwargs))
            return strangers[-1]
        if name not in here:
            here[name] = Person(browser, nation.address, **kwargs)
            here[name].signs_in(f"{name}@example.org", PASSPHRASE)
        return here[name]

    yield begin
    for person in (*here.values(), *strangers):
        person.leaves()
