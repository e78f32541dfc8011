import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.insight.tensions.models import Tension

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_looking_on_demand(place: Place, cast: Cast, client: Client) -> None:
    page = reverse("insight:tensions:look")
    factories.fact(place, cast.north_manager, NOW)
    client.force_login(cast.director)
    assert client.post(page).status_code == 404
    client.force_login(cast.north_manager)
    assert client.get(page).status_code == 405
    assert "1 new" in client.post(page, follow=True).content.decode()
    assert "less than five minutes" in client.post(page, follow=True).content.decode()
    assert Tension.objects.count() == 1
