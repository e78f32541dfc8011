import re
from typing import Any

from django.test import Client

from sightline.conftest import Cast
from sightline.standards.models import FrameworkVersion

URL = "/standards/succession/2026/"


def test_everybody_sees_what_changes(client: Client, following: FrameworkVersion) -> None:
    page = client.get(URL).content.decode()
    assert "2024: 1.1 → 2026: 1.3" in page
    assert "<ins>" in page
    assert "put in: " in page
    assert "Money for education is spent on education." in page
    assert "3 standards wait for a decision" in page
    assert "Decide" not in page
    assert "What it changes from the 2024 version" in client.get("/standards/").content.decode()


def test_the_way_to_a_decision_stands_apart_from_what_is_proposed(
    client: Client, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    page = client.get(URL).content.decode()
    assert re.findall(r"(\S*)<a href=\"[^\"]*/1\.1/\">Decide", page) == [""]


def test_there_is_nothing_before_the_first_version(
    client: Client, framework: FrameworkVersion
) -> None:
    assert client.get("/standards/succession/2024/").status_code == 404
    assert client.get("/standards/succession/1999/").status_code == 404
    assert "What it changes from" not in client.get("/standards/").content.decode()


def test_queries_do_not_grow_with_the_standards(
    client: Client, following: FrameworkVersion, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.national)
    client.post(f"{URL}accept/")
    with django_assert_max_num_queries(14):
        client.get(URL)
