import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.codebook import actions
from sightline.listen.codebook.models import Code

pytestmark = pytest.mark.django_db


def test_every_version_is_listed(rota: Code, parking: Code, cast: Cast, client: Client) -> None:
    actions.merge(code=rota, into=parking, reason="Same <thing>", by=cast.national, at=NOW)
    address = reverse("listen:codebook:show", args=[rota.pk])
    client.force_login(cast.national)
    html = client.get(address).content.decode()
    assert "from 24 November 2026 by Nadia National: Same &lt;thing&gt;" in html
    assert "Use it again" in html
    other = client.get(reverse("listen:codebook:show", args=[parking.pk])).content.decode()
    assert "Merged into it" in other
    client.force_login(cast.north_manager)
    assert "Use it again" not in client.get(address).content.decode()
    client.force_login(cast.director)
    assert client.get(address).status_code == 404
