from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.invitations.factories import Pocket
from sightline.listen.invitations.messages import sending
from sightline.listen.invitations.messages.models import Wave

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(person: str, wave: Wave, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:messages:send_again", args=[wave.pk])
    assert client.post(address).status_code == 404


def test_what_could_not_be_sent_is_tried_again(
    wave: Wave, cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:messages:send_again", args=[wave.pk])
    assert "Wait until they have" in client.post(address, follow=True).content.decode()
    sending.begin(wave, NOW)
    refusing = Pocket("learner1@example.org")
    while sending.send_some(wave, NOW, {"email": refusing, "text": refusing}):
        pass
    assert wave.outgoing.count() == 1
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert [one.to for one in mail.outbox] == [["learner1@example.org"]]
    assert not wave.outgoing.exists()
