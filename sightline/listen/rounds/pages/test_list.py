from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.listen.rounds.factories import make_round, make_version, open_round

pytestmark = pytest.mark.django_db
URL = "/listen/rounds/"


def test_rounds_of_the_own_place_and_national_ones_are_listed(
    client: Client, cast: Cast, country: Country, framework: object
) -> None:
    by = cast.national
    open_round(by, name="Everywhere")
    make_round(by, name="In the south", place=country.south)
    client.force_login(cast.north_manager)
    page = client.get(URL).content.decode()
    assert "Everywhere" in page
    assert "In the south" not in page
    client.force_login(cast.other_director)
    assert "In the south" in client.get(URL).content.decode()
    assert "Make a focused survey" not in client.get(URL).content.decode()
    assert "Everywhere" not in client.get(f"{URL}?state=draft").content.decode()


def test_the_list_asks_the_database_the_same_for_few_and_many(
    client: Client, cast: Cast, framework: object, django_assert_max_num_queries: Any
) -> None:
    version = make_version(cast.national)
    client.force_login(cast.national)
    for _ in range(2):
        for number in range(5):
            make_round(
                cast.national, version, opens_at=NOW + timedelta(days=number), name=f"R{number}"
            )
        with django_assert_max_num_queries(10):
            assert client.get(URL).status_code == 200


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.learner)
    assert client.get(URL).status_code == 404
