from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_the_template_has_one_row_of_headings(cast: Cast, client: Client) -> None:
    address = reverse("listen:invitations:roster:template")
    client.force_login(cast.director)
    assert client.get(address).status_code == 404
    client.force_login(cast.north_manager)
    plain = client.get(address).content.decode("utf-8-sig")
    assert plain == "address,provider,site,programme,profession,level,language\r\n"
    assert "placement starts" in client.get(address, {"days": ""}).content.decode()
