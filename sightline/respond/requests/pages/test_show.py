import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.respond.requests.test_actions import ask

pytestmark = pytest.mark.django_db


def test_answered_on_its_page_and_strangers_get_404(
    country: Country, cast: Cast, client: Client
) -> None:
    made = ask(country, cast.north_manager)
    page = reverse("respond:requests:show", args=[made.reference])
    for person in ("director", "icb_lead", "south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
    client.force_login(cast.north_manager)
    assert "Answer it" in client.get(page).content.decode()
    assert "Answer “What comes of it?”" in client.post(page, {"reason": "x"}).content.decode()
    html = client.post(page, {"outcome": "planned", "reason": "In May."}, follow=True)
    assert "A review is planned: In May." in html.content.decode()
    assert client.post(page, {"outcome": "planned", "reason": "In May."}).status_code == 404
