from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations import links
from sightline.listen.invitations.models import OpenLink

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, link: OpenLink, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:printed:end", args=[link.pk])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_an_ended_link_leads_nowhere(link: OpenLink, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:printed:end", args=[link.pk])
    assert "From then on" in client.get(address).content.decode()
    assert links.open_link_of(link.token) == link
    assert "has ended" in client.post(address, follow=True).content.decode()
    assert links.open_link_of(link.token) is None
    assert client.get(address).status_code == 404
