from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.listen.invitations.models import OpenLink
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, round_: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:printed:add", args=[round_.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"place": "ZN001", "each": "place"}).status_code == 404


@pytest.mark.parametrize(
    ("each", "number"), [("place", 1), ("environment", 1), ("site", 1), ("profession", 2)]
)
def test_links_are_made_once(
    each: str, number: int, round_: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:printed:add", args=[round_.pk])
    assert "Which links?" in client.get(address).content.decode()
    for _ in range(2):
        page = client.post(address, {"place": "aldermoor h", "each": each}, follow=True)
        assert "ready to print" in page.content.decode()
    assert OpenLink.objects.count() == number


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"place": "nowhere"}, "There is no open provider or site"),
        ({"place": "moor"}, "More than one place is called so"),
        ({"place": "ZS001"}, "There is no open provider or site"),
        ({"place": "ZP00001", "each": "environment"}, "has none of these here"),
    ],
)
def test_a_place_that_cannot_be_meant(
    given: dict[str, str], said: str, round_: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:printed:add", args=[round_.pk])
    assert said in client.post(address, {"each": "place", **given}).content.decode()
    assert not OpenLink.objects.exists()


def test_a_round_for_the_invited_has_no_open_links(
    round_: Collection, cast: Cast, client: Client, country: Country
) -> None:
    round_.access = Collection.Access.INVITED
    round_.save()
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:printed:add", args=[round_.pk])
    html = client.post(address, {"place": "ZN001", "each": "place"}).content.decode()
    assert "only for those who are invited" in html
