from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.conftest import Asked
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_a_region_sees_its_own_and_a_stranger_gets_404(
    asked: Asked, cast: Cast, client: Client
) -> None:
    address = reverse("assess:returns:campaign", args=["2026"])
    client.force_login(cast.north_manager)
    page = client.get(address).content.decode()
    assert "GP practice or network" in page
    assert "17 December 2026: “Your self-assessment is due tomorrow”" in page
    assert "Change the dates" not in page
    client.force_login(cast.south_manager)
    assert "GP practice or network" not in client.get(address).content.decode()
    client.force_login(cast.learner)
    assert client.get(address).status_code == 404
