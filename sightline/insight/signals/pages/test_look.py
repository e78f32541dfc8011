import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.insight.signals.models import Signal
from sightline.results.models import Dataset

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_looking_on_demand(low_thrice: list[Dataset], cast: Cast, client: Client) -> None:
    page = reverse("insight:signals:look")
    client.force_login(cast.director)
    assert client.post(page).status_code == 404
    client.force_login(cast.north_manager)
    assert client.get(page).status_code == 405
    assert "2 new" in client.post(page, follow=True).content.decode()
    assert "less than five minutes" in client.post(page, follow=True).content.decode()
    assert Signal.objects.count() == 2
