from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations.roster.models import Roster

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, roster: Roster, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:roster:set_aside", args=[roster.pk])
    assert client.post(address).status_code == 404


def test_a_file_that_is_not_used_is_deleted(roster: Roster, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:roster:set_aside", args=[roster.pk])
    html = client.post(address, follow=True).content.decode()
    assert "The file has been deleted" in html
    roster.refresh_from_db()
    assert roster.state == Roster.State.SET_ASIDE


def test_one_whose_people_are_on_the_list_is_not(
    roster: Roster, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    client.post(reverse("listen:invitations:roster:apply", args=[roster.pk]))
    address = reverse("listen:invitations:roster:set_aside", args=[roster.pk])
    assert "on the list already" in client.post(address, follow=True).content.decode()
