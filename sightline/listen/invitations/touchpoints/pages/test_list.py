from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations.touchpoints.models import Series

pytestmark = pytest.mark.django_db


def test_those_who_run_them_see_them(series: Series, cast: Cast, client: Client) -> None:
    address = reverse("listen:invitations:touchpoints:list")
    client.force_login(cast.north_manager)
    assert "Placements 2026" in client.get(address).content.decode()
    client.force_login(cast.south_manager)
    assert "Placements 2026" not in client.get(address).content.decode()
    client.force_login(cast.director)
    assert client.get(address).status_code == 404
