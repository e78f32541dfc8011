from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.conftest import Asked, begin
from sightline.assess.returns.contributors.models import Contributor
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_the_link_is_shown_once(asked: Asked, cast: Cast, client: Client) -> None:
    begin(asked.practice, asked.manager)
    address = reverse("assess:returns:contributors", args=[asked.practice.reference])
    client.force_login(asked.manager)
    told = {"section": "welcome", "name": "Nia Nurse", "email": "nia@example.org"}
    wrong = client.post(address, told | {"section": ""}).content.decode()
    assert "Select section" in wrong
    page = client.post(address, told).content.decode()
    assert "/assess/returns/contributors/link/" in page
    assert "Nia Nurse" in page
    assert "/contributors/link/" not in client.get(address).content.decode()
    assert Contributor.objects.count() == 1
    client.force_login(cast.director)
    assert client.get(address).status_code == 404
