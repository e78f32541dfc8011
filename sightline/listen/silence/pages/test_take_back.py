from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.silence.models import NoAction

pytestmark = pytest.mark.django_db


def test_it_is_taken_back_with_a_reason_and_a_stranger_gets_404(
    sign: Callable[..., NoAction], cast: Cast, client: Client
) -> None:
    signed = sign("LS01")
    address = reverse("listen:silence:take_back", args=[signed.reference])
    for person in (cast.south_manager, cast.director):
        client.force_login(person)
        assert client.post(address, {"reason": "x"}).status_code == 404
    client.force_login(cast.north_manager)
    client.post(address, {"reason": "A plan is made after all."})
    shown = client.get(reverse("listen:silence:no_action", args=[signed.reference]))
    assert "A plan is made after all." in shown.content.decode()
