import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Place
from sightline.conftest import Cast
from sightline.govern.passports.models import FrozenPassport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "framework")]


def test_strangers_get_404_and_a_provider_chooses_no_audience(
    place: Place, cast: Cast, client: Client
) -> None:
    page = reverse("govern:passports:keep", args=place.arguments)
    for person in ("south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
        assert client.post(page, {"for_what": "Mine"}).status_code == 404
    client.force_login(cast.director)
    assert "What may the copy show?" not in client.get(page).content.decode()
    assert "There is a problem" in client.post(page, {"for_what": ""}).content.decode()
    html = client.post(page, {"for_what": "Our board", "audience": "quality"}, follow=True)
    assert "does not change any more" in html.content.decode()
    assert FrozenPassport.objects.get().audience == "place"
    client.force_login(cast.north_manager)
    client.post(page, {"for_what": "Panel", "for_reference": "A-1", "audience": "quality"})
    assert FrozenPassport.objects.get(for_reference="A-1").audience == "quality"
