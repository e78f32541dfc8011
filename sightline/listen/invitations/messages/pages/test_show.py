from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.invitations.messages import sending
from sightline.listen.invitations.messages.models import Wave

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(person: str, wave: Wave, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:messages:show", args=[wave.pk])
    assert client.get(address).status_code == 404


def test_the_page_says_how_far_it_is(wave: Wave, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:messages:show", args=[wave.pk])
    assert "Planned: they go out from" in client.get(address).content.decode()
    sending.begin(wave, NOW)
    page = client.get(address)
    assert page["Refresh"] == "5"
    assert "0 of 11 messages" in page.content.decode()
    # Nobody who is written to stands on it.
    assert "learner1" not in page.content.decode()
