from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from sightline.conftest import NOW, PASSWORD, Cast
from sightline.people.second_factor import codes, queries


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


pytestmark = pytest.mark.django_db
ADDRESS = "/account/second-factor/"


def test_set_up_on_a_page_and_taken_away_with_a_recovery_code(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    page = client.get(ADDRESS).content.decode()
    key = re.search(r"Key: <strong>([A-Z2-7 ]+)</strong>", page)
    assert key is not None
    secret = key[1].replace(" ", "")
    told = {"code": codes.at_step(secret, codes.step_at(NOW)), "password": "no"}
    assert "is not the one you sign in with" in client.post(ADDRESS, told).content.decode()
    done = client.post(ADDRESS, told | {"password": PASSWORD}).content.decode()
    spare = re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", done)
    assert len(spare) == 10
    assert secret not in client.get(ADDRESS).content.decode()
    assert "not right" in client.post(ADDRESS, {"code": "1"}).content.decode()
    client.post(ADDRESS, {"code": spare[0]})
    assert not queries.is_set_up(cast.director)
