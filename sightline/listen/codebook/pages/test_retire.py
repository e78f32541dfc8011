import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codebook.models import Code

pytestmark = pytest.mark.django_db


def test_a_code_is_retired_and_comes_back(rota: Code, cast: Cast, client: Client) -> None:
    retire = reverse("listen:codebook:retire", args=[rota.pk])
    back = reverse("listen:codebook:bring_back", args=[rota.pk])
    client.force_login(cast.north_manager)
    assert client.get(retire).status_code == 404
    client.force_login(cast.national)
    assert client.get(back).status_code == 404
    assert "Enter reason" in client.post(retire, {"reason": ""}).content.decode()
    assert "is retired" in client.post(retire, {"reason": "x"}, follow=True).content.decode()
    assert "in use again" in client.post(back, {"reason": "x"}, follow=True).content.decode()
    rota.refresh_from_db()
    assert (rota.state, rota.versions.count()) == ("in_use", 3)
