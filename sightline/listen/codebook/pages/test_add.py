import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codebook.models import Code

pytestmark = pytest.mark.django_db
ADDRESS = reverse("listen:codebook:add")


def test_a_code_is_added_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    assert "Enter name of the code" in client.post(ADDRESS, {"name": ""}).content.decode()
    html = client.post(ADDRESS, {"name": "Rota"}, follow=True).content.decode()
    assert "“Rota” is added." in html
    assert "already" in client.post(ADDRESS, {"name": "rota"}).content.decode()
    assert Code.objects.get().name == "Rota"
