from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations.messages.models import Wave

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(person: str, wave: Wave, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:messages:call_off", args=[wave.pk])
    assert client.post(address).status_code == 404


def test_a_planned_wave_is_called_off_once(wave: Wave, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:messages:call_off", args=[wave.pk])
    assert client.get(address).status_code == 405
    client.post(address)
    wave.refresh_from_db()
    assert wave.state == Wave.State.CANCELLED
    assert "gone out already" in client.post(address, follow=True).content.decode()
