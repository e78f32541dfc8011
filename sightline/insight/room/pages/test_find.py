import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast

pytestmark = pytest.mark.django_db
PAGE = "insight:room:find"


def test_a_place_is_found_by_its_name(cast: Cast, client: Client, framework: object) -> None:
    client.force_login(cast.north_manager)
    page = reverse(PAGE)
    assert client.get(page, {"place": "Aldermoor Hosp"})["Location"].endswith("organisation/ZN001/")
    assert client.get(page, {"place": "QN1"})["Location"].endswith("/system/QN1/")
    added = client.get(page, {"place": "ZN001", "to": "add"})["Location"]
    assert added == "/assess/evidence/add/organisation/ZN001/"
    html = client.get(page, {"place": "Calverton"}).content.decode()
    assert "There is no organisation called “Calverton” that you look after" in html


def test_who_answers_for_one_provider_need_not_type(cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    assert "Aldermoor Hospitals</a>" in client.get(reverse(PAGE)).content.decode()
    client.force_login(cast.learner)
    assert client.get(reverse(PAGE)).status_code == 404


def test_several_of_one_name_are_links(cast: Cast, client: Client, framework: object) -> None:
    client.force_login(cast.north_manager)
    html = client.get(reverse(PAGE), {"place": "Aldermoor"}).content.decode()
    assert "Which “Aldermoor” do you mean?" in html
    assert "There is a problem" not in html
    assert 'value="Aldermoor"' in html
    for code in ("ZN001", "ZN001A"):
        assert f'href="/insight/room/organisation/{code}/"' in html
    html = client.get(reverse(PAGE), {"place": "Aldermoor", "to": "add"}).content.decode()
    assert 'href="/assess/evidence/add/organisation/ZN001A/"' in html
    client.force_login(cast.south_manager)
    html = client.get(reverse(PAGE), {"place": "Aldermoor"}).content.decode()
    assert "There is no organisation called “Aldermoor” that you look after" in html
