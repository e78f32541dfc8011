import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codebook.models import Code

pytestmark = pytest.mark.django_db


def test_a_code_is_renamed_for_the_whole_country(
    rota: Code, parking: Code, cast: Cast, client: Client
) -> None:
    address = reverse("listen:codebook:change", args=[rota.pk])
    client.force_login(cast.north_manager)
    assert client.get(address).status_code == 404
    client.force_login(cast.national)
    assert "already" in client.post(address, {"name": "Parking"}).content.decode()
    client.post(address, {"name": "Rotas", "description": "Shifts", "reason": "Plainer"})
    rota.refresh_from_db()
    assert (rota.name, rota.versions.count()) == ("Rotas", 2)
