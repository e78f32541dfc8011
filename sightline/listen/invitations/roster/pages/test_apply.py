from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.roster.models import Roster

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, roster: Roster, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:roster:apply", args=[roster.pk])
    assert client.post(address).status_code == 404


def test_it_puts_people_on_the_list(roster: Roster, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:roster:apply", args=[roster.pk])
    assert client.get(address).status_code == 405
    assert not Invitation.objects.exists()
    assert client.post(address).status_code == 302
    assert Invitation.objects.count() == 6
