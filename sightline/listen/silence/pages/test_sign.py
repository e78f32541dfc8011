from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.silence.models import NoAction

pytestmark = pytest.mark.django_db


def test_a_stranger_and_the_provider_itself_get_404(
    sign: Callable[..., NoAction], cast: Cast, client: Client
) -> None:
    for person in (cast.south_manager, cast.director, cast.icb_lead):
        client.force_login(person)
        assert client.get(reverse("listen:silence:sign", args=["ZN001"])).status_code == 404
