import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codebook.models import Code

pytestmark = pytest.mark.django_db


def test_a_code_is_merged_for_the_whole_country(
    rota: Code, parking: Code, cast: Cast, client: Client
) -> None:
    address = reverse("listen:codebook:merge", args=[rota.pk])
    client.force_login(cast.north_manager)
    assert client.get(address).status_code == 404
    client.force_login(cast.national)
    assert "Enter reason" in client.post(address, {"into": parking.pk}).content.decode()
    html = client.post(
        address, {"into": parking.pk, "reason": "Same"}, follow=True
    ).content.decode()
    assert "“Rota” counts for “Parking” from now on." in html
    # It is not in use any more.
    assert client.get(address).status_code == 404
