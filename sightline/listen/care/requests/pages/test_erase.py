import pytest
from django.test import Client

from sightline.conftest import Cast, Country
from sightline.listen.care.factories import hold_something, make_request

pytestmark = pytest.mark.django_db


def test_chosen_classes_go_and_refusals_are_shown(
    client: Client, cast: Cast, country: Country
) -> None:
    hold_something(country, cast)
    request = make_request(cast.administrator, kind="erasure")
    url = f"/listen/care/requests/{request.reference}/erase/"
    client.force_login(cast.administrator)
    assert "There is a problem" in client.post(url, {"codes": ["news"]}).content.decode()
    posted = {"codes": ["news", "account"], "sure": "on"}
    page = client.post(url, posted, follow=True).content.decode()
    assert "A part was not erased" in page
    assert "has a role that is in force" in page
    assert "Addresses for news of a provider (" not in client.get(url).content.decode()


def test_what_was_not_found_cannot_be_chosen(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator, kind="erasure")
    client.force_login(cast.administrator)
    url = f"/listen/care/requests/{request.reference}/erase/"
    page = client.post(url, {"codes": ["news"], "sure": "on"}).content.decode()
    assert "There is a problem" in page


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator, kind="erasure")
    client.force_login(cast.north_manager)
    url = f"/listen/care/requests/{request.reference}/erase/"
    assert client.post(url, {"codes": ["account"], "sure": "on"}).status_code == 404
