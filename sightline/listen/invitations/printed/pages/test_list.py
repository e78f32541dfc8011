from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations.factories import make_open_link
from sightline.listen.invitations.models import OpenLink
from sightline.listen.rounds.factories import open_round

pytestmark = pytest.mark.django_db


def address(link: OpenLink) -> str:
    return reverse("listen:invitations:printed:list", args=[link.collection_id])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner"])
def test_strangers_are_told_nothing(
    person: str, link: OpenLink, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(address(link)).status_code == 404


def test_links_stand_there_with_their_address(link: OpenLink, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    html = client.get(address(link)).content.decode()
    assert "Surgical ward 4, Aldermoor Hospitals" in html
    assert f"/a/{link.token}/" in html
    assert "Make open links" in html
    found = client.get(address(link), {"place": "no such"}).content.decode()
    assert link.token not in found


def test_of_a_national_round_everybody_sees_their_own(
    country: Country, cast: Cast, client: Client
) -> None:
    round_ = open_round(cast.national)
    own = make_open_link(round_, country.trust, cast.national, NOW)
    other = make_open_link(round_, country.southern_trust, cast.national, NOW)
    client.force_login(cast.director)
    html = client.get(address(own)).content.decode()
    assert own.token in html
    assert other.token not in html
    assert "Make open links" not in html
