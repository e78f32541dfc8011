import pytest
from django.test import Client

from sightline.conftest import Cast, Country
from sightline.listen.care.factories import hold_something, make_request

pytestmark = pytest.mark.django_db


def test_what_is_held_stands_on_a_page_and_its_opening_is_written_down(
    client: Client, cast: Cast, country: Country
) -> None:
    hold_something(country, cast)
    request = make_request(cast.administrator)
    client.force_login(cast.administrator)
    found = client.get(f"/listen/care/requests/{request.reference}/read/")
    page = found.content.decode()
    assert found["Cache-Control"] == "no-store"
    for said in (
        "The rota changed at night.",
        "lena@example.org",
        "Aldermoor Hospitals",
        "24 November 2026",
    ):
        assert said in page
    assert "Dr Example" not in page
    log = client.get("/listen/care/log/").content.decode()
    assert f"Took what is held for {request.reference}" in log


def test_before_the_check_it_leads_back(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator, identity="open")
    client.force_login(cast.administrator)
    url = f"/listen/care/requests/{request.reference}/"
    assert client.get(f"{url}read/")["Location"] == url


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator)
    client.force_login(cast.north_manager)
    assert client.get(f"/listen/care/requests/{request.reference}/read/").status_code == 404
