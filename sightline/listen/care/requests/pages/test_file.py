import pytest
from django.test import Client

from sightline.conftest import Cast, Country
from sightline.listen.care.factories import hold_something, make_request

pytestmark = pytest.mark.django_db


def test_what_is_held_comes_as_json(client: Client, cast: Cast, country: Country) -> None:
    hold_something(country, cast)
    request = make_request(cast.administrator)
    client.force_login(cast.administrator)
    found = client.get(f"/listen/care/requests/{request.reference}/file/")
    assert found["Content-Disposition"] == f'attachment; filename="{request.reference}.json"'
    held = found.json()["held"]
    assert len(held["Invitations to surveys"]) == 2
    assert held["Addresses for news of a provider"][0]["news of"] == "Aldermoor Hospitals"


def test_before_the_check_nothing_leaves(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator, identity="open")
    client.force_login(cast.administrator)
    url = f"/listen/care/requests/{request.reference}/"
    assert client.get(f"{url}file/")["Location"] == url


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator)
    client.force_login(cast.north_manager)
    assert client.get(f"/listen/care/requests/{request.reference}/file/").status_code == 404
