import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_every_setting_is_there_with_its_reasons(cast: Cast, client: Client) -> None:
    page = reverse("assess:applicable:settings")
    client.force_login(cast.icb_lead)
    html = client.get(page).content.decode()
    for words in ("Pharmacy", "Local authority", "Check against the official text", "Not here:"):
        assert words in html
    client.force_login(cast.learner)
    assert client.get(page).status_code == 404
