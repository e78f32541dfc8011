from django.contrib.auth import SESSION_KEY
from django.test import Client

from sightline.conftest import Cast


def test_signing_out_is_a_post(client: Client, cast: Cast) -> None:
    client.force_login(cast.learner)
    page = client.get("/sign-out/")
    assert page.status_code == 200
    assert SESSION_KEY in client.session
    answer = client.post("/sign-out/", follow=True)
    assert SESSION_KEY not in client.session
    assert answer.redirect_chain == [("/sign-in/", 302)]
    assert "You have signed out." in answer.content.decode()


def test_signing_out_twice_is_no_fault(client: Client, cast: Cast) -> None:
    assert client.get("/sign-out/")["Location"] == "/sign-in/"
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_signing_out_leads_to_pages_of_this_service_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.learner)
    assert client.post("/sign-out/", {"next": "//example.com/"})["Location"] == "/sign-in/"
