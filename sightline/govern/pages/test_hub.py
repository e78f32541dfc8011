import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_everybody_sees_what_they_may_do(cast: Cast, client: Client) -> None:
    page = reverse("govern:hub")
    for person in (cast.director, cast.icb_lead, cast.north_manager):
        client.force_login(person)
        html = client.get(page).content.decode()
        for words in ("Quality passports", "Capacity", "Requests to expand"):
            assert words in html
    client.force_login(cast.learner)
    assert "Your roles do not include any of these" in client.get(page).content.decode()
