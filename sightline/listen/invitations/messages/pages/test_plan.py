from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.invitations.messages.models import Wave
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, asked: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:messages:plan", args=[asked.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"kind": "invitation", "when": "now"}).status_code == 404


def test_messages_go_out_now(asked: Collection, cast: Cast, client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.north_manager)
        address = reverse("listen:invitations:messages:plan", args=[asked.pk])
        html = client.get(address).content.decode()
        assert "11 people on the list were not written to yet" in html
        assert "starts afresh" in html
        page = client.post(address, {"kind": "invitation", "when": "now"}, follow=True)
    assert len(mail.outbox) == 9
    html = page.content.decode()
    assert "Messages of this kind are not set up" in html
    assert "Send 2 messages again" in html


def test_messages_are_planned_for_a_day(asked: Collection, cast: Cast, client: Client) -> None:
    address = reverse("listen:invitations:messages:plan", args=[asked.pk])
    later = {"kind": "reminder", "when": "later", "hour": "14"}
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.north_manager)
        html = client.post(address, later).content.decode()
        assert "Enter the day on which the messages go out" in html
        day = {"day_day": "1", "day_month": "12", "day_year": "2026"}
        page = client.post(address, {**later, **day}, follow=True)
        assert "They go out from 1 December 2026" in page.content.decode()
        wrong = client.post(address, {**later, **day, "day_year": "2027"}).content.decode()
    assert "The round closes before that" in wrong
    assert Wave.objects.get().planned_at == datetime(2026, 12, 1, 14, tzinfo=NOW.tzinfo)
    assert mail.outbox == []
