from typing import Any

import pytest
from django.test import Client

from sightline.access.roles import Role
from sightline.conftest import Cast, Country, make_user
from sightline.people.models import User

URL = "/administration/"


def page_of(client: Client, cast: Cast, query: str = "") -> str:
    client.force_login(cast.administrator)
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


def test_everybody_is_listed_with_their_roles(client: Client, cast: Cast) -> None:
    page = page_of(client, cast)
    assert "8 people" in page
    for user in User.objects.all():
        assert user.name in page
        assert str(user.given_roles.get()) in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=nora", ["Nora North"]),
        ("?q=north+nora", ["Nora North"]),
        ("?q=aldermoor", ["Dev Director", "Lena Learner"]),
        ("?q=ZN001", ["Dev Director", "Lena Learner"]),
        ("?q=sam%40example.org", ["Sam South"]),
        ("?role=icb_lead", ["Iris Icb"]),
        ("?role=none", ["Nils Norole"]),
        ("?q=%25", []),
    ],
)
def test_people_are_found(client: Client, cast: Cast, query: str, names: list[str]) -> None:
    User.objects.create(email="nils@example.org", name="Nils Norole")
    page = page_of(client, cast, query)
    for user in User.objects.all():
        assert (f">{user.name}</a>" in page) == (user.name in names)


def test_the_number_of_queries_does_not_grow(
    client: Client, cast: Cast, country: Country, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_user(f"p{number} Person", Role.LEARNER, country.trust)
    client.force_login(cast.administrator)
    with django_assert_max_num_queries(9):
        page = client.get(URL).content.decode()
    assert "Showing 1 to 25 of 38 people" in page
    assert "page=2" in page


@pytest.mark.parametrize("who", ["national", "north_manager", "icb_lead", "director", "learner"])
def test_others_get_a_404(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(URL).status_code == 404
