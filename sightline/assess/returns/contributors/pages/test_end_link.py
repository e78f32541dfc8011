from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.conftest import Asked
from sightline.assess.returns.contributors.test_contributors import invite
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_a_link_is_ended_by_whoever_answers(asked: Asked, cast: Cast, client: Client) -> None:
    contributor, _ = invite(asked)
    address = reverse("assess:returns:end_link", args=[asked.practice.reference, contributor.pk])
    client.force_login(cast.director)
    assert client.post(address).status_code == 404
    client.force_login(asked.manager)
    assert "stops working at once" in client.get(address).content.decode()
    assert "has ended" in client.post(address, follow=True).content.decode()
    contributor.refresh_from_db()
    assert contributor.ended_at is not None
    assert "ended already" in client.post(address, follow=True).content.decode()
