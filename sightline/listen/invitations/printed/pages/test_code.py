from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations.models import OpenLink

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner"])
def test_strangers_are_told_nothing(
    person: str, link: OpenLink, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:printed:code", args=[link.pk])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("person", ["north_manager", "director"])
def test_whoever_sees_the_ward_gets_the_file(
    person: str, link: OpenLink, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    page = client.get(reverse("listen:invitations:printed:code", args=[link.pk]))
    assert page.content.startswith(b"<svg")
    name = page["Content-Disposition"]
    assert "surgical-ward-4" in name
    assert name.endswith('.svg"')
