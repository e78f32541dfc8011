import re
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import Cast

PAGES = ["/accessibility/", "/privacy/", "/cookies/", "/attributions/"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", PAGES)
def test_anybody_can_read_it(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("<h1") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", page.split("<main", 1)[1])]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.django_db
def test_whom_to_write_to_comes_from_the_settings(client: Client, settings: Any) -> None:
    assert (
        "Ask the organisation that gave you this address."
        in client.get("/privacy/").content.decode()
    )
    settings.CONTACT_EMAIL = "quality@example.org"
    assert 'href="mailto:quality@example.org"' in client.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_the_privacy_notice_says_how_to_ask_for_ones_own_data(client: Client, cast: Cast) -> None:
    page = client.get("/privacy/").content.decode()
    assert "ask what is kept about you" in page
    assert "answer within one month" in page
    assert 'href="/listen/voices/return/"' in page
    assert "/listen/care/requests/" not in page
    client.force_login(cast.administrator)
    assert "/listen/care/requests/" in client.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_the_cookies_that_are_set_are_those_that_are_named(client: Client) -> None:
    page = client.get("/cookies/").content.decode()
    client.get("/sign-in/")
    assert set(client.cookies) <= {"csrftoken", "sessionid", "messages"}
    for name in ("csrftoken", "sessionid", "messages"):
        assert f">{name}<" in page or name in page.split("<main", 1)[1]


@pytest.mark.django_db
def test_the_licence_of_the_facts_is_named(client: Client) -> None:
    page = client.get("/attributions/").content.decode()
    assert "Open Government Licence v3.0" in page
    assert "Organisation Data Service" in page
    assert "Office for National Statistics" in page
