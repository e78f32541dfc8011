from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_a_new_version_is_begun_with_a_reason(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    address = reverse("assess:returns:amend", args=[asked.practice.reference])
    client.force_login(cast.director)
    assert client.get(address).status_code == 404
    client.force_login(asked.manager)
    assert (
        "Answer “Why is a new version needed?”"
        in client.post(address, {"reason": ""}).content.decode()
    )
    client.post(address, {"reason": "A trainer left."})
    asked.practice.refresh_from_db()
    assert not asked.practice.is_locked
    assert "can be changed already" in client.post(address, {"reason": "Again"}).content.decode()
