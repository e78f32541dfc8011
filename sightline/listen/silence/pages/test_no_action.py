from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.silence.models import NoAction

pytestmark = pytest.mark.django_db


def test_it_is_read_by_those_who_see_the_results_and_a_stranger_gets_404(
    sign: Callable[..., NoAction], cast: Cast, client: Client
) -> None:
    address = reverse("listen:silence:no_action", args=[sign("LS01").reference])
    client.force_login(cast.director)
    html = client.get(address).content.decode()
    assert "24 November 2026 by Nora North" in html
    assert "Take it back" not in html
    client.force_login(cast.south_manager)
    assert client.get(address).status_code == 404
